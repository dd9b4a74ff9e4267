"""Who is this? Saying who the people a contact names are known to be, and taking it back."""

from collections.abc import Sequence
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
from lintel.contacts.queries.people_shown import PersonShown
from lintel.contacts.queries.shown import Shown
from lintel.contacts.queries.told_again import ToldElsewhere
from lintel.contacts.web.next_step import address
from lintel.contacts.web.record_pages import (
    CandidateShown,
    Link,
    PeoplePage,
    PersonToLink,
    SaidNotShown,
    next_action,
)
from lintel.contacts.web.steps import banners
from lintel.govuk.answers import say_done
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.people import actions as people_actions, queries as people, standing
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
        words = _do(request, contact, record_id, by=viewer, at=now)
    except (Invalid, Refused) as no:
        wrong = {record_id: tuple(refusal.message for refusal in no.refusals)}
        return _page(request, contact, at=now, wrong=wrong, status=422)
    if not words:
        wrong = {record_id: (f"Select who {told[record].name} is, or somebody new",)}
        return _page(request, contact, at=now, wrong=wrong, status=422)
    say_done(request, words)
    return redirect("people", contact_id)


def _do(
    request: HttpRequest, contact: Contact, record_id: UUID, *, by: Viewer, at: datetime
) -> str:
    """Do what was asked; what to say of it, "" when nothing was chosen.

    Errors:
        Refused, Invalid, NotThere, NotPermitted: as the actions of people.
    """
    sent = request.POST
    if sent.get("do") == "unlink":
        people_actions.unlink(record_id, sent.get("reason", ""), by=by, at=at)
        return "The link has been undone. What it brought to the history has gone with it"
    if sent.get("not_same"):
        people_actions.say_not_the_same(record_id, _uuid(sent["not_same"]), by=by, at=at)
        return "They will not be offered for this person again"
    if sent.get("may_be"):
        people_actions.take_back_not_the_same(record_id, _uuid(sent["may_be"]), by=by, at=at)
        return "Taken back. They may be offered for this person again"
    chosen = sent.get("who", "")
    if not chosen:
        return ""
    also: tuple[UUID, ...] = ()
    if sent.get("also"):
        elsewhere = queries.told_elsewhere(by, contact).get(record_id)
        also = elsewhere.records if elsewhere else ()
    if chosen == NEW:
        person_id, said, words = None, "said to be somebody new", "Kept as somebody new"
    else:
        person_id, said, words = _uuid(chosen), "said to be the same", "Linked to somebody we know"
    people_actions.link_each([record_id, *also], person_id, [said], by=by, at=at)
    if also:
        words += f", here and where they were told of {times(len(also))} more"
    return f"{words}. If that was wrong, undo it below"


def times(count: int) -> str:
    """
    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


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
    said_not = standing.said_not([p.record_id for p, _ in told if not p.person_id])
    asked = {p.person_id for p, _ in told if p.person_id}
    asked |= {each.person_id for said in said_not.values() for each in said}
    elsewhere = queries.told_elsewhere(viewer, contact)
    refused = {(record, each.person_id) for record, said in said_not.items() for each in said}
    places = {
        record: found.beside
        for record, found in elsewhere.items()
        if found.beside and (record, found.beside) not in refused
    }
    cards = people.person_summaries(viewer, asked | set(places.values()))
    names = access.names_of({each.said_by for said in said_not.values() for each in said})
    page = PeoplePage(
        shown=shown,
        people=[
            _to_link(
                viewer,
                person,
                is_child=is_child,
                card=cards.get(person.person_id) if person.person_id else None,
                not_them=[
                    SaidNotShown(
                        each.person_id,
                        person_title(cards[each.person_id]),
                        f"Said by {names.get(each.said_by, 'somebody')}, "
                        f"{when_in_words(each.said_at)}",
                    )
                    for each in said_not.get(person.record_id, ())
                    if each.person_id in cards
                ],
                elsewhere=elsewhere.get(person.record_id),
                beside=cards.get(places.get(person.record_id, person.record_id)),
                is_also=bool(request.POST.get("also"))
                and request.POST.get("record") == str(person.record_id),
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
        history_href=address("history", contact.id)
        if viewer.may(Permission.OPEN_HISTORY) and any(p.person_id for p, _ in told)
        else "",
        onward=Link(onward.text, onward.href) if onward and onward.href else None,
    )
    return render(request, "contacts/people.html", {"page": page}, status=status)


def _to_link(
    viewer: Viewer,
    person: PersonShown,
    *,
    is_child: bool,
    card: people.PersonSummary | None,
    not_them: Sequence[SaidNotShown],
    elsewhere: ToldElsewhere | None,
    beside: people.PersonSummary | None,
    is_also: bool,
    errors: tuple[str, ...],
    typed: str,
) -> PersonToLink:
    known = linked_by = also = ""
    also_in: list[Link] = []
    candidates: list[CandidateShown] = []
    if card is not None:
        known = person_title(card)
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
        if beside and beside.person_id not in {each.person_id for each in found}:
            candidates.insert(
                0,
                CandidateShown(
                    beside.person_id,
                    person_title(beside),
                    "In the same place in the family",
                    "called the same, or nearly; the same to a child who is linked",
                    "",
                ),
            )
    if elsewhere is not None and elsewhere.records:
        count = len(elsewhere.records)
        also = f"Also where the family was told of {person.name} {times(count)} more"
        also_in = [
            Link(reference, address("contact", contact_id))
            for contact_id, reference in elsewhere.contacts
        ]
    return PersonToLink(
        person=person,
        is_child=is_child,
        known=known,
        linked_by=linked_by,
        candidates=candidates,
        not_them=not_them,
        also=also,
        also_in=also_in,
        is_also=is_also,
        errors=errors,
        typed=typed,
    )


def person_title(card: people.PersonSummary) -> str:
    born = f", born {day_in_words(card.born_on)}" if card.born_on else ""
    return f"{card.name or 'Name not known'}{born} (number {card.number})"


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
