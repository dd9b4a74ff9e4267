"""Who is given a file beyond the front door, and which copy of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from lintel.access.viewers import Role, Viewer
from lintel.audit import trail
from lintel.contacts.actions import mark_allegation
from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.given import NOON
from lintel.files import actions, queries, scanner
from lintel.files.actions import Given
from lintel.files.content import chamber, looking
from lintel.files.rules.reading import Belongs, FileFacts, Kept, Near, why_kept
from lintel.files.shown import file_shown
from lintel.files.taking import Sent
from lintel.files.tests import given
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.protection.rules.convening import Invitee
from lintel.protection.rules.quorum import Part
from lintel.protection.tests import given as protection
from lintel.screening.tests.given_asked import agency, asked
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _ordinary(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(chamber, "look", looking.look)
    monkeypatch.setattr(chamber, "cleaned", looking.cleaned)
    verdict = scanner.Verdict("", "a scanner")
    monkeypatch.setattr(scanner, "check", lambda content, *, within: verdict)


def attached(
    contact_id: UUID,
    by: Viewer,
    mark: Mark = Mark.OPEN,
    *,
    content: bytes | None = None,
    name: str = "arm.jpg",
    belongs: Belongs = Belongs.CONTACT,
    **more,
) -> UUID:
    content = given.a_jpeg(where=True) if content is None else content
    [file_id] = actions.attach_files(
        belongs=belongs,
        belongs_id=contact_id,
        sent=[Sent(name, content, len(content))],
        given=Given(mark, **more),
        by=by,
        at=NOON,
    )
    return file_id


def listed(viewer: Viewer, contact_id: UUID) -> set[UUID]:
    return {one.id for one in queries.files_of(viewer, contact_id, at=LATER)}


# --- Allegations and discussions ------------------------------------------------------------------


@pytest.mark.parametrize("alleged", [False, True])
def test_a_team_that_is_handed_an_allegation_is_given_nothing_of_what_came_with_it(alleged):
    contacts.teams()
    manager, contact = contacts.a_manager(), contacts.decided("assessment")
    mark_allegation(contact_id=contact.id, is_one=alleged, by=manager, at=NOON)
    team = contacts.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    file_id = attached(contact.id, manager, onward_leave=True)
    own = attached(contact.id, team)

    assert listed(team, contact.id) == ({own} if alleged else {file_id, own})
    assert listed(manager, contact.id) == {file_id, own}
    if alleged:
        with pytest.raises(NotThere):
            actions.open_file(file_id=file_id, by=team, at=LATER)


def test_whoever_hears_of_allegations_reads_at_a_discussion_only_what_they_bring():
    protection.partnership()
    manager, police = contacts.a_manager(), protection.a_partner("police")
    officer = contacts.a_viewer(Role.LADO, teams=["protection"])
    contact_id, discussion = protection.convened(
        manager,
        invite=(
            Invitee(Part.SOCIAL_WORKER, team="protection"),
            Invitee(Part.HEALTH, agency="infirmary"),
            Invitee(Part.POLICE, agency="police"),
        ),
    )
    brought = {"belongs": Belongs.DISCUSSION}
    theirs = [attached(discussion, police, mark, **brought) for mark in list(Mark)[:3]]
    own = attached(discussion, officer, **brought)

    assert listed(officer, contact_id) == {own}
    for file_id in theirs:
        with pytest.raises(NotThere):
            actions.open_file(file_id=file_id, by=officer, at=LATER)


def test_whoever_hears_of_allegations_is_given_what_came_with_one():
    manager = contacts.a_manager()
    officer = contacts.a_viewer(Role.LADO)
    contact = contacts.received(categories=("works_with_children",))
    for mark in list(Mark)[:3]:
        file_id = attached(contact.id, manager, mark)
        assert actions.open_file(file_id=file_id, by=officer, at=LATER).content


# --- Which copy -----------------------------------------------------------------------------------


def test_outside_the_hub_what_has_no_copy_is_not_given_and_no_link_offers_it():
    contacts.teams()
    manager, contact = contacts.a_manager(), contacts.decided("assessment")
    team = contacts.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    mail = attached(contact.id, manager, content=given.an_email(), name="a.eml")

    with pytest.raises(Refused) as refused:
        actions.open_file(file_id=mail, by=team, at=LATER)
    assert [one.code for one in refused.value.refusals] == ["file_no_copy"]
    assert actions.open_file(file_id=mail, by=manager, at=LATER).content
    [theirs] = [file_shown(one) for one in queries.files_of(team, contact.id, at=LATER)]
    assert (theirs.href, theirs.standing) == ("", "No copy for sharing can be made")
    [hubs] = [file_shown(one) for one in queries.files_of(manager, contact.id, at=LATER)]
    assert (bool(hubs.href), hubs.copy_href, hubs.standing) == (True, "", "")


def test_a_team_of_the_council_is_given_the_copy_of_what_the_hub_gave():
    contacts.teams()
    manager, contact = contacts.a_manager(), contacts.decided("assessment")
    team = contacts.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    of_the_hub, own = attached(contact.id, manager), attached(contact.id, team)

    given_out = actions.open_file(file_id=of_the_hub, by=team, at=LATER).content
    assert given.AUTHOR.encode() not in given_out
    assert trail.entries_about("file", str(of_the_hub))[-1].why.endswith("copy")
    for file_id, viewer in ((own, team), (of_the_hub, manager)):
        came = actions.open_file(file_id=file_id, by=viewer, at=LATER).content
        assert given.AUTHOR.encode() in came


def test_a_copy_is_made_before_a_transaction_and_who_may_read_is_asked_again_in_it(monkeypatch):
    manager, contact = contacts.a_manager(), contacts.received()
    screener = contacts.a_screener()
    file_id = attached(contact.id, manager)
    held = len(connection.savepoint_ids)
    seen = []

    def sealed_meanwhile(content, kind):
        seen.append(len(connection.savepoint_ids) - held)
        sealed = Given(Mark.SEALED, (uuid4(),))
        actions.mark_file(file_id=file_id, given=sealed, by=manager, at=LATER)
        return looking.cleaned(content, kind)

    monkeypatch.setattr(chamber, "cleaned", sealed_meanwhile)
    with pytest.raises(NotThere):
        actions.open_file(file_id=file_id, for_sharing=True, by=screener, at=LATER)
    assert seen == [0]
    assert "open file" not in [one.did for one in trail.entries_about("file", str(file_id))]


# --- Sealed ---------------------------------------------------------------------------------------


def test_whoever_seals_what_a_colleague_gave_reads_it_still():
    giver, other = contacts.a_manager(), contacts.a_manager()
    third, contact = contacts.a_manager(), contacts.received()
    file_id = attached(contact.id, giver)

    marked = actions.mark_file(
        file_id=file_id, given=Given(Mark.SEALED, (third.account_id,)), by=other, at=LATER
    )

    assert marked.mark is Mark.SEALED
    for viewer in (giver, other, third):
        assert actions.open_file(file_id=file_id, by=viewer, at=LATER).content
    assert listed(contacts.a_manager(), contact.id) == set()


def test_nobody_seals_a_file_for_nobody():
    manager, contact = contacts.a_manager(), contacts.received()
    file_id, sealed = attached(contact.id, manager), Given(Mark.SEALED)
    with pytest.raises(Invalid) as no:
        actions.mark_file(file_id=file_id, given=sealed, by=manager, at=LATER)
    assert [each.field for each in no.value.refusals] == ["named"]
    with pytest.raises(Invalid) as no:
        attached(contact.id, manager, Mark.SEALED)
    assert [each.field for each in no.value.refusals] == ["named"]


def test_whoever_marks_a_file_out_of_their_own_sight_has_marked_it():
    contacts.teams()
    contact = contacts.decided("assessment")
    giver, other = (contacts.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"]) for _ in range(2))
    file_id = attached(contact.id, giver)
    marked = actions.mark_file(file_id=file_id, given=Given(Mark.HUB_ONLY), by=other, at=LATER)
    assert (marked.mark, marked.may_mark) == (Mark.HUB_ONLY, False)
    assert listed(other, contact.id) == set()


@pytest.mark.parametrize(("mark", "told"), [(Mark.OPEN, "role:manager"), (Mark.SEALED, "")])
def test_of_a_virus_in_what_is_sealed_only_who_gave_it_is_told(mark, told, monkeypatch):
    police = contacts.a_viewer(Role.PARTNER, **agency())
    contact = contacts.received()
    [request_id] = asked(contact, "police")
    verdict = scanner.Verdict("Eicar", "a scanner")
    monkeypatch.setattr(scanner, "check", lambda content, *, within: verdict)

    named = (uuid4(),) if mark is Mark.SEALED else ()
    attached(request_id, police, mark, belongs=Belongs.REQUEST, named=named)

    [notice] = Notice.objects.filter(kind="file_held")
    assert notice.to == (told or str(police.account_id))
    assert ("you sealed" in notice.body) == (mark is Mark.SEALED)


def test_why_a_file_cannot_be_opened_is_said_as_it_is():
    facts = FileFacts("police", Belongs.REQUEST, Mark.OPEN, uuid4(), LATER)
    blind = Near(uuid4(), "NB-2345-67", "northbeck", blind_from=NOON)
    manager, screener = contacts.a_manager(), contacts.a_screener()
    decides = replace(facts, mark=Mark.DECISION_MAKER)
    for file, viewer, near, why in (
        (facts, screener, blind, Kept.UNTIL_ALL_ANSWER),
        (decides, manager, blind, Kept.UNTIL_ALL_ANSWER),
        (decides, screener, blind, Kept.FOR_DECIDING),
        (facts, screener, replace(blind, blind_from=None), Kept.FROM_THEM),
    ):
        assert why_kept(file, viewer, near) is why
