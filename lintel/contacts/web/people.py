"""Who is this? Saying who the people a contact names are known to be, and taking it back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access import queries as access
from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact
from lintel.contacts.queries.shown import PersonShown, Shown
from lintel.contacts.web.record_pages import (
    CandidateShown,
    Link,
    PeoplePage,
    PersonToLink,
    next_action,
)
from lintel.contacts.web.steps import banners
from lintel.govuk.answers import say_done
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.people import actions as people_actions, queries as people
from lintel.people.comparing_people import kin_of_record
from lintel.people.queries import Candidate
from lintel.people.rules.kin import KIN_WORDS, Kin
from lintel.people.rules.likeness import Band, Relation

BAND_WORDS = {
    Band.CERTAIN: "Almost certainly the same person",
    Band.LIKELY: "Likely the same person",
    Band.POSSIBLE: "Possibly the same person",
}
HOUSEHOLD_WORDS = {
    Kin.TWIN: "Looks like a twin instead",
    Kin.NEWBORN: KIN_WORDS[Kin.NEWBORN],
    Kin.SIBLING: "Looks like a brother or sister instead",
    Kin.PARENT: "Looks like a parent or child of theirs instead",
    Kin.HOUSEHOLD: "Looks like one of the household instead",
}
NEW = "new"


@guarded(Permission.LINK_PERSON, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def people_page(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        contact = actions.open_contact(contact_id=contact_id, by=viewer, at=now)
        return _page(request, contact, at=now)
    contact = queries.the_contact(viewer, contact_id)
    told = {str(each.record_id): each for each in queries.family_facts(contact).told}
    record = request.POST.get("record", "")
    if record not in told:
        raise NotThere("person")
    record_id = told[record].record_id
    try:
        words = _do(request, record_id, by=viewer, at=now)
    except (Invalid, Refused) as no:
        wrong = {record_id: tuple(refusal.message for refusal in no.refusals)}
        return _page(request, contact, at=now, wrong=wrong, status=422)
    if not words:
        wrong = {record_id: (f"Select who {told[record].name} is, or somebody new",)}
        return _page(request, contact, at=now, wrong=wrong, status=422)
    say_done(request, words)
    return redirect("people", contact_id)


def _do(request: HttpRequest, record_id: UUID, *, by: Viewer, at: datetime) -> str:
    """Do what was asked; what to say of it, "" when nothing was chosen.

    Errors:
        Refused, Invalid, NotThere, NotPermitted: as the actions of people.
    """
    sent = request.POST
    if sent.get("do") == "unlink":
        people_actions.unlink(record_id, sent.get("reason", ""), by=by, at=at)
        return "The link has been undone. What it brought to the history has gone with it"
    if sent.get("not_same"):
        person_id = _uuid(sent["not_same"])
        people_actions.say_not_the_same(record_id, person_id, by=by, at=at)
        return "They will not be offered for this person again"
    chosen = sent.get("who", "")
    if chosen == NEW:
        people_actions.link(record_id, None, ["said to be somebody new"], by=by, at=at)
        return "Kept as somebody new. If that was wrong, undo it below"
    if not chosen:
        return ""
    people_actions.link(record_id, _uuid(chosen), ["said to be the same"], by=by, at=at)
    return "Linked to somebody we know. If that was wrong, undo it below"


def _uuid(words: str) -> UUID:
    """
    Errors:
        NotThere: they are nobody's id.
    """
    try:
        return UUID(words)
    except ValueError as wrong:
        raise NotThere("person") from wrong


def _page(
    request: HttpRequest,
    contact: Contact,
    *,
    at: datetime,
    wrong: dict[UUID, tuple[str, ...]] | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    wrong = wrong or {}
    view = queries.contact_view(viewer, contact)
    shown = Shown.of(view, at=at)
    onward = next_action(viewer, view)
    told = [(p, True) for p in shown.children or ()] + [(p, False) for p in shown.adults or ()]
    cards = people.person_summaries(viewer, {p.person_id for p, _ in told if p.person_id})
    page = PeoplePage(
        shown=shown,
        people=[
            _to_link(
                viewer,
                person,
                is_child=is_child,
                card=cards.get(person.person_id) if person.person_id else None,
                errors=wrong.get(person.record_id, ()),
                typed=request.POST.get("reason", ""),
            )
            for person, is_child in told
        ],
        banners=banners(request, viewer, contact.id, at=at),
        errors=[
            {"text": message, "href": f"#person-{record_id}"}
            for record_id, messages in wrong.items()
            for message in messages
        ],
        onward=Link(onward.text, onward.href) if onward and onward.href else None,
    )
    return render(request, "contacts/people.html", {"page": page}, status=status)


def _to_link(
    viewer: Viewer,
    person: PersonShown,
    *,
    is_child: bool,
    card: people.PersonSummary | None,
    errors: tuple[str, ...],
    typed: str,
) -> PersonToLink:
    known = linked_by = ""
    candidates: list[CandidateShown] = []
    if card is not None:
        born = f", born {day_in_words(card.born_on)}" if card.born_on else ""
        known = f"{card.name or 'Name not known'}{born} (number {card.number})"
        links = people.links_of_record(viewer, person.record_id)
        last = links[-1] if links else None
        if last is not None:
            name = access.names_of({last.linked_by}).get(last.linked_by, "somebody")
            linked_by = f"Said by {name}, {when_in_words(last.linked_at)}"
    else:
        found = people.candidates(viewer, person.record_id)
        household = [each.person_id for each in found if each.relation is Relation.HOUSEHOLD]
        looks = kin_of_record(viewer.council, person.record_id, household)
        candidates = [
            candidate_shown(each, looks.get(each.person_id, Kin.HOUSEHOLD)) for each in found
        ]
    return PersonToLink(
        person=person,
        is_child=is_child,
        known=known,
        linked_by=linked_by,
        candidates=candidates,
        errors=errors,
        typed=typed,
    )


def candidate_shown(found: Candidate, looks: Kin = Kin.HOUSEHOLD) -> CandidateShown:
    """`looks` is what somebody of the household looks like to whoever is told of."""
    born = f", born {day_in_words(found.born_on)}" if found.born_on else ""
    if not born and found.expected_on:
        born = f", expected {day_in_words(found.expected_on)}"
    household = found.relation is Relation.HOUSEHOLD
    return CandidateShown(
        person_id=found.person_id,
        title=f"{found.name or 'Name not known'}{born} (number {found.number})",
        band=HOUSEHOLD_WORDS.get(looks, HOUSEHOLD_WORDS[Kin.HOUSEHOLD])
        if household
        else BAND_WORDS[found.band],
        agrees="; ".join(found.reasons),
        differs="; ".join(found.differs),
    )
