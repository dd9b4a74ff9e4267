"""Who hands in how many contacts by week, and who has fallen silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts.actions.senders import FOUND_MOST, note_silence
from lintel.contacts.queries import senders as queries
from lintel.contacts.queries.senders import Sender, SilenceSeen
from lintel.contacts.rules.senders import ALARMING, Verdict
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.govuk.fields import LongTextField
from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.policy.in_force import policy_for

WEEK = timedelta(weeks=1)
LISTED_WEEKS, DRAWN_WEEKS = 6, 26
BAR, STEP = 420, 26
STATE_WORDS: Mapping[Verdict, str] = {
    Verdict.SILENT: "Silent",
    Verdict.DROPPED: "Half as much",
    Verdict.AS_USUAL: "As usual",
    Verdict.TOO_LITTLE: "Sends too seldom to say",
}


@dataclass(frozen=True, slots=True)
class SenderLine:
    """Shape: `why` is "" where nothing is wrong; `weeks` in the order of the page's heads."""

    title: str
    phone: str
    state: str
    is_late: bool
    why: str
    usual: str
    weeks: Sequence[int]


@dataclass(frozen=True, slots=True)
class SilenceLine:
    href: str
    title: str
    what: str
    raised: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SendersPage:
    at: str
    silences: Sequence[SilenceLine]
    heads: Sequence[str]
    lines: Sequence[SenderLine]
    source: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class WeekBar:
    """Shape: y and width in the chart's own units."""

    week: str
    count: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class SilencePage:
    """Shape: `now` is how the sender does today; `may_note` while neither noted nor over."""

    line: SilenceLine
    phone: str
    why: str
    now: str
    noted: str
    found: str
    may_note: bool
    bars: Sequence[WeekBar]
    chart_height: int
    back: str


class FoundForm(forms.Form):
    found = LongTextField(
        "What did you find out?",
        hint="Whom you rang and what they said: whether what they sent has arrived, and what is "
        "done about what has not. Nothing about a family",
        error="Enter what you found out",
        rows=4,
        limit=FOUND_MOST,
        counted=False,
    )


@guarded(Permission.WATCH_SENDERS, object_type="figures", methods=("GET",))
@require_safe
def senders(request: HttpRequest) -> HttpResponse:
    """Every sender with its last weeks, those in trouble first, and what was raised."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    weeks = _weeks(now, LISTED_WEEKS)
    found = sorted(
        queries.senders(viewer, at=now), key=lambda one: one.found.verdict not in ALARMING
    )
    page = SendersPage(
        at=when_in_words(now),
        silences=[_silence(one) for one in queries.silences(viewer, at=now)],
        heads=[_head(week) for week in weeks],
        lines=[_line(one, weeks) for one in found],
        source=policy_for(viewer.council).senders.source,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "contacts/senders.html", {"page": page})


@guarded(Permission.WATCH_SENDERS, object_type="sender", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def sender_silence(request: HttpRequest, silence_id: UUID) -> HttpResponse:
    """One time that a sender fell silent: why it was raised, its weeks, and what was found out."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = queries.the_silence(viewer, silence_id)
    form, status = FoundForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = form.cleaned_data["found"]
                note_silence(silence_id=silence_id, found=said, by=viewer, at=now)
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                say_done(request, "Noted. You are told again only if it happens again")
                return redirect("senders")
    every = {one.key: one for one in queries.senders(viewer, at=now)}
    sender = every.get(seen.sender)
    weeks = _weeks(now, DRAWN_WEEKS)
    page = SilencePage(
        line=_silence(seen),
        phone=sender.phone if sender else "",
        why=_why(seen.verdict, seen.days, seen.received, seen.expected, then=True),
        now=_now(sender),
        noted=f"{seen.noted_by}, {when_in_words(seen.noted_at)}" if seen.noted_at else "",
        found=seen.found,
        may_note=seen.noted_at is None and seen.ended_at is None,
        bars=_bars(sender, weeks),
        chart_height=STEP * len(weeks),
        back=reverse("senders"),
    )
    answer = {"page": page, "form": form}
    return render(request, "contacts/sender_silence.html", answer, status=status)


def _weeks(at: datetime, count: int) -> list[date]:
    """The Mondays that the last weeks begin with, this week first."""
    today = london_day(at)
    monday = today - timedelta(days=today.weekday())
    return [monday - WEEK * back for back in range(count)]


def _head(week: date) -> str:
    return f"{week.day} {week:%b}"


def _in_week(by_day: Mapping[date, int], week: date) -> int:
    return sum(by_day.get(week + timedelta(days=day), 0) for day in range(7))


def _line(one: Sender, weeks: Sequence[date]) -> SenderLine:
    found = one.found
    is_late = found.verdict in ALARMING
    return SenderLine(
        title=one.title,
        phone=one.phone,
        state=STATE_WORDS[found.verdict],
        is_late=is_late,
        why=_why(found.verdict, found.days, found.received, found.expected) if is_late else "",
        usual=_usual(found.a_week),
        weeks=[_in_week(one.by_day, week) for week in weeks],
    )


def _usual(a_week: float) -> str:
    return f"{a_week:.0f}" if a_week >= 10 else f"{a_week:.1f}" if a_week else "Not known"


def _why(verdict: Verdict, days: int, received: int, expected: float, *, then: bool = False) -> str:
    last = "1 working day" if days == 1 else f"{days} working days"
    when = "before it was raised" if then else "to yesterday"
    about = f"about {expected:.0f} would be usual"
    if verdict is Verdict.SILENT:
        return f"Nothing in {last} {when}; {about}"
    return f"{received} in {last} {when}; {about}"


def _now(sender: Sender | None) -> str:
    if sender is None:
        return "Nothing at all has come in the months that are counted."
    found = sender.found
    if found.verdict in ALARMING:
        return f"{_why(found.verdict, found.days, found.received, found.expected)}."
    return f"{STATE_WORDS[found.verdict]}."


def _silence(seen: SilenceSeen) -> SilenceLine:
    if seen.ended_at is not None:
        state = f"Over since {day_in_words(london_day(seen.ended_at))}"
    elif seen.noted_at is not None:
        state = "Noted"
    else:
        state = "Ring them"
    return SilenceLine(
        href=reverse("sender_silence", args=[seen.id]),
        title=seen.title,
        what=STATE_WORDS[seen.verdict],
        raised=when_in_words(seen.raised_at),
        state=state,
        is_open=seen.noted_at is None and seen.ended_at is None,
    )


def _bars(sender: Sender | None, weeks: Sequence[date]) -> list[WeekBar]:
    by_day = sender.by_day if sender else {}
    counts = [_in_week(by_day, week) for week in weeks]
    most = max([*counts, 1])
    return [
        WeekBar(day_in_words(week), count, place * STEP, round(BAR * count / most))
        for place, (week, count) in enumerate(zip(weeks, counts, strict=True))
    ]
