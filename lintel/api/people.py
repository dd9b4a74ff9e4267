"""People: open one, make two one and two again, and who a contact's people may be."""

from time import perf_counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.api.answers import with_version
from lintel.api.asking import stated_version, version_seen
from lintel.api.operations import operations
from lintel.api.people_shapes import (
    CandidateOut,
    HistoryOut,
    LinkIn,
    MatchesOut,
    MatchOut,
    MayBeIn,
    MergeIn,
    NotSameIn,
    OtherIn,
    PairsOut,
    PersonOut,
    UnlinkIn,
    UnmergeIn,
    history_out,
    pair_out,
    person_out,
)
from lintel.contacts import actions as contact_actions, queries as contacts
from lintel.kernel.refusals import NotThere, Stale
from lintel.people import actions, duplicates, queries as people
from lintel.people.candidate_shape import best_band, candidate_plain
from lintel.people.person_file import known_as, person_file
from lintel.people.rules.likeness import Band, Relation

router = Router(tags=["people"])
on_person, on_contact = operations(router, "person"), operations(router, "contact")
PERSON, CONTACT = "/people/{uuid:person_id}", "/contacts/{uuid:contact_id}"


@on_person("GET", "/people/duplicates", PairsOut, "People who may be one", Permission.LINK_PERSON)
def possible_duplicates(
    request: HttpRequest,
    cursor: str = Query("", max_length=40, pattern="^([0-9]-[0-9a-f]{32})?$"),
    left: bool = Query(False),
) -> Any:
    """Those that wait, surest first; pairs of one household stand together. `left`: those that
    somebody left for later."""
    viewer = _viewer(request)
    viewer.must(Permission.LINK_PERSON)
    found = duplicates.waiting(viewer, left=left, after=cursor)
    return PairsOut(
        items=[pair_out(pair) for home in found.households for pair in home],
        next_cursor=found.after or None,
    )


@on_person("GET", PERSON, PersonOut, "One person", Permission.VIEW_PERSON)
def person(request: HttpRequest, response: HttpResponse, person_id: UUID) -> Any:
    """What is known of somebody, and who said so. Reading leaves a trace in the trail. Somebody
    merged into another is answered with that other."""
    viewer = _viewer(request)
    known_as(viewer, person_id)
    actions.open_person(person_id, by=viewer, at=timezone.now())
    return _as_it_is_now(viewer, response, person_id)


@on_person(
    "GET", f"{PERSON}/history", HistoryOut, "A family and its history", Permission.OPEN_HISTORY
)
def person_history(request: HttpRequest, person_id: UUID) -> Any:
    """Who is in the family, and everything that happened to them, latest first. Reading it is
    recorded, and counts as reading the history of open contacts about them."""
    viewer = _viewer(request)
    found = contact_actions.open_family(person_id=person_id, by=viewer, at=timezone.now())
    return history_out(next(iter(found.asked), person_id), found)


@on_person("POST", f"{PERSON}/merge", PersonOut, "Merge", Permission.MERGE_PEOPLE)
def merge(request: HttpRequest, response: HttpResponse, person_id: UUID, sent: MergeIn) -> Any:
    """Say that `other` is this person, who is kept. Nothing is lost: see unmerge. Refusals:
    already_one, said_not_the_same; looks_like_twin, looks_like_newborn, looks_like_sibling,
    looks_like_parent, different_first_name, different_birthday, different_nhs_number,
    different_upn, different_council_number, different_sex, child_and_adult, beyond which a senior
    may go who has checked."""
    viewer, version = _person_seen(request, person_id, Permission.MERGE_PEOPLE)
    actions.merge_people(
        person_id,
        sent.other,
        sent.reason,
        by=viewer,
        at=timezone.now(),
        version=version,
        checked=sent.checked,
    )
    return _as_it_is_now(viewer, response, person_id)


@on_person("POST", f"{PERSON}/unmerge", PersonOut, "Unmerge", Permission.MERGE_PEOPLE)
def unmerge(request: HttpRequest, response: HttpResponse, person_id: UUID, sent: UnmergeIn) -> Any:
    """Every link goes back where it was; what was linked since stays here. Refusals: not_merged."""
    viewer, version = _person_seen(request, person_id, Permission.MERGE_PEOPLE)
    actions.unmerge_people(
        person_id, sent.reason, by=viewer, at=timezone.now(), merge_id=sent.merge, version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@on_person(
    "POST", f"{PERSON}/not-the-same", PersonOut, "Say that two are two", Permission.LINK_PERSON
)
def not_the_same(
    request: HttpRequest, response: HttpResponse, person_id: UUID, sent: OtherIn
) -> Any:
    """They are not offered as one again. Refusals: already_one."""
    viewer, version = _person_seen(request, person_id, Permission.LINK_PERSON)
    actions.say_two_people(
        person_id, sent.other, by=viewer, at=timezone.now(), because=sent.reason, version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@on_person(
    "POST",
    f"{PERSON}/may-be-the-same",
    PersonOut,
    "Take back that two are two",
    Permission.LINK_PERSON,
)
def may_be_the_same(
    request: HttpRequest, response: HttpResponse, person_id: UUID, sent: OtherIn
) -> Any:
    """Refusals: not_said."""
    viewer, version = _person_seen(request, person_id, Permission.LINK_PERSON)
    actions.take_back_two_people(
        person_id, sent.other, sent.reason, by=viewer, at=timezone.now(), version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@on_contact(
    "GET", f"{CONTACT}/candidates", MatchesOut, "Who its people may be", Permission.LINK_PERSON
)
def candidates(request: HttpRequest, contact_id: UUID, history: bool = Query(False)) -> Any:
    """For each child and adult told of, as `lintel match` answers. Nobody is linked by it; it
    leaves a trace in the trail. `history`: also the family and history of whoever they are linked
    to or likely are, each family once, as `GET /people/{id}/history` answers and records it; for
    the roles that may read it."""
    viewer, at = _viewer(request), timezone.now()
    viewer.must(Permission.LINK_PERSON)
    if not history:
        contact_actions.open_contact(contact_id=contact_id, by=viewer, at=at)
        return _matches(viewer, contact_id)
    contacts.the_contact(viewer, contact_id)  # a contact that is not there comes before a role
    viewer.must(Permission.OPEN_HISTORY)
    found = _matches(viewer, contact_id)
    opened = contact_actions.open_with_families(
        contact_id=contact_id, person_ids=_likely(found), by=viewer, at=at
    )
    found.histories = [history_out(kept, family) for kept, family in opened.items()]
    return found


@on_contact("POST", f"{CONTACT}/link", MatchesOut, "Say who somebody is", Permission.LINK_PERSON)
def link(request: HttpRequest, contact_id: UUID, sent: LinkIn) -> Any:
    """Refusals: linked_already."""
    viewer = _named_in(request, contact_id, sent.record)
    said = [sent.reason.strip()] if sent.reason.strip() else []
    actions.link(sent.record, sent.person, said, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


@on_contact("POST", f"{CONTACT}/unlink", MatchesOut, "Undo a link", Permission.LINK_PERSON)
def unlink(request: HttpRequest, contact_id: UUID, sent: UnlinkIn) -> Any:
    """What it brought to the history goes with it. Refusals: not_linked."""
    viewer = _named_in(request, contact_id, sent.record)
    actions.unlink(sent.record, sent.reason, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


@on_contact(
    "POST", f"{CONTACT}/not-the-same", MatchesOut, "Say who somebody is not", Permission.LINK_PERSON
)
def not_them(request: HttpRequest, contact_id: UUID, sent: NotSameIn) -> Any:
    """They are not offered for it again. Refusals: linked_already."""
    viewer = _named_in(request, contact_id, sent.record)
    at = timezone.now()
    actions.say_not_the_same(sent.record, sent.person, by=viewer, at=at, because=sent.reason)
    return _matches(viewer, contact_id)


@on_contact(
    "POST",
    f"{CONTACT}/may-be-the-same",
    MatchesOut,
    "Take back who somebody is not",
    Permission.LINK_PERSON,
)
def may_be_them(request: HttpRequest, contact_id: UUID, sent: MayBeIn) -> Any:
    """They may be offered for it again. Refusals: not_said."""
    viewer = _named_in(request, contact_id, sent.record)
    actions.take_back_not_the_same(sent.record, sent.person, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def _person_seen(
    request: HttpRequest, person_id: UUID, permission: Permission
) -> tuple[Viewer, int]:
    """As `version_seen`, of a person."""
    viewer = _viewer(request)
    known_as(viewer, person_id)
    viewer.must(permission)
    return viewer, stated_version(request, lambda: person_file(viewer, person_id).version)


def _named_in(request: HttpRequest, contact_id: UUID, record_id: UUID) -> Viewer:
    """Whoever asks, up to date, about somebody this contact names.

    Errors: as `version_seen`; Stale; NotThere when the record is not of this contact.
    """
    viewer, version = version_seen(request, contact_id, Permission.LINK_PERSON)
    contact = contacts.the_contact(viewer, contact_id)
    if record_id not in {told.record_id for told in contacts.told_in(contact, by=viewer)}:
        raise NotThere("record")
    if contact.version != version:
        raise Stale(contact.version)
    return viewer


def _matches(viewer: Viewer, contact_id: UUID) -> MatchesOut:
    contact = contacts.the_contact(viewer, contact_id)
    viewer.must(Permission.LINK_PERSON)
    items = []
    for told in contacts.told_in(contact, by=viewer):
        began = perf_counter()
        found = people.candidates(viewer, told.record_id)
        items.append(
            MatchOut(
                query_id=told.record_id,
                band=best_band(found),
                candidates=[CandidateOut(**candidate_plain(one)) for one in found],
                milliseconds=round((perf_counter() - began) * 1000, 3),
                linked_to=told.person_id,
            )
        )
    return MatchesOut(items=items, next_cursor=None)


def _likely(found: MatchesOut) -> list[UUID]:
    """Whom each is linked to; who is likely to be them, where nobody has said."""
    best = [(one.linked_to, one.candidates[0] if one.candidates else None) for one in found.items]
    return [
        linked or first.person_id
        for linked, first in best
        if linked or (first and first.relation == Relation.SAME and first.band in _LIKELY)
    ]


_LIKELY = frozenset({Band.CERTAIN, Band.LIKELY})


def _as_it_is_now(viewer: Viewer, response: HttpResponse, person_id: UUID) -> PersonOut:
    found = person_file(viewer, person_id)
    with_version(response, found.version)
    return person_out(viewer, found, access.names_of(found.accounts()))
