"""Samples: making one for somebody who audits or inspects, and reading one's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Permission, Role, Viewer
from lintel.contacts import actions
from lintel.contacts.queries import samples
from lintel.contacts.queries.samples import SampledContact, SampleSeen
from lintel.contacts.queries.shown import KIND_WORDS
from lintel.contacts.rules.samples import DRAWN_FROM, MOST, Draw, SampleSaid
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.govuk.fields import (
    CheckboxesField,
    DateField,
    LongTextField,
    NumberField,
    RadiosField,
    TextField,
)
from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.kernel.refusals import Invalid
from lintel.policy.in_force import policy_for

DRAW, NAME = "draw", "name"


class SampleForm(forms.Form):
    """Who reads which contacts, and between which days."""

    answers = {"starts_on": "starts", "last_on": "last"}

    title = TextField(
        "What is the sample for?",
        error="Enter what the sample is for",
        hint="For example, monthly audit, or the inspection in November. No names of children",
        max_length=120,
    )
    readers = CheckboxesField("Who reads it?", error="Select who reads it")
    starts = DateField("First day", what="First day", error="Enter the first day")
    last = DateField("Last day", what="Last day", error="Enter the last day")
    how = RadiosField(
        "How are the contacts chosen?",
        ((DRAW, "Drawn by lot"), (NAME, "By their references")),
        error="Select how the contacts are chosen",
    )
    draw_of = RadiosField("Drawn from", tuple(DRAWN_FROM.items()))
    number = NumberField("How many", hint=f"{MOST} at the most", most=MOST)
    since = DateField("Received from", what="Received from")
    until = DateField("Received until", what="Received until")
    references = LongTextField("References", hint="One on each line", rows=4, limit=4_000)

    def __init__(self, *args, readers: Sequence[tuple[UUID, str, Role]], **rest) -> None:
        super().__init__(*args, **rest)
        self.fields["readers"].choices = [
            (str(one), f"{name}, {ROLE_WORDS[role].lower()}") for one, name, role in readers
        ]

    def said(self) -> SampleSaid:
        typed, draw = self.cleaned_data, None
        if typed["how"] == DRAW:
            draw = Draw(
                of=typed["draw_of"] or "",
                number=typed["number"] or 0,
                from_on=typed["since"],
                until_on=typed["until"],
            )
        return SampleSaid(
            title=typed["title"],
            starts_on=typed["starts"],
            last_on=typed["last"],
            readers=[UUID(one) for one in typed["readers"]],
            references=() if draw else re.findall(r"\S+", typed["references"] or ""),
            draw=draw,
        )


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Shape: `href` is empty for whoever cannot open it."""

    reference: str
    kind: str
    received: str
    outcome: str
    href: str


@dataclass(frozen=True, slots=True)
class SampleShown:
    title: str
    href: str
    drawn: str
    read: str
    readers: str
    made: str
    state: str
    contacts: Sequence[ContactLine]


@dataclass(frozen=True, slots=True)
class SamplesPage:
    samples: Sequence[SampleShown]
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class SamplePage:
    sample: SampleShown
    may_end: bool
    done: Sequence[str]


@guarded(Permission.READ_SAMPLE, object_type="sample", methods=("GET",))
@require_safe
def my_samples(request: HttpRequest) -> HttpResponse:
    """What was given to whoever audits or inspects, while it is in date."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = [_shown(one, viewer, at=now) for one in samples.samples_to_read(viewer)]
    return render(request, "contacts/my_samples.html", {"page": SamplesPage(found, ())})


@guarded(Permission.MAKE_SAMPLE, object_type="sample", methods=("GET",))
@require_safe
def all_samples(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = [_shown(one, viewer, at=now) for one in samples.samples_made(viewer)]
    done = [each.words for each in what_was_done(request)]
    return render(request, "contacts/samples.html", {"page": SamplesPage(found, done)})


@guarded(Permission.MAKE_SAMPLE, object_type="sample", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def new_sample(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    posted = request.method == "POST"
    readers = samples.readers_of(viewer.council, on=london_day(now))
    form = SampleForm(request.POST if posted else None, readers=readers)
    if posted and form.is_valid():
        try:
            made = actions.make_sample(said=form.said(), by=viewer, at=now)
        except Invalid as invalid:
            show_refusals(form, invalid.refusals)
        else:
            say_done(request, "The sample is made")
            return redirect("sample", made)
    page = {"has_readers": bool(readers)}
    status = 422 if posted else 200
    return render(request, "contacts/new_sample.html", {"page": page, "form": form}, status=status)


@guarded(Permission.MAKE_SAMPLE, object_type="sample", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def sample(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """One sample and its contacts; sent, it ends today."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.end_sample(sample_id=sample_id, by=viewer, at=now)
        say_done(request, "The sample is ended: nobody reads a contact by it any more")
        return redirect("sample", sample_id)
    seen = samples.the_sample(viewer, sample_id)
    page = SamplePage(
        sample=_shown(seen, viewer, at=now),
        may_end=seen.ended_at is None and seen.last_on >= london_day(now),
        done=[each.words for each in what_was_done(request)],
    )
    return render(request, "contacts/sample.html", {"page": page})


def _shown(seen: SampleSeen, viewer: Viewer, *, at: datetime) -> SampleShown:
    return SampleShown(
        title=seen.title,
        href=reverse("sample", args=[seen.id]) if viewer.may(Permission.MAKE_SAMPLE) else "",
        drawn=seen.drawn,
        read=f"{day_in_words(seen.starts_on)} to {day_in_words(seen.last_on)}",
        readers=", ".join(seen.readers),
        made=f"{seen.made_by}, {when_in_words(seen.made_at)}",
        state=_state(seen, at=at),
        contacts=[_line(one, viewer) for one in seen.contacts],
    )


def _state(seen: SampleSeen, *, at: datetime) -> str:
    today = london_day(at)
    if seen.ended_at is not None:
        return f"Ended {when_in_words(seen.ended_at)}"
    if today > seen.last_on:
        return "Over"
    return "Being read" if today >= seen.starts_on else "Not begun"


def _line(one: SampledContact, viewer: Viewer) -> ContactLine:
    outcomes = policy_for(viewer.council).codes.outcomes
    return ContactLine(
        reference=one.reference,
        kind=KIND_WORDS[one.kind],
        received=when_in_words(one.received_at),
        outcome=_outcome(one.outcome, outcomes),
        href=reverse("contact", args=[one.id]) if viewer.may(Permission.VIEW_CONTACT) else "",
    )


def _outcome(key: str, outcomes) -> str:
    if not key:
        return "Not decided"
    found = next((each for each in outcomes if each.key == key), None)
    return found.title if found else key.replace("_", " ").capitalize()
