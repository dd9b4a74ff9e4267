"""What somebody types to ask agencies, chase one, or stop waiting for one."""

from collections.abc import Mapping, Sequence

from django import forms

from lintel.govuk.fields import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from lintel.policy.sharing import sharing_bases
from lintel.screening.rules.asking import PARTS, Ask
from lintel.screening.rules.presets import Suggested

LONGEST = 5_000


class AskForm(forms.Form):
    """One question and one choice of parts for each agency: `question_<key>`, `parts_<key>`."""

    about = CheckboxesField("Who is it about?")
    told = LongTextField(
        "What they are told of the concern",
        hint="The least that lets them answer. No address, number or safe-contact note. "
        "Leave it empty to tell them nothing",
        rows=2,
        limit=LONGEST,
        counted=False,
    )
    agencies = CheckboxesField("Which agencies?")
    purpose = SelectField("What it is for", error="Select what it is for")
    basis = SelectField("Lawful basis", error="Select the lawful basis")

    def ask_for(
        self, *, agencies: Mapping[str, str], people: Sequence[tuple[str, str, str]]
    ) -> None:
        """Shape: titles of `agencies` by key; `people` are (record id, name, hint)."""
        known = sharing_bases()
        self.fields["about"].offer(people)  # type: ignore[attr-defined]
        self.fields["agencies"].offer(list(agencies.items()))  # type: ignore[attr-defined]
        # A basis that rests on consent is never why an agency is asked about a worry.
        fits = {key: one.title for key, one in known.bases.items() if not one.needs_consent}
        self.fields["basis"].offer(list(fits.items()))  # type: ignore[attr-defined]
        self.fields["purpose"].offer(  # type: ignore[attr-defined]
            [(key, one.title) for key, one in known.purposes.items() if set(one.bases) & set(fits)]
        )
        for key, title in agencies.items():
            self.fields[f"question_{key}"] = LongTextField(
                f"Question to {title}", rows=3, limit=LONGEST, counted=False
            )
            self.fields[f"parts_{key}"] = CheckboxesField(
                f"What you need from {title}", list(PARTS.items())
            )

    def asks(self) -> list[Ask]:
        """One for each agency that is ticked, and where the refusals of each belong."""
        said = self.cleaned_data
        self.answers = {"asks": "agencies"}
        asked = []
        for place, key in enumerate(said["agencies"]):
            asked.append(
                Ask(
                    agency=key,
                    question=said[f"question_{key}"] or "",
                    about=tuple(forms.UUIDField().clean(one) for one in said["about"]),
                    parts=tuple(said[f"parts_{key}"]),
                    told=said["told"] or "",
                    purpose=said["purpose"],
                    basis=said["basis"],
                )
            )
            at = f"asks.{place}."
            self.answers |= {
                f"{at}agency": "agencies",
                f"{at}question": f"question_{key}",
                f"{at}parts": f"parts_{key}",
                f"{at}about": "about",
                f"{at}told": "told",
            }
        return asked


def first_values(
    suggested: Suggested,
    *,
    asked_already: frozenset[str],
    children: Sequence[str],
    adults: Sequence[str],
    purpose: str,
) -> dict[str, object]:
    """What stands in the form before anybody has typed. Shape: people are record ids as text."""
    about = [*(children if "children" in suggested.about else ())]
    about += adults if "adults" in suggested.about else ()
    values: dict[str, object] = {
        "about": about,
        "told": suggested.told,
        "agencies": sorted(suggested.agencies - asked_already),
        "purpose": purpose,
        "basis": sharing_bases().purposes[purpose].bases[0],
    }
    for key, (question, parts) in suggested.questions.items():
        values |= {f"question_{key}": question, f"parts_{key}": list(parts)}
    return values


class ChaseForm(forms.Form):
    how = RadiosField(
        "How did you chase them?",
        [
            ("reminder", "Send a reminder by e-mail now", "It holds a reference and a time only"),
            ("telephone", "I rang them"),
            ("lead", "I told their lead"),
        ],
        error="Select how you chased them",
    )
    to = TextField("Who did you speak or write to?", error="Enter who you spoke to or wrote to")
    words = LongTextField("What was said? (optional)", rows=3, limit=LONGEST, counted=False)


class PoolForm(forms.Form):
    reason = LongTextField(
        "Why pool now, if somebody has not answered?", rows=3, limit=LONGEST, counted=False
    )


class ReasonForm(forms.Form):
    reason = LongTextField("Why?", rows=4, limit=LONGEST, counted=False)
