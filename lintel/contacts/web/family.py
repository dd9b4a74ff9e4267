"""A household and its history on one page: opened from a contact, or from somebody known."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.queries.household import FamilyHistory
from lintel.contacts.queries.shown import Shown
from lintel.contacts.web.family_drawing import tree_shown
from lintel.contacts.web.family_pages import (
    Asked,
    FamilyPage,
    event_shown,
    filters,
    member_shown,
    tiles,
)
from lintel.contacts.web.family_words import short_names
from lintel.contacts.web.record_pages import address
from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.people.rules.relationships import BIRTH_PARENTS, KINDS
from lintel.policy.in_force import policy_for


@guarded(Permission.OPEN_HISTORY, object_type="contact", methods=("GET",))
@require_safe
def history(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Reading the family's history is an act of its own: a decision rests on it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = actions.open_history(contact_id=contact_id, by=viewer, at=now)
    opened = queries.the_contact(viewer, contact_id)
    shown = Shown.of(queries.contact_in_brief(viewer, opened), at=now)
    page = _page(
        request,
        found,
        shown=shown,
        heading="Family history",
        here="In this contact",
        address_of=address("history", contact_id),
        at=now,
    )
    return render(request, "contacts/family.html", {"page": page})


@guarded(Permission.OPEN_HISTORY, object_type="person", methods=("GET",))
@require_safe
def family(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The same page for somebody who may be in no open contact."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = actions.open_family(person_id=person_id, by=viewer, at=now)
    name = next((member.name for member in found.members if member.is_asked), "")
    page = _page(
        request,
        found,
        shown=None,
        heading=f"Family of {name or 'somebody known'}",
        here="Opened from here",
        address_of=address("family", person_id),
        at=now,
    )
    return render(request, "contacts/family.html", {"page": page})


def _page(
    request: HttpRequest,
    found: FamilyHistory,
    *,
    shown: Shown | None,
    heading: str,
    here: str,
    address_of: str,
    at: datetime,
) -> FamilyPage:
    viewer = request.viewer  # type: ignore[attr-defined]
    asked = Asked.of(request.GET, found)
    names = {member.who: member.name or "name not shown" for member in found.members}
    short = short_names(found.members)
    today = london_day(at)
    wanted = [event for event in found.events if asked.wants(event, today=today)]
    loose = [member for member in found.members if member.is_asked and member.person_id is None]
    elsewhere = frozenset(member.who for member in found.members if member.beside)
    may_link = viewer.may(Permission.LINK_PERSON)
    return FamilyPage(
        shown=shown,
        heading=heading,
        back_href=address("contact", shown.id) if shown else address("search"),
        back_words=f"Back to {shown.reference}" if shown else "Search",
        tiles=tiles(found, address_of),
        plans_now=[
            f"{title}, since {day_in_words(since)}" for title, since in found.summary.plans_now
        ],
        came_back=[event.note for event in found.events if "came_back" in event.kinds],
        not_linked=list(dict.fromkeys(names[member.who] for member in loose)),
        not_told=_not_told(found, names),
        people_href=address("people", shown.id) if shown and may_link else "",
        decide_href=_decide(viewer, shown),
        tree=tree_shown(found, here=here),
        members=[
            member_shown(
                member,
                short,
                here=here,
                contact_id=shown.id if shown else None,
                may_link=may_link,
                beside=[one for one in found.members if one.beside == member.who],
                elsewhere=elsewhere,
            )
            for member in found.members
            if member.beside is None
        ],
        events=[event_shown(event, short) for event in wanted],
        all_events=len(found.events),
        filters=filters(found, asked),
        is_narrow=asked.is_narrow,
        whole_href=f"{address_of}#line",
        printed_by=viewer.name,
        printed_at=when_in_words(at),
        council=policy_for(viewer.council).council_title,
    )


def _not_told(found: FamilyHistory, names: dict[UUID, str]) -> list[str]:
    """Which parents of the children asked about nobody has told of: the gap is said aloud."""
    missing: dict[str, list[str]] = {}
    for member in found.members:
        if not (member.is_asked and member.is_child):
            continue
        told = [
            relation.kind
            for relation in member.relations
            if relation.kind in BIRTH_PARENTS and relation.words == KINDS[relation.kind].inverse
        ]
        told += [word for word, _, _ in member.named_parents]
        for parent in ("mother", "father"):
            if parent not in told and len(set(told)) < 2 and "parent" not in told:
                missing.setdefault(parent, []).append(names[member.who])
    return [
        f"Nobody has told who the {parent} of {', '.join(children)} is"
        for parent, children in missing.items()
    ]


def _decide(viewer: Viewer, shown: Shown | None) -> str:
    if shown is None or not shown.is_open or shown.next_step not in {"Decide", "Decide again"}:
        return ""
    return address("decide", shown.id) if viewer.may(Permission.DECIDE) else ""
