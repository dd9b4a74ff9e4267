"""What the designated officer types. Forms check shape; rules check sense."""

from typing import ClassVar

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField, TextField
from lintel.oversight.rules.allegations import (
    COURSE_WORDS,
    FINDING_WORDS,
    LONGEST,
    MET_WORDS,
    TEST_WORDS,
    ConsideredSaid,
    HarmTest,
)

MET = tuple((str(key), words) for key, words in MET_WORDS.items())


def _long(label: str, hint: str = "", rows: int = 4) -> LongTextField:
    return LongTextField(label, hint=hint, rows=rows, limit=LONGEST, counted=False)


class ConsiderForm(forms.Form):
    person = TextField("Who is it against?", hint="Or “not known”", width="two-thirds")
    work = TextField("What work do they do with children?", width="two-thirds")
    employer = TextField("Who employs or engages them? (optional)", width="two-thirds")
    harmed = RadiosField(TEST_WORDS[HarmTest.HARMED], MET, inline=True)
    offence = RadiosField(TEST_WORDS[HarmTest.OFFENCE], MET, inline=True)
    risk = RadiosField(TEST_WORDS[HarmTest.RISK], MET, inline=True)
    unsuitable = RadiosField(TEST_WORDS[HarmTest.UNSUITABLE], MET, inline=True)
    reasons = _long("What do these answers rest on?")

    answers: ClassVar = {f"tests.{test}": str(test) for test in HarmTest}

    def said(self) -> ConsideredSaid:
        typed = {name: value or "" for name, value in self.cleaned_data.items()}
        return ConsideredSaid(
            person=typed["person"],
            work=typed["work"],
            employer=typed["employer"],
            tests={test: typed[test] for test in HarmTest},
            reasons=typed["reasons"],
        )


class CourseForm(forms.Form):
    course = RadiosField(
        "What happens?", tuple((str(key), *words) for key, words in COURSE_WORDS.items())
    )
    reasons = _long("Why?")


class EndForm(forms.Form):
    finding = RadiosField(
        "How did it end?", tuple((str(key), *words) for key, words in FINDING_WORDS.items())
    )
    words = _long("What was found, and what follows?")
