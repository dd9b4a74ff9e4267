"""What somebody of an agency types to answer. The form checks shape; the action checks sense."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django import forms

from lintel.govuk.fields import (
    CheckboxesField,
    CheckboxField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    WrittenDateField,
)
from lintel.kernel.instants import LONDON
from lintel.policy.sharing import sharing_bases
from lintel.screening.rules.asking import (
    LONGEST_TEXT,
    PARTS,
    AnswerGiven,
    ItemGiven,
    Reply,
)
from lintel.sharing.rules.handling import WITH_ONWARD_LEAVE, Mark

MARK_CHOICES = (
    (Mark.OPEN.value, "Open", "It may go with the case to whoever works with the family"),
    (Mark.HUB_ONLY.value, "Hub only", "People in the hub read it. It never leaves the hub"),
    (
        Mark.DECISION_MAKER.value,
        "Decision-maker only",
        "The manager who decides reads it. Others in the hub see that it exists, not what it says",
    ),
    (
        Mark.SEALED.value,
        "Sealed",
        "Only your agency and the people you name know that it exists",
    ),
)
ONWARD = "It may also go on to early help or the child protection team, if the family does"
MAY_GO_ONWARD = frozenset().union(*WITH_ONWARD_LEAVE.values())
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")


def read_time(text: str) -> time | None:
    """The time of day that was meant, or None.

    >>> read_time("2.30pm"), read_time("14:30") == read_time("2:30 pm"), read_time("25:00")
    (datetime.time(14, 30), True, None)
    """
    words = text.strip().lower()
    if words in {"noon", "midday"}:
        return time(12)
    found = _CLOCK.match(words)
    if not found or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


class AnswerForm(forms.Form):
    """One box, one mark and one tick for each part: text_<part>, mark_<part>, onward_<part>."""

    known = RadiosField("Do you know them?", (("yes", "Yes"), ("no", "No")), inline=True)
    named = CheckboxesField(
        "Who else may read what you seal?",
        hint="Your own agency always may. For sealed parts only",
    )

    def __init__(self, *args, people: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for part, words in PARTS.items():
            rows = 2 if part == "known" else 3
            hint = "Since when, and how" if part == "known" else ""
            label = "How you know them" if part == "known" else words
            text = LongTextField(label, hint=hint, rows=rows, limit=LONGEST_TEXT, counted=False)
            text.widget.attrs["placeholder"] = " "  # the style sheet asks whether it is empty
            self.fields[f"text_{part}"] = text
            self.fields[f"mark_{part}"] = RadiosField("Who may read this?", MARK_CHOICES)
            self.fields[f"onward_{part}"] = CheckboxField(ONWARD)
        self.fields["named"].offer(people)  # type: ignore[attr-defined]

    def said_something(self) -> bool:
        said = self.cleaned_data
        return bool(said.get("known")) or any(said.get(f"text_{part}") for part in PARTS)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        for part in PARTS:
            if said.get(f"text_{part}") and not said.get(f"mark_{part}"):
                self.add_error(f"mark_{part}", f"Select who may read this: {_short(part)}")
        return said

    def given(self) -> AnswerGiven:
        said = self.cleaned_data
        return AnswerGiven(
            kind=Reply.ANSWERED, items=list(self._items()), known=said.get("known") or ""
        )

    def _items(self) -> Iterator[ItemGiven]:
        said = self.cleaned_data
        for part in PARTS:
            if text := said.get(f"text_{part}"):
                mark = Mark(said[f"mark_{part}"])
                named = said["named"] if mark is Mark.SEALED else ()
                yield ItemGiven(
                    part,
                    text,
                    mark,
                    tuple(UUID(one) for one in named),
                    bool(said.get(f"onward_{part}")) and mark in MAY_GO_ONWARD,
                )

    @property
    def answers(self) -> dict[str, str]:
        """Which question a refusal of the action is about."""
        parts = [part for part in PARTS if self.cleaned_data.get(f"text_{part}")]
        return {f"items.{n}.text": f"text_{part}" for n, part in enumerate(parts)} | {
            "items": "known"
        }


def _short(part: str) -> str:
    return PARTS[part][0].lower() + PARTS[part][1:]


class MoreTimeForm(forms.Form):
    until_day = WrittenDateField("Which day will you answer?", what="The day you will answer")
    until_time = TextField(
        "At what time?", hint="For example, 2:30pm or 14:30", width="5", max_length=20
    )
    more_time_reason = LongTextField("Why do you need more time?", rows=2, limit=2_000)
    answers = {"until": "until_day", "reason": "more_time_reason"}

    def clean_until_time(self) -> time | None:
        words = self.cleaned_data["until_time"]
        found = read_time(words) if words else None
        if words and found is None:
            raise forms.ValidationError("Enter a time, such as 2:30pm or 14:30")
        return found

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        wanted = {
            "until_day": "Enter the day you will answer",
            "until_time": "Enter the time you will answer",
            "more_time_reason": "Enter why you need more time",
        }
        for name, words in wanted.items():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, words)
        return said

    def given(self) -> AnswerGiven:
        said = self.cleaned_data
        day: date = said["until_day"]
        until = datetime.combine(day, said["until_time"], tzinfo=LONDON)
        return AnswerGiven(kind=Reply.MORE_TIME, until=until, reason=said["more_time_reason"])


class RefuseForm(forms.Form):
    ground = RadiosField(
        "On what ground?",
        hint="That nobody consented is not there: the law lets you share without consent to "
        "keep a child safe, and no consent alone is never a reason not to",
    )
    refuse_reason = LongTextField(
        "Why would sharing do more harm than not sharing?", rows=3, limit=5_000
    )
    answers = {"reason": "refuse_reason"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = sharing_bases().grounds
        self.fields["ground"].offer(  # type: ignore[attr-defined]
            [(ground.key, ground.title) for ground in known.values()]
        )

    def given(self) -> AnswerGiven:
        said = self.cleaned_data
        return AnswerGiven(
            kind=Reply.REFUSED, ground=said["ground"], reason=said["refuse_reason"] or ""
        )


class MarkForm(forms.Form):
    """How one item is handled from now on."""

    mark = RadiosField("Who may read this?", MARK_CHOICES, error="Select who may read this")
    onward = CheckboxField(ONWARD)
    named = CheckboxesField(
        "Who else may read it?", hint="Your own agency always may. For a sealed item only"
    )
    reason = LongTextField("Why are you changing it?", rows=2, limit=2_000)

    def __init__(self, *args, people: Iterable[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].offer(people)  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """Who of the agency answers."""

    to = SelectField("Who answers it?", error="Select who answers it")

    def __init__(self, *args, people: Iterable[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer([("nobody", "Nobody for now"), *people])  # type: ignore[attr-defined]
