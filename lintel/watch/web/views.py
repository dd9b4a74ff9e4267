"""Watching the watchers: the questions, what each rests on, and who has opened one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.queries import names_of
from lintel.access.viewers import Permission
from lintel.audit.trail import Entry
from lintel.audit.words import EntryShown, entry_shown
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.policy.in_force import policy_for
from lintel.watch import actions, queries
from lintel.watch.queries import QuestionSeen
from lintel.watch.rules.signs import KIND_WORDS, SETTLED_WORDS, Kind
from lintel.watch.web.forms import SettleForm


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """Shape: `about` is a reference, or words where it is about no one record; `record` the address
    of who opened that record, or ""."""

    href: str
    kind: str
    means: str
    who: str
    about: str
    record: str
    times: str
    when: str
    settled: str
    settled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class RateShown:
    kind: str
    means: str
    raised: int
    settled: int
    false_alarms: str


@dataclass(frozen=True, slots=True)
class WeekShown:
    since: str
    raised: Sequence[int]
    total: int


@dataclass(frozen=True, slots=True)
class WatchPage:
    open: Sequence[QuestionShown]
    settled: Sequence[QuestionShown]
    rates: Sequence[RateShown]
    kinds: Sequence[str]
    weeks: Sequence[WeekShown]
    source: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Shape: `more` than these lines were done."""

    shown: QuestionShown
    lines: Sequence[EntryShown]
    more: bool
    back: str


@dataclass(frozen=True, slots=True)
class WhoOpenedPage:
    title: str
    lines: Sequence[EntryShown]
    back: str


@guarded(Permission.WATCH, methods=("GET",))
@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """The queue, what was settled lately, false alarms by kind, and the last four weeks."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    weeks = queries.by_week(viewer, at=now)
    page = WatchPage(
        open=[_shown(one) for one in queries.open_questions(viewer)],
        settled=[_shown(one) for one in queries.settled_questions(viewer)],
        rates=[
            RateShown(
                *KIND_WORDS[rate.kind],
                raised=rate.raised,
                settled=rate.settled,
                false_alarms="Not known yet" if rate.percent is None else f"{rate.percent}%",
            )
            for rate in queries.false_alarms(viewer, at=now)
        ],
        kinds=[KIND_WORDS[kind][0] for kind in Kind],
        weeks=[
            WeekShown(day_in_words(london_day(since)), [*raised.values()], sum(raised.values()))
            for since, raised in weeks
        ],
        source=policy_for(viewer.council).watching.source,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "watch/watch.html", {"page": page})


@guarded(Permission.WATCH, object_type="question", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One question, the entries it rests on, and the word that settles it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = queries.the_question(viewer, question_id)
    form, status = SettleForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = form.cleaned_data
                actions.settle_question(
                    question_id=question_id,
                    settled=said["settled"],
                    reason=said["reason"],
                    by=viewer,
                    at=now,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                say_done(request, "Settled. The figures below count it")
                return redirect("watch")
    found = queries.evidence(viewer, question_id)
    lines = _lines(found.entries)
    page = QuestionPage(shown=_shown(seen), lines=lines, more=found.more, back=reverse("watch"))
    return render(request, "watch/question.html", {"page": page, "form": form}, status=status)


@guarded(Permission.WATCH, object_type="contact", methods=("GET",))
@require_safe
def who_opened_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    return _who_opened(request, "contact", contact_id)


@guarded(Permission.WATCH, object_type="person", methods=("GET",))
@require_safe
def who_opened_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _who_opened(request, "person", person_id)


def _who_opened(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Who, when, why and which part: nothing of the record."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = actions.read_who_opened(object_type=kind, object_id=record_id, by=viewer, at=now)
    page = WhoOpenedPage(
        title="Who has opened this record", lines=_lines(found)[::-1], back=reverse("watch")
    )
    return render(request, "watch/who_opened.html", {"page": page})


def _lines(entries: Sequence[Entry]) -> list[EntryShown]:
    names = names_of({entry.by for entry in entries})
    return [entry_shown(entry, names.get(entry.by, "")) for entry in entries]


def _shown(seen: QuestionSeen) -> QuestionShown:
    kind, means = KIND_WORDS[seen.kind]
    about = seen.reference or ("A person’s record" if seen.record_id else "Several records")
    return QuestionShown(
        href=reverse("question", args=[seen.id]),
        kind=kind,
        means=means,
        who=seen.who,
        about=about,
        record=reverse(f"who_opened_{seen.object_type}", args=[seen.record_id])
        if seen.record_id
        else "",
        times="once" if seen.count == 1 else f"{seen.count} times",
        when=when_in_words(seen.happened_at),
        settled=SETTLED_WORDS[seen.settled][0] if seen.settled else "",
        settled_by=seen.settled_by,
        reason=seen.reason,
    )
