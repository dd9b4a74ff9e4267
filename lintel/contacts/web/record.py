"""One contact in full: what was told, who it is about, what has been done and what comes next."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lintel.access import queries as access
from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import is_masked, sees
from lintel.audit.words import entry_shown
from lintel.contacts import actions, queries
from lintel.contacts.family_timeline import FamilyAsked, supplied
from lintel.contacts.models import Contact
from lintel.contacts.panels import panels_for
from lintel.contacts.queries.beside import possible_duplicates
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.shown import Shown
from lintel.contacts.web.record_pages import (
    ContactPage,
    DuplicateShown,
    FamilyShown,
    KnownAs,
    TrailPage,
    duplicate_shown,
    next_action,
    other_actions,
)
from lintel.contacts.web.restricting import signal_page
from lintel.contacts.web.steps import banners
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.kernel.refusals import NotThere
from lintel.people import queries as people
from lintel.policy.in_force import policy_for

DRAFT_MOST = 60_000  # characters in all the fields of one draft
DRAFT_FORMS = ("look", "acknowledge", "rate", "hold", "release", "assign", "note", "close")
DRAFT_FORMS += ("reopen", "correct", "decide", "weigh", "handover", "end_place", "senior_read")
DRAFT_FORMS += ("restrict", "ask_agencies", "record_share", "convene_discussion")


KEPT = (
    "What was told is about somebody who works with children, and is with the designated officer. "
    "The manager who handed this over tells you what you need for the child."
)


@guarded(Permission.VIEW_CONTACT, object_type="contact", methods=("GET",))
@require_safe
def contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    try:
        opened = actions.open_contact(contact_id=contact_id, by=viewer, at=now)
    except NotThere:
        return signal_page(request, contact_id)
    view = queries.contact_view(viewer, opened)
    shown = Shown.of(view, at=now)
    family = None
    if viewer.may(Permission.OPEN_HISTORY) and shown.children is not None:
        facts = queries.family_facts(opened, by=viewer)
        family = FamilyShown.of(facts, viewer=viewer, contact_id=opened.id)
    owned = view.facts.owner_account == viewer.account_id
    page = ContactPage(
        shown=shown,
        next_action=next_action(viewer, view),
        others=other_actions(viewer, view),
        banners=banners(request, viewer, opened.id, at=now),
        known=_known(viewer, shown, family),
        family=family,
        duplicates=_duplicates(viewer, opened),
        happened=_happened(viewer, shown, at=now),
        panels=panels_for(viewer, opened, at=now),
        may_link=viewer.may(Permission.LINK_PERSON) and shown.is_open,
        may_take=viewer.may(Permission.ASSIGN) and shown.is_open and not owned,
        take_as=str(viewer.account_id),
        may_set_aside=viewer.may(Permission.DISMISS_INDICATOR) and shown.is_open,
        may_read_senior=viewer.may(Permission.SENIOR_READ) and view.facts.awaits_senior_read,
        submitted_agency=view.submitted_agency,
        masked=_masked(viewer, opened.id),
        kept=KEPT if sees(viewer, Zone.CONCERN) and shown.concern is None else "",
    )
    return render(request, "contacts/contact.html", {"page": page})


def _masked(viewer: Viewer, contact_id: UUID) -> str:
    if not viewer.may(Permission.OPEN_MASKED) or not is_masked(viewer, Zone.IDENTITY):
        return ""
    return reverse("open_masked", args=[contact_id, Zone.IDENTITY.lower()])


def _happened(viewer: Viewer, shown: Shown, *, at: datetime) -> list[TimelineEntry]:
    """What was done to it here and by the contexts above, the newest first.

    What is still to do is no happening; what was done for several children at once is one.
    """
    if shown.concern is None:
        return []
    about = FamilyAsked(frozenset(), {shown.id: frozenset()})
    above = [
        TimelineEntry(
            when=when_in_words(event.at),
            by="",
            title=event.title,
            # What an agency said stands in its own panel, under its own mark.
            text=event.note or ("" if event.source else event.detail),
            at=event.at,
        )
        for event in supplied(viewer, about, at=at)
        if event.at is not None and not event.is_open
    ]
    once = dict.fromkeys([*shown.concern.timeline, *above])
    return sorted(once, key=lambda entry: entry.at, reverse=True)


def _known(viewer: Viewer, shown: Shown, family: FamilyShown | None) -> dict[UUID, KnownAs]:
    """Who each person told of is known to be, by record."""
    told = [*(shown.children or ()), *(shown.adults or ())]
    cards = people.person_summaries(viewer, {p.person_id for p in told if p.person_id})
    known = {}
    for person in told:
        card = cards.get(person.person_id) if person.person_id else None
        if card is not None:
            born = f", born {day_in_words(card.born_on)}" if card.born_on else ""
            name = card.name or "Name not known"
            known[person.record_id] = KnownAs("known", f"{name}{born} (number {card.number})")
        elif family is not None and person.record_id in family.unsure:
            known[person.record_id] = KnownAs("unsure", "Looks like somebody we know")
        else:
            known[person.record_id] = KnownAs("unknown", "Nobody has said who this is")
    return known


def _duplicates(viewer: Viewer, contact: Contact) -> list[DuplicateShown]:
    sources = policy_for(contact.council).sources
    return [
        duplicate_shown(
            each,
            received=when_in_words(each.received_at),
            source=sources[each.source].title if each.source in sources else each.source,
        )
        for each in possible_duplicates(viewer, contact)
    ]


@guarded(Permission.VIEW_AUDIT, object_type="contact", methods=("GET",))
@require_safe
def trail(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    entries = actions.open_trail(contact_id=contact_id, by=viewer, at=now)
    opened = queries.the_contact(viewer, contact_id)
    names = access.names_of({entry.by for entry in entries})
    page = TrailPage(
        shown=Shown.of(queries.contact_view(viewer, opened), at=now),
        lines=[entry_shown(entry, names.get(entry.by, "")) for entry in reversed(entries)],
    )
    return render(request, "contacts/trail.html", {"page": page})


@guarded(Permission.VIEW_BOARD, object_type="draft", methods=("POST",))
@require_POST
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what is being typed. Says when, for the line beneath the form."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    sent = {
        name: request.POST.getlist(name) if len(request.POST.getlist(name)) > 1 else value
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken"
    }
    if not _is_draft(form) or sum(len(str(each)) for each in sent.values()) > DRAFT_MOST:
        return HttpResponseBadRequest()
    actions.save_draft(form=form, fields=sent, by=viewer, at=now)
    return JsonResponse({"saved_at": when_in_words(now)})


def _is_draft(form: str) -> bool:
    """A draft is of the call page, or of a step of one contact; nothing else is kept."""
    name, _, contact_id = form.partition(":")
    if not contact_id:
        return name == "call"
    try:
        UUID(contact_id)
    except ValueError:
        return False
    return name in DRAFT_FORMS
