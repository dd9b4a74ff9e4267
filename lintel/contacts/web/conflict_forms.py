"""What a worker says of themselves and of families they stand near to."""

import re
from collections.abc import Iterable

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField, SelectField, TextField, WrittenDateField
from lintel.restrictions.rules.conflicts import (
    LONGEST,
    REASON_LEAST,
    RELATION_WORDS,
    Lived,
    Named,
    OwnDetails,
)

KIN = 4  # rows on the page
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\s*$")


def lived_at(line: str) -> Lived:
    """An address on one line.

    >>> lived_at("19 Mill Row, Northbeck, NB1 1AA")
    Lived(lines=('19 Mill Row', 'Northbeck'), postcode='NB1 1AA')
    """
    found = _POSTCODE.search(line.strip())
    postcode = " ".join(found.groups()).upper() if found else ""
    rest = line.strip()[: found.start()] if found else line
    lines = (part.strip() for part in rest.split(","))
    return Lived(tuple(part for part in lines if part), postcode)


def _each(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


class DeclareForm(forms.Form):
    of = SelectField("Whose conflict is it?", empty="My own")
    reference = TextField(
        "Reference of a contact about the family (optional)",
        hint="For example, NB-7K4M-2Q",
        width="10",
        autocomplete="off",
    )
    given_name = TextField("First name of somebody in the family (optional)")
    family_name = TextField("Last name (optional)")
    born_on = WrittenDateField("Date of birth (optional)", what="Date of birth")
    relation = RadiosField(
        "What are they to the family?",
        tuple((str(key), words) for key, words in RELATION_WORDS.items()),
        error="Select what they are to the family",
    )
    reason = LongTextField(
        "How do they know them?",
        limit=LONGEST,
        counted=False,
        error="Enter how they know the family",
    )

    def __init__(self, *args, colleagues: Iterable[tuple[str, str]] = (), **rest) -> None:
        super().__init__(*args, **rest)
        listed = list(colleagues)
        if listed:
            self.fields["of"].offer(listed)  # type: ignore[attr-defined]
            return
        del self.fields["of"]
        self.fields["relation"].label = "What are you to the family?"
        self.fields["reason"].label = "How do you know them?"

    def described(self) -> Named:
        said = self.cleaned_data
        return Named(said["given_name"] or "", said["family_name"] or "", said["born_on"])


class OwnDetailsForm(forms.Form):
    given_name = TextField("Your first name", error="Enter your first name")
    family_name = TextField("Your last name", error="Enter your last name")
    born_on = WrittenDateField(
        "Your date of birth", what="Your date of birth", error="Enter your date of birth"
    )
    family_names = LongTextField(
        "Other last names you have had (optional)", hint="One on each line", rows=2
    )
    address = TextField(
        "Where you live (optional)",
        hint="On one line, with the postcode: 7 Tarn Close, Northbeck, NB2 4QT",
        autocomplete="off",
    )
    former_addresses = LongTextField(
        "Where you have lived (optional)",
        hint="One address on each line, with its postcode",
        rows=3,
    )
    phones = LongTextField("Your own telephone numbers (optional)", hint="One on each line", rows=2)
    emails = LongTextField("Your own e-mail addresses (optional)", hint="One on each line", rows=2)

    def __init__(self, *args, **rest) -> None:
        super().__init__(*args, **rest)
        for place in range(1, KIN + 1):
            of = f"Close family {place}"
            self.fields[f"kin_given_{place}"] = TextField(
                f"{of}: first name (optional)", autocomplete="off"
            )
            self.fields[f"kin_family_{place}"] = TextField(
                f"{of}: last name (optional)", autocomplete="off"
            )
            self.fields[f"kin_born_{place}"] = WrittenDateField(
                f"{of}: date of birth (optional)", what=f"{of}: date of birth"
            )

    def said(self) -> OwnDetails:
        said = self.cleaned_data
        return OwnDetails(
            self_=Named(said["given_name"], said["family_name"], said["born_on"]),
            family_names=_each(said["family_names"]),
            address=lived_at(said["address"] or ""),
            former_addresses=tuple(lived_at(line) for line in _each(said["former_addresses"])),
            phones=_each(said["phones"]),
            emails=_each(said["emails"]),
            kin=tuple(
                Named(
                    said[f"kin_given_{place}"] or "",
                    said[f"kin_family_{place}"] or "",
                    said[f"kin_born_{place}"],
                )
                for place in range(1, KIN + 1)
            ),
        )


class WhyOpenForm(forms.Form):
    reason = LongTextField(
        "Why do you need to open it?",
        hint=f"At least {REASON_LEAST} characters. Your manager is told and reads this",
        limit=LONGEST,
        counted=False,
        error=f"Enter why you need to open it, in {REASON_LEAST} characters or more",
    )


class EndConflictForm(forms.Form):
    because = LongTextField(
        "Why has it ended?", limit=LONGEST, counted=False, error="Enter why it has ended"
    )
