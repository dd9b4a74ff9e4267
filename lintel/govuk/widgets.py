"""What a question looks like. Each widget names the GOV.UK component that draws it."""

from collections.abc import Mapping
from typing import Any

from django import forms


class Input(forms.TextInput):
    """One line. `width` is a GOV.UK width class without its prefix: "10", "one-half"."""

    component = "input"

    def __init__(self, *, width: str = "", **attrs: Any) -> None:
        super().__init__(attrs)
        self.width = width


class EmailInput(Input):
    input_type = "email"


class PhoneInput(Input):
    input_type = "tel"


class PasswordInput(forms.PasswordInput):
    component = "password"


class Textarea(forms.Textarea):
    """Several lines. `limit` counts characters as they are typed, and by the server."""

    component = "textarea"

    def __init__(self, *, rows: int = 5, limit: int | None = None, **attrs: Any) -> None:
        super().__init__({"rows": rows, **attrs})
        self.limit = limit


class Radios(forms.RadioSelect):
    component = "radios"


class Select(forms.Select):
    component = "select"


class Checkboxes(forms.CheckboxSelectMultiple):
    component = "checkboxes"


class Checkbox(forms.CheckboxInput):
    component = "checkbox"


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes. Keeps what was typed when it is no date."""

    component = "date"
    parts = ("day", "month", "year")

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts})

    def decompress(self, value: Any) -> list[str]:
        if value is None or value == "":
            return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)]

    def id_for_label(self, id_: str) -> str:
        """The first box: where the error summary leads."""
        return f"{id_}-day" if id_ else id_

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return all(f"{name}_{part}" not in data for part in self.parts)


class Files(forms.ClearableFileInput):
    """Several files from this device. A browser never gives them back: they are chosen again."""

    component = "files"
    allow_multiple_selected = True

    def __init__(self, *, accept: str = "") -> None:
        super().__init__({"accept": accept, "multiple": True} if accept else {"multiple": True})
