"""What every page's form does: errors in the page's own words, and nothing silently changed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator

from lintel.govuk.fields import LongTextField, PhoneField
from lintel.policy.council import CouncilPolicy
from lintel.portal.rules.answers import Answers
from lintel.portal.web.words import short

LONGEST_STORY = 20_000
# What a browser or Django leaves where something could not be read: never silently changed.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


class StoryField(LongTextField):
    """Several lines in somebody's own words; too many are all kept, and counted in the error."""

    called = "What you tell us"

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, counted=False, **rest)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as wrong:
            if wrong.code != "max_length":
                raise
            words = str(wrong.message).removeprefix(str(self.label))
            raise forms.ValidationError(self.called + words, code=wrong.code) from wrong


class PhoneAsWritten(PhoneField):
    """Kept as it was typed, once it is seen to be a number that could ring."""

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if words and not _could_ring(words):
            raise forms.ValidationError(
                "Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"
            )
        return words


def _could_ring(words: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(words, "GB"))
    except phonenumbers.NumberParseException:
        return False


class StepForm(forms.Form):
    """One page's questions, for one draft."""

    def __init__(
        self,
        *args: Any,
        answers: Answers,
        policy: CouncilPolicy,
        councils: Mapping[str, str],
        on: date,
        key: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.answers, self.policy, self.councils, self.on = answers, policy, councils, on
        self.ready()
        for name, field in self.fields.items():
            self._say_what_is_wrong(field, called=short(key, name, str(field.label)))

    def _say_what_is_wrong(self, field: forms.Field, *, called: str) -> None:
        """Errors name the answer as check your answers does, not by its whole question."""
        field.validators = [
            v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)
        ]
        for validator in field.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = f"{called} must be {validator.limit_value} characters or fewer"
        if isinstance(field, StoryField):
            field.called = called

    def ready(self) -> None:
        """Where choices and wording depend on the draft."""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and UNKEEPABLE.search(value):
                self.add_error(name, "Remove the character that cannot be read, shown as �")

    def ask(self, name: str, error: str) -> None:
        """Make a question one that must be answered."""
        field = self.fields[name]
        field.required = True
        field.error_messages["required"] = error
