"""People over the API: opened, merged and unmerged; who a contact's people may be."""

from uuid import uuid4

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.contacts.models import ContactChild
from lintel.contacts.tests import given
from lintel.people import jobs
from lintel.people.tests import given as people

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

WHY = "One child, two files"


@pytest.fixture
def screener():
    given.teams()
    return Caller(Role.SCREENER)


@pytest.fixture
def police(screener):
    return Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)


def seen(caller, person) -> dict:
    return {"If-Match": caller("GET", f"/people/{person}").headers["ETag"]}


def test_a_person_is_answered_with_who_said_what_and_opening_them_is_on_the_trail(screener):
    person = people.person(nhs_number="999 000 0018")
    answer = screener("GET", f"/people/{person}")
    said = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (200, f'"{said["version"]}"')
    assert (said["name"], said["nhs_number"]) == ("Maisie Okafor", "9990000018")
    assert said["addresses"][0]["postcode"] == "NB1 2QF"
    [record] = said["records"]
    assert record["source"] == "school"
    assert record["reasons"]["said"] == ["known"]
    [entry] = AuditEntry.objects.filter(actor=screener.account.id)
    assert (entry.did, entry.object_id) == ("view person", str(person))


def test_two_people_are_merged_and_unmerged(screener):
    kept, other = people.person(), people.person(phone="01632 960001")
    before = screener("GET", f"/people/{kept}").json()
    merged = screener(
        "POST",
        f"/people/{kept}/merge",
        {"other": str(other), "reason": WHY},
        **seen(screener, kept),
    )
    assert merged.status_code == 200, merged.content
    assert len(merged.json()["records"]) == 2
    [merge] = merged.json()["merges"]
    assert (merge["because"], merge["by"], merge["undone_at"]) == (
        WHY,
        screener.account.name,
        None,
    )
    as_other = screener("GET", f"/people/{other}").json()
    assert as_other["id"] == str(kept)
    assert screener("GET", f"/people/{other}/history").json()["person"] == str(kept)
    [opened] = AuditEntry.objects.filter(did="open history")
    assert opened.object_id == str(kept)
    parted = screener(
        "POST",
        f"/people/{kept}/unmerge",
        {"merge": merge["id"], "reason": "Cousins"},
        **{"If-Match": merged.headers["ETag"]},
    )
    assert parted.status_code == 200, parted.content
    now = parted.json()
    assert now["records"] == before["records"]
    assert now["merges"][0]["undone_because"] == "Cousins"
    assert screener("GET", f"/people/{other}").json()["id"] == str(other)


def test_a_merge_said_again_or_the_other_way_round_is_refused_in_words(screener):
    kept, other = people.person(), people.person()
    body = {"other": str(other), "reason": WHY}
    headers = seen(screener, kept)
    assert screener("POST", f"/people/{kept}/merge", body, **headers).status_code == 200
    replayed = screener("POST", f"/people/{kept}/merge", body, **headers)
    assert replayed.status_code == 412
    assert replayed.headers["ETag"] == seen(screener, kept)["If-Match"]
    for one, two in ((kept, other), (other, kept)):
        again = screener(
            "POST", f"/people/{one}/merge", body | {"other": str(two)}, **seen(screener, one)
        )
        assert again.status_code == 409
        assert [refusal["code"] for refusal in again.json()["refusals"]] == ["already_one"]


def test_an_unmerge_with_nothing_to_undo_is_refused(screener):
    person = people.person()
    body = {"reason": "Cousins"}
    answer = screener("POST", f"/people/{person}/unmerge", body, **seen(screener, person))
    assert [refusal["code"] for refusal in answer.json()["refusals"]] == ["not_merged"]
    unknown = screener(
        "POST",
        f"/people/{person}/unmerge",
        body | {"merge": str(uuid4())},
        **seen(screener, person),
    )
    assert unknown.status_code == 404


@pytest.mark.parametrize("verb", ["merge", "unmerge", "not-the-same", "may-be-the-same"])
def test_a_change_states_the_version_it_saw(screener, verb):
    kept, other = people.person(), people.person()
    body = {"reason": WHY} | ({} if verb == "unmerge" else {"other": str(other)})
    where = f"/people/{kept}/{verb}"
    assert screener("POST", where, body).status_code == 428
    assert screener("POST", where, body, **{"If-Match": '"1"'}).status_code == 412
    assert screener("POST", where, body, **{"If-Match": "nonsense"}).status_code == 412


@pytest.mark.parametrize("verb", ["merge", "unmerge", "not-the-same", "may-be-the-same", ""])
def test_somebody_of_the_other_council_is_as_if_not_there(screener, verb):
    theirs = people.person(council="southmere")
    answers = []
    for person in (theirs, uuid4()):
        body = {"reason": WHY} | ({} if verb == "unmerge" else {"other": str(people.person())})
        method, where = (
            ("POST", f"/people/{person}/{verb}") if verb else ("GET", f"/people/{person}")
        )
        answer = screener(method, where, body if verb else None, **{"If-Match": '"1"'})
        answers.append({k: v for k, v in answer.json().items() if k != "request_id"})
        assert answer.status_code == 404
    assert answers[0] == answers[1]


def test_nor_can_they_be_named_as_the_other(screener):
    kept, theirs = people.person(), people.person(council="southmere")
    for verb in ("merge", "not-the-same", "may-be-the-same"):
        body = {"other": str(theirs), "reason": WHY}
        answer = screener("POST", f"/people/{kept}/{verb}", body, **seen(screener, kept))
        assert answer.status_code == 404


def test_a_twin_is_refused_with_every_reason_and_a_senior_may_go_beyond_who_has_checked(screener):
    kept = people.person(nhs_number="999 000 0018")
    twin = people.person(given_name="Grace", nhs_number="999 000 0026")
    body = {"other": str(twin), "reason": WHY}
    no = screener("POST", f"/people/{kept}/merge", body, **seen(screener, kept))
    assert no.status_code == 409
    codes = {refusal["code"]: refusal["overridable"] for refusal in no.json()["refusals"]}
    assert codes["looks_like_twin"] is True
    body["checked"] = True
    no = screener("POST", f"/people/{kept}/merge", body, **seen(screener, kept))
    assert no.status_code == 403
    senior = Caller(Role.SENIOR_PRACTITIONER)
    yes = senior("POST", f"/people/{kept}/merge", body, **seen(senior, kept))
    assert yes.status_code == 200
    assert yes.json()["merges"][0]["checked"] is True


def test_two_said_to_be_two_are_kept_apart_until_that_is_taken_back(screener):
    kept, other = people.person(), people.person()
    body = {"other": str(other), "reason": "Cousins"}
    said = screener("POST", f"/people/{kept}/not-the-same", body, **seen(screener, kept))
    assert said.json()["not_the_same"][0]["other"] == str(other)
    no = screener("POST", f"/people/{kept}/merge", body, **seen(screener, kept))
    assert [refusal["code"] for refusal in no.json()["refusals"]] == ["said_not_the_same"]
    back = screener("POST", f"/people/{kept}/may-be-the-same", body, **seen(screener, kept))
    assert back.json()["not_the_same"] == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SOCIAL_WORKER, Role.VIEWER])
def test_a_role_that_does_not_work_the_front_door_opens_nobody(role):
    person = people.person()
    assert Caller(role)("GET", f"/people/{person}").status_code == 403
    assert not AuditEntry.objects.filter(did="view person").exists()


def test_a_contact_is_answered_with_who_its_people_may_be_as_lintel_match_answers(screener, police):
    person = people.person(people.told(given_name="Thomas", family_name="Ashgrove", sex="M"))
    taken = police.hands_in().json()
    where = f"/contacts/{taken['id']}"
    child = str(ContactChild.objects.get().record_id)
    items = screener("GET", f"{where}/candidates").json()["items"]
    [found] = [item for item in items if item["query_id"] == child]
    assert set(found) == {"query_id", "band", "candidates", "milliseconds", "linked_to"}
    for one in found["candidates"]:
        total = one["prior_weight"] + sum(reason["weight"] for reason in one["reasons"])
        assert abs(total - one["weight"]) < 0.1
    headers = {"If-Match": screener("GET", where).headers["ETag"]}
    body = {"record": child, "person": str(person), "reason": "His teacher says so"}
    linked = screener("POST", f"{where}/link", body, **headers)
    assert linked.status_code == 200, linked.content
    assert linked.json()["items"][0]["linked_to"] == str(person)
    body = {"record": child, "reason": "A cousin"}
    assert screener("POST", f"{where}/unlink", body, **headers).status_code == 200
    body = {"record": child, "person": str(person)}
    said = screener("POST", f"{where}/not-the-same", body, **headers).json()
    assert said["items"][0]["candidates"] == []
    assert said["items"][0]["linked_to"] is None


def test_a_record_of_another_contact_is_not_linked_through_this_one(screener, police):
    first, second = police.hands_in("a").json(), police.hands_in("b").json()
    record = str(ContactChild.objects.get(contact=second["id"]).record_id)
    where = f"/contacts/{first['id']}"
    headers = {"If-Match": screener("GET", where).headers["ETag"]}
    assert screener("POST", f"{where}/link", {"record": record}, **headers).status_code == 404
    assert screener("POST", f"{where}/link", {"record": record}).status_code == 428
    stale = screener("POST", f"{where}/link", {"record": record}, **{"If-Match": '"99"'})
    assert stale.status_code in {404, 412}


def test_the_history_of_a_family_is_read_and_that_is_on_the_trail(screener, police):
    taken = police.hands_in().json()
    child = ContactChild.objects.get()
    where = f"/contacts/{taken['id']}"
    headers = {"If-Match": screener("GET", where).headers["ETag"]}
    linked = screener("POST", f"{where}/link", {"record": str(child.record_id)}, **headers).json()
    person = linked["items"][0]["linked_to"]
    said = screener("GET", f"/people/{person}/history")
    assert said.status_code == 200, said.content
    assert [event["reference"] for event in said.json()["events"]] == [taken["reference"]]
    assert person in {member["person_id"] for member in said.json()["members"]}
    assert AuditEntry.objects.filter(did="open history", object_id=person).count() == 1
    stranger = Caller(Role.MANAGER, council="southmere")
    assert stranger("GET", f"/people/{person}/history").status_code == 404


def test_the_family_of_whoever_they_likely_are_is_read_with_the_candidates_where_asked_for(
    screener, police
):
    taken = police.hands_in().json()
    child = ContactChild.objects.get()
    like = {"address_lines": tuple(child.address_lines), "postcode": child.postcode}
    like |= {name: getattr(child, name) for name in ("given_name", "family_name", "date_of_birth")}
    person = str(people.person(sex=child.sex, nhs_number=child.nhs_number, **like))
    where = f"/contacts/{taken['id']}"
    assert screener("GET", f"{where}/candidates").json()["histories"] == []
    assert not AuditEntry.objects.filter(did="open history").exists()
    said = screener("GET", f"{where}/candidates?history=true").json()
    assert said["items"][0]["candidates"][0]["person_id"] == person
    [family] = said["histories"]
    assert family == screener("GET", f"/people/{person}/history").json()
    assert [member["person_id"] for member in family["members"]] == [person]
    assert AuditEntry.objects.filter(did="open history", object_id=person).count() == 2
    assert AuditEntry.objects.filter(did="view contact", object_id=taken["id"]).count() == 2
    stranger = Caller(Role.MANAGER, council="southmere")
    assert stranger("GET", f"{where}/candidates?history=true").status_code == 404


def test_people_who_may_be_one_are_listed_until_somebody_says(screener):
    one, other = sorted([people.person(), people.person(given_name="Maisy")])
    jobs.find_duplicates(people.AT)
    said = screener("GET", "/people/duplicates").json()
    [pair] = said["items"]
    assert (pair["one"], pair["other"], said["next_cursor"]) == (str(one), str(other), None)
    total = pair["prior_weight"] + sum(reason["weight"] for reason in pair["reasons"])
    assert abs(total - pair["weight"]) < 0.1
    body = {"other": str(other), "reason": "Cousins"}
    screener("POST", f"/people/{one}/not-the-same", body, **seen(screener, one))
    assert screener("GET", "/people/duplicates").json()["items"] == []
    assert Caller(Role.ADMIN)("GET", "/people/duplicates").status_code == 403
    assert (
        Caller(Role.MANAGER, council="southmere")("GET", "/people/duplicates").json()["items"] == []
    )
