"""One child seen through by six people whose systems speak to the API, and by nothing else.

The same way as tests/test_six_people_in_a_browser.py; once more with the worker killed twice
while it sends, on a real database with real processes.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import SENT, Caller
from lintel.notices.models import Notice
from lintel.notices.tests.test_killing import a_worker, files_in, sent, until
from lintel.protection.tests.given import partnership

SCHOOL = "z.okonkwo@millbank.example"


class Person:
    """Somebody with a token, whose every call must be answered as it should be."""

    def __init__(self, role: Role, **differences: Any) -> None:
        self.call = Caller(role, **differences)

    def get(self, path: str) -> dict:
        answer = self.call("GET", path)
        assert answer.status_code == 200, (path, answer.content)
        return answer.json()

    def post(self, path: str, body: dict, status: int = 200, **headers: str) -> dict:
        answer = self.call("POST", path, body, **headers)
        assert answer.status_code == status, (path, answer.status_code, answer.content)
        return answer.json() if answer.content else {}


def a_partner(agency: str) -> Person:
    return Person(Role.PARTNER, agency=agency, employed_by_council=False, registered_until=None)


def ahead(**by: float) -> str:
    return (timezone.now() + timedelta(**by)).isoformat()


def seen_through() -> str:
    """From the school's worry to the team that has the child; the reference."""
    partnership()
    school = Person(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    manager = Person(Role.MANAGER)
    team = Person(Role.SOCIAL_WORKER, teams=["protection"])
    police, health, education, housing = map(a_partner, ("police", "infirmary", "elm", "homes"))

    told = SENT | {
        "referrer": SENT["referrer"] | {"email": SCHOOL},
        "concern": "Tomas came to school with a burn on his arm. He said “Dad did it”.",
        "categories": ["physical_abuse"],
    }
    contact = school.post("/contacts", told, 201, **{"Idempotency-Key": uuid4().hex})
    here = f"/contacts/{contact['id']}"

    manager.post(f"{here}/look", {"immediate": False}, **{"If-Match": '"1"'})
    rating = {"rating": "red", "reason": "A burn, and he says who did it"}
    manager.post(f"{here}/rate", rating, **{"If-Match": '"2"'})

    asked = {"agencies": ["police", "infirmary", "elm", "homes"], "question": "What is known?"}
    manager.post(f"{here}/requests", asked, 201)
    answers(police, "A warrant is to be served there on Friday.", "H2")
    answers(education, "Eleven days away since Easter.", "H1")
    [nothing] = housing.get("/requests")["items"]
    housing.post(f"/requests/{nothing['id']}/answers", {"kind": "nil"}, 201)

    [silent] = [one for one in manager.get(f"{here}/requests")["items"] if one["state"] == "open"]
    assert silent["agency"] == "infirmary"
    chased = {"how": "telephone", "to": "The duty desk"}
    manager.post(f"/requests/{silent['id']}/chase", chased, 204)
    answers(health, "Seen with a burn in January; two accounts of it.", "H1")

    where = discussed(manager, police, team, here)
    paediatrician_heard(manager, here)

    analysis = {"daily_life": "He gets himself up and to school", "disputed": "Two accounts"}
    manager.post(f"{here}/weighings", analysis, 201)
    version = f'"{manager.get(here)["version"]}"'
    decision = {
        "outcome": "strategy_discussion",
        "rationale": "Decided by the discussion",
        "destination": "protection",
    }
    manager.post(f"{here}/decisions", decision, 201, **{"If-Match": version})
    version = f'"{team.get(here)["version"]}"'
    taken = team.post(f"{here}/handover", {"answer": "accept"}, **{"If-Match": version})
    assert taken["queue"] == "closed"
    assert police.get(where)["outcome"]["section47"] == "joint"
    return contact["reference"]


def answers(partner: Person, text: str, handling: str) -> None:
    """The one request of theirs that is open."""
    [request] = [one for one in partner.get("/requests")["items"] if one["state"] == "open"]
    said = {
        "kind": "answered",
        "known": "yes",
        "items": [{"part": "concerns", "text": text, "handling": handling}],
    }
    partner.post(f"/requests/{request['id']}/answers", said, 201)


def discussed(manager: Person, police: Person, team: Person, here: str) -> str:
    """Convened, not quorate until the police are there, and section 47 decided; its address."""
    call = {
        "because": "A burn, an earlier one, and two accounts of it",
        "planned_for": ahead(hours=1),
        "how": "video",
        "chair": "The manager",
        "invite": [
            {"part": "social_worker", "team": "protection"},
            {"part": "health", "agency": "infirmary"},
            {"part": "police", "agency": "police"},
        ],
    }
    made = manager.post(f"{here}/discussions", call, 201)
    where = f"/discussions/{made['id']}"
    asked = {one["part"]: one["id"] for one in made["invitations"]}
    coming = {"says": "attending"}
    police.post(f"{where}/invitations/{asked['police']}/answer", coming)

    def came(part: str, **more: str) -> dict:
        one = {"name": part, "invitation": asked[part], "arrived_at": ahead(seconds=-1), **more}
        return manager.post(f"{where}/attendance", {"arrivals": [one]})["quorum"]

    came("social_worker", account=str(team.call.account.id))
    assert came("health")["missing"] == ["police"]
    assert came("police")["quorate"]

    [child] = manager.get(f"{here}/steps")["items"]
    outcome = {
        "how": "held",
        "section47": "joint",
        "section47_because": "Two burns, two accounts of them",
        "seeing": [{"child": child["child"], "who": "Both together", "by": ahead(hours=3)}],
        "siblings": "None in the home",
        "parents_not_told_because": "Not before he has been seen",
        "criminal": True,
        "medical": "needed",
        "actions": [
            {
                "what": "Look for earlier calls",
                "owner": "The officer",
                "agency": "police",
                "due": ahead(days=1),
            }
        ],
    }
    manager.post(f"{where}/outcome", outcome)
    return where


def paediatrician_heard(manager: Person, here: str) -> None:
    open_steps = manager.get(f"{here}/steps")["items"]
    [opinion] = [one for one in open_steps if one["kind"] == "paediatric"]
    seen = {
        "happened_at": ahead(seconds=-1),
        "who": "Dr Imogen Farrow, consultant",
        "place": "Northbeck Infirmary",
        "paediatrician": True,
        "consent": "parent",
        "words": "A burn, not in keeping with what was said of it",
    }
    assert manager.post(f"/steps/{opinion['id']}/done", seen)["state"] == "done"


def told_to_the_school(reference: str) -> list[str]:
    told = Notice.objects.filter(about=reference, to=SCHOOL).order_by("queued_at")
    return [one.kind for one in told]


@pytest.mark.django_db
def test_a_burnt_child_is_seen_through_by_api_alone():
    reference = seen_through()
    assert told_to_the_school(reference) == ["receipt_to_referrer", "outcome_to_referrer"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_twice_tells_the_school_once_each(tmp_path):
    reference = seen_through()
    due = Notice.objects.filter(channel="email", state="queued").count()
    with a_worker(tmp_path, lease=1, takes=0.05, kills=2):
        assert until(lambda: Notice.objects.filter(state="sent").count() == due), sent()
    assert told_to_the_school(reference) == ["receipt_to_referrer", "outcome_to_referrer"]
    assert len(files_in(tmp_path)) == due
