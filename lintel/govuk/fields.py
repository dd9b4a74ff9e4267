"""Questions: a label, a hint, and errors that say how to put things right.

`error` is what an empty answer is told: "Enter the child's first name". Without one the
question may be left unanswered.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils import timezone

from lintel.govuk import widgets
from lintel.govuk.dates import read_date, read_moment, read_parts
from lintel.kernel.instants import when_in_words

# key, words, and a hint that may be empty
Choice = tuple[str, str] | tuple[str, str, str]
Choices = Iterable[Choice]


def _wanted(error: str) -> dict[str, Any]:
    return {"required": bool(error), "error_messages": {"required": error} if error else {}}


class TextField(forms.CharField):
    """One line of text."""

    def __init__(
        self,
        label: str,
        *,
        error: str = "",
        hint: str = "",
        width: str = "",
        max_length: int = 200,
        autocomplete: str = "",
        inputmode: str = "",
        widget: forms.Widget | None = None,
        **rest: Any,
    ) -> None:
        attrs = {"autocomplete": autocomplete, "inputmode": inputmode, "spellcheck": "false"}
        super().__init__(
            label=label,
            help_text=hint,
            max_length=max_length,
            widget=widget or widgets.Input(width=width, **{k: v for k, v in attrs.items() if v}),
            **_wanted(error),
            **rest,
        )
        self.error_messages["max_length"] = f"{label} must be {max_length} characters or fewer"
        for validator in self.validators:
            if getattr(validator, "limit_value", None) == max_length:
                validator.message = self.error_messages["max_length"]


class EmailField(TextField):
    default_validators = [
        EmailValidator("Enter an email address in the correct format, like name@example.com")
    ]

    def __init__(self, label: str, **rest: Any) -> None:
        widget = widgets.EmailInput(width="two-thirds", autocomplete="email", spellcheck="false")
        super().__init__(label, widget=widget, **rest)


class PhoneField(TextField):
    """A telephone number, kept as it was written."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, widget=widgets.PhoneInput(width="20", autocomplete="tel"), **rest)


class NumberField(forms.IntegerField):
    """A whole number, nought or more. A field that may be left empty then holds None."""

    def __init__(self, label: str, *, hint: str = "", most: int = 9_999, **rest: Any) -> None:
        wrong = f"{label} must be a whole number, 0 to {most:,}"
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            min_value=0,
            max_value=most,
            widget=widgets.Input(width="4", autocomplete="off", inputmode="numeric"),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
            **rest,
        )


class PasswordField(forms.CharField):
    def __init__(
        self, label: str, *, error: str, hint: str = "", autocomplete: str = "current-password"
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            strip=False,
            widget=widgets.PasswordInput(attrs={"autocomplete": autocomplete}),
            **_wanted(error),
        )


class LongTextField(forms.CharField):
    """Several lines. With `limit`, what is too long is refused and never cut."""

    def __init__(
        self,
        label: str,
        *,
        error: str = "",
        hint: str = "",
        rows: int = 5,
        limit: int | None = None,
        counted: bool = True,
        **rest: Any,
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            widget=widgets.Textarea(rows=rows, limit=limit if counted else None),
            **_wanted(error),
            **rest,
        )
        self.limit = limit

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        # Browsers send a line's end as two characters and count it as one.
        words = words.replace("\r\n", "\n") if words else words
        if self.limit and words and len(words) > self.limit:
            over = len(words) - self.limit
            raise forms.ValidationError(
                f"{self.label} must be {self.limit:,} characters or fewer. "
                f"You have {over:,} character{'s' if over > 1 else ''} too many",
                code="max_length",
            )
        return words


class _ChoiceHints:
    """Keeps hints of choices beside Django's pairs."""

    hints: dict[str, str]

    def take(self, choices: Choices) -> list[tuple[str, str]]:
        listed = list(choices)
        self.hints = {choice[0]: choice[2] for choice in listed if len(choice) == 3}
        return [(choice[0], choice[1]) for choice in listed]

    def offer(self, choices: Choices) -> None:
        """Choices known only when the form is made: self.fields["outcome"].offer(...)."""
        empty = [pair for pair in getattr(self, "choices", ()) if pair[0] == ""]
        self.choices = [*empty, *self.take(choices)]


class RadiosField(_ChoiceHints, forms.ChoiceField):
    """One of a few. Nothing is chosen beforehand."""

    def __init__(
        self,
        label: str,
        choices: Choices = (),
        *,
        error: str = "",
        hint: str = "",
        inline: bool = False,
        **rest: Any,
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            choices=self.take(choices),
            widget=widgets.Radios(attrs={"inline": inline}),
            **_wanted(error),
            **rest,
        )
        self.error_messages["invalid_choice"] = error or f"Select an answer: {label}"


class SelectField(_ChoiceHints, forms.ChoiceField):
    """One of many. Begins at an empty line."""

    def __init__(
        self,
        label: str,
        choices: Choices = (),
        *,
        error: str = "",
        hint: str = "",
        empty: str = "Choose one",
        **rest: Any,
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            choices=[("", empty), *self.take(choices)],
            widget=widgets.Select(),
            **_wanted(error),
            **rest,
        )
        self.error_messages["invalid_choice"] = error or f"Select an answer: {label}"


class CheckboxesField(_ChoiceHints, forms.MultipleChoiceField):
    """Any of a few."""

    def __init__(
        self, label: str, choices: Choices = (), *, error: str = "", hint: str = "", **rest: Any
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            choices=self.take(choices),
            widget=widgets.Checkboxes(),
            **_wanted(error),
            **rest,
        )
        self.error_messages["invalid_choice"] = error or f"Choose from the list: {label}"


class CheckboxField(forms.BooleanField):
    """One box to tick."""

    def __init__(self, label: str, *, error: str = "", hint: str = "", **rest: Any) -> None:
        super().__init__(
            label=label, help_text=hint, widget=widgets.Checkbox(), **_wanted(error), **rest
        )


HOW_TO_WRITE = "a real date, such as 9 March 2017 or 9/3/2017"


class WrittenDateField(forms.Field):
    """A date in one box, as people write it. `what` begins its errors: "Date of birth"."""

    def __init__(
        self, label: str, *, what: str = "", error: str = "", hint: str = "", **rest: Any
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint or "For example, 9 March 2017 or 9/3/2017",
            widget=widgets.Input(width="10", autocomplete="off"),
            **_wanted(error),
            **rest,
        )
        self.what = what or label

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, date):
            return value
        day = read_date(str(value), on=timezone.localdate())
        if day is None:
            raise forms.ValidationError(f"{self.what} must be {HOW_TO_WRITE}", code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value


class MomentField(forms.Field):
    """A day and a time in one box, as people write them. `what` begins its errors."""

    def __init__(
        self, label: str, *, what: str = "", error: str = "", hint: str = "", **rest: Any
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint or "For example, 9 March 2026 at 2:30pm, or tomorrow 9am",
            widget=widgets.Input(width="20", autocomplete="off"),
            **_wanted(error),
            **rest,
        )
        self.what = what or label

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value
        moment = read_moment(str(value), on=timezone.localdate())
        if moment is None:
            words = f"{self.what} must be a day and a time, such as 9 March 2026 at 2:30pm"
            raise forms.ValidationError(words, code="invalid")
        return moment

    def prepare_value(self, value: Any) -> Any:
        return when_in_words(value) if isinstance(value, datetime) else value


class DateField(forms.MultiValueField):
    """A date in three boxes; the month may be a word. `what` begins its errors."""

    def __init__(
        self, label: str, *, what: str = "", error: str = "", hint: str = "", **rest: Any
    ) -> None:
        super().__init__(
            fields=[forms.CharField(required=False) for _ in range(3)],
            label=label,
            help_text=hint or "For example, 27 3 2017",
            widget=widgets.DateParts(),
            require_all_fields=False,
            **_wanted(error),
            **rest,
        )
        self.what = what or label

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(parts):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        named = zip(("day", "month", "year"), parts, strict=True)
        missing = [f"a {name}" for name, part in named if not part]
        if missing:
            raise forms.ValidationError(
                f"{self.what} must include {' and '.join(missing)}", code="incomplete"
            )
        day = read_parts(*parts, on=timezone.localdate())
        if day is None:
            raise forms.ValidationError(f"{self.what} must be a real date", code="invalid")
        self.run_validators(day)
        return day


class FilesField(forms.FileField):
    """Files chosen on this device. What they are is for whoever takes them in to say."""

    def __init__(self, label: str, *, error: str = "", hint: str = "", accept: str = "") -> None:
        super().__init__(
            label=label, help_text=hint, widget=widgets.Files(accept=accept), **_wanted(error)
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The last of them, or None: what each holds is read from the request by name."""
        if not data and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data or None
