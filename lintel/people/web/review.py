"""Records to review: what matching in bulk left, one after another, beside those it may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.govuk.answers import say_done, what_was_done
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.people import actions, review_queue
from lintel.people.queries import Candidate, RecordView
from lintel.people.review_queue import Filter, Progress
from lintel.people.rules.likeness import Band, Relation
from lintel.people.rules.told import PersonTold

BAND_WORDS = {
    Band.CERTAIN: "Almost certainly the same person",
    Band.LIKELY: "Likely the same person",
    Band.POSSIBLE: "Possibly the same person",
}
SEXES = {"M": "Male", "F": "Female", "U": "Not known"}


@dataclass(frozen=True, slots=True)
class Row:
    href: str
    source: str
    band: str
    left: str


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: Sequence[Row]
    sources: Sequence[tuple[str, str]]
    bands: Sequence[tuple[str, str]]
    which: Filter
    reviewed: bool
    progress: Progress
    begin: str
    more: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two columns. Shape: what, as the record says, as it is known here."""

    what: str
    told: str
    known: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A candidate beside the record."""

    person_id: UUID
    title: str
    band: str
    agrees: Sequence[str]
    differs: Sequence[str]
    lines: Sequence[Compared]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Shape: `linked` says whose the record is; then there are no candidates."""

    title: str
    source: str
    as_of: str
    facts: Sequence[tuple[str, str]]
    beside: Sequence[Beside]
    linked: str
    linked_when: str
    progress: Progress
    next_href: str
    list_href: str
    last_href: str
    done: Sequence[str]
    errors: Sequence[dict[str, str]] = field(default_factory=tuple)
    typed: str = ""


@guarded(Permission.LINK_PERSON)
@require_safe
def records_to_review(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    which = _which(request)
    reviewed = request.GET.get("show") == "reviewed"
    after = _uuid(request.GET["after"]) if request.GET.get("after") else None
    rows = review_queue.queue(
        viewer, which, reviewed=reviewed, after=after, limit=review_queue.PAGE + 1
    )
    more = rows[review_queue.PAGE :]
    rows = rows[: review_queue.PAGE]
    about = {"source": which.source, "band": which.band}
    first = review_queue.next_open(viewer, which)
    page = ListPage(
        rows=[
            Row(
                _address("record_to_review", which, review_id=row.review_id),
                _source_words(row.source),
                BAND_WORDS[row.band],
                when_in_words(row.left_at),
            )
            for row in rows
        ],
        sources=[(one, _source_words(one)) for one in review_queue.sources(viewer)],
        bands=[(band.value, words) for band, words in BAND_WORDS.items()],
        which=which,
        reviewed=reviewed,
        progress=review_queue.progress(viewer, which),
        begin=_address("record_to_review", which, review_id=first) if first else "",
        more=_query(about | {"show": "reviewed" if reviewed else "", "after": rows[-1].review_id})
        if more
        else "",
        done=[one.words for one in what_was_done(request)],
    )
    return render(request, "people/records_to_review.html", {"page": page})


@guarded(Permission.LINK_PERSON, object_type="record_to_review", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def record_to_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        return _page(request, review_id)
    sent, now, which = request.POST, timezone.now(), _which(request)
    try:
        if "undo" in sent:
            actions.undo_review(review_id, sent.get("reason", ""), by=viewer, at=now)
            say_done(request, "The link has been undone. The record waits for review again")
            return redirect(_address("record_to_review", which, review_id=review_id))
        if sent.get("not_same"):
            actions.not_them(review_id, _uuid(sent["not_same"]), by=viewer, at=now)
            say_done(request, "They will not be offered for this record again")
            return redirect(_address("record_to_review", which, review_id=review_id))
        who = sent.get("who", "")
        if not who:
            return _page(request, review_id, wrong=("Select who this record is about",))
        person = None if who == "new" else _uuid(who)
        actions.settle_review(review_id, person, by=viewer, at=now)
    except (Invalid, Refused) as no:
        return _page(request, review_id, wrong=tuple(one.message for one in no.refusals))
    done = review_queue.progress(viewer, which)
    what = "Linked to somebody known" if person else "Kept as somebody new"
    say_done(request, f"{what}. {done.reviewed} of {done.of} reviewed")
    onward = review_queue.next_open(viewer, which, after=review_id)
    if onward is None:
        return redirect(_address("records_to_review", which))
    return redirect(_address("record_to_review", which, review_id=onward, last=review_id))


def _page(request: HttpRequest, review_id: UUID, wrong: Sequence[str] = ()) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    which = _which(request)
    review = actions.open_review(review_id, by=viewer, at=timezone.now())
    record, told = review.record, review.record.told
    onward = review_queue.next_open(viewer, which, after=review_id)
    last = request.GET.get("last", "")
    page = RecordPage(
        title=told.name or "Name not known",
        source=_source_words(record.source),
        as_of=day_in_words(record.as_of),
        facts=[(what, value) for what, value in _facts([record]).items() if value],
        beside=[_beside(one, record, review.known[one.person_id]) for one in review.candidates],
        linked=_linked(review.known.get(record.person_id, [])) if record.person_id else "",
        linked_when=when_in_words(record.linked_at) if record.linked_at else "",
        progress=review_queue.progress(viewer, which),
        next_href=_address("record_to_review", which, review_id=onward) if onward else "",
        list_href=_address("records_to_review", which),
        last_href=_address("record_to_review", which, review_id=_uuid(last)) if last else "",
        done=[one.words for one in what_was_done(request)],
        errors=[{"text": words, "href": "#review"} for words in wrong],
        typed=request.POST.get("reason", "") if wrong else "",
    )
    status = 422 if wrong else 200
    return render(request, "people/record_to_review.html", {"page": page}, status=status)


def _beside(one: Candidate, record: RecordView, known: Sequence[RecordView]) -> Beside:
    told, here = _facts([record]), _facts(known)
    apart = one.relation is Relation.HOUSEHOLD
    return Beside(
        person_id=one.person_id,
        title=f"{one.name or 'Name not known'} (number {one.number})",
        band="Looks like one of the household instead" if apart else BAND_WORDS[one.band],
        agrees=one.reasons,
        differs=one.differs,
        lines=[
            Compared(what, told[what] or "Not said", here[what] or "Not known")
            for what in told
            if told[what] or here[what]
        ],
    )


def _linked(known: Sequence[RecordView]) -> str:
    names = [one.told.name for one in known if one.told.name]
    born = [one.told.date_of_birth for one in known if one.told.date_of_birth]
    words = names[-1] if names else "Name not known"
    return f"{words}, born {day_in_words(born[-1])}" if born else words


def _facts(records: Iterable[RecordView]) -> dict[str, str]:
    """What records say, field by field, the latest first; each value once."""
    found: dict[str, dict[str, None]] = {}
    for record in sorted(records, key=lambda one: one.as_of, reverse=True):
        for what, value in _of(record.told).items():
            said = found.setdefault(what, {})
            if value:
                said[value] = None
    return {what: "; ".join(list(said)[:3]) for what, said in found.items()}


def _of(told: PersonTold) -> dict[str, str]:
    def joined(*parts: str) -> str:
        return " ".join(filter(None, (part.strip() for part in parts)))

    born = day_in_words(told.date_of_birth) if told.date_of_birth else ""
    if not born and told.age_years is not None:
        born = f"aged {told.age_years}"
    if not born and told.expected_on:
        born = f"expected {day_in_words(told.expected_on)}"
    return {
        "Name": joined(told.given_name, told.middle_names, told.family_name),
        "Other name": joined(told.alias_given_name, told.alias_family_name),
        "Born": born,
        "Sex": SEXES.get(told.sex, ""),
        "Address": ", ".join(filter(None, (*told.address_lines, told.postcode))),
        "NHS number": told.nhs_number,
        "Pupil number (UPN)": told.upn,
        "Council number": told.la_child_id,
        "Telephone": told.phone,
        "Mother": joined(told.mother_given_name, told.mother_family_name),
        "Father": joined(told.father_given_name, told.father_family_name),
    }


def _which(request: HttpRequest) -> Filter:
    band = request.GET.get("band", "")
    return Filter(request.GET.get("source", "")[:60], band if band in set(Band) else "")


def _source_words(source: str) -> str:
    return source.replace("-", " ").replace("_", " ").capitalize()


def _query(about: dict[str, object]) -> str:
    said = {name: str(value) for name, value in about.items() if value}
    return f"?{urlencode(said)}" if said else ""


def _address(name: str, which: Filter, *, review_id: UUID | None = None, last: object = "") -> str:
    path = reverse(name, args=[review_id] if review_id else [])
    return path + _query({"source": which.source, "band": which.band, "last": last})


def _uuid(words: str) -> UUID:
    """
    Errors:
        NotThere: they are nobody's id.
    """
    try:
        return UUID(words)
    except ValueError as wrong:
        raise NotThere("no such record") from wrong
