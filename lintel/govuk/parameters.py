"""A bound Django field as the parameters of the GOV.UK macro that draws it."""

from typing import Any

from django.forms import BoundField

Parameters = dict[str, Any]


def field_parameters(field: BoundField, big: bool = False) -> tuple[str, Parameters]:
    """The component's name and its parameters.

    `big` makes the label the page's heading, where a page asks one question.
    Text goes in as `text`, which the macros escape.
    """
    component = getattr(field.field.widget, "component", "input")
    parameters: Parameters = {"id": field.auto_id, "name": field.html_name}
    if field.help_text:
        parameters["hint"] = {"text": str(field.help_text)}
    if field.errors:
        parameters["errorMessage"] = {"text": str(field.errors[0])}
    heading = {
        "text": str(field.label),
        "isPageHeading": big,
        "classes": f"govuk-{'fieldset__legend' if component in FIELDSETS else 'label'}--"
        + ("l" if big else "s"),
    }
    if component in FIELDSETS:
        parameters["fieldset"] = {"legend": heading}
    else:
        parameters["label"] = heading
    parameters.update(_MORE[component](field))
    return component, parameters


def _text(field: BoundField) -> Parameters:
    widget = field.field.widget
    attrs = dict(widget.attrs)
    width = getattr(widget, "width", "")
    classes = f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}"
    value = field.value()
    return {
        "type": getattr(widget, "input_type", "text"),
        "value": "" if value is None else str(value),
        "autocomplete": attrs.pop("autocomplete", None),
        "inputmode": attrs.pop("inputmode", None),
        "spellcheck": False if attrs.pop("spellcheck", None) == "false" else None,
        "classes": classes if width else "",
        "attributes": attrs,
    }


def _password(field: BoundField) -> Parameters:
    return {"autocomplete": field.field.widget.attrs.get("autocomplete", "current-password")}


def _textarea(field: BoundField) -> Parameters:
    attrs = dict(field.field.widget.attrs)
    value = field.value()
    parameters: Parameters = {
        "value": "" if value is None else str(value),
        "rows": attrs.pop("rows", 5),
        "attributes": {k: v for k, v in attrs.items() if k not in {"cols"}},
    }
    limit = getattr(field.field.widget, "limit", None)
    if limit:
        parameters["maxlength"] = limit
    return parameters


def _chosen(field: BoundField) -> set[str]:
    value = field.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(each) for each in values if each not in (None, "")}


def _items(field: BoundField) -> list[Parameters]:
    chosen = _chosen(field)
    hints = getattr(field.field, "hints", {})
    items = []
    for key, words in field.field.choices:  # type: ignore[attr-defined]
        item: Parameters = {"value": str(key), "text": str(words), "checked": str(key) in chosen}
        if hints.get(key):
            item["hint"] = {"text": hints[key]}
        items.append(item)
    return items


def _radios(field: BoundField) -> Parameters:
    inline = field.field.widget.attrs.get("inline")
    return {
        "idPrefix": field.auto_id,
        "items": _items(field),
        "classes": "govuk-radios--inline" if inline else "",
    }


def _checkboxes(field: BoundField) -> Parameters:
    return {"idPrefix": field.auto_id, "items": _items(field)}


def _select(field: BoundField) -> Parameters:
    chosen = _chosen(field)
    return {
        "items": [
            {"value": str(key), "text": str(words), "selected": str(key) in chosen}
            for key, words in field.field.choices  # type: ignore[attr-defined]
        ]
    }


def _checkbox(field: BoundField) -> Parameters:
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value())}
    if field.help_text:
        item["hint"] = {"text": str(field.help_text)}
    return {"idPrefix": field.auto_id, "items": [item], "label": None, "hint": None}


def _date(field: BoundField) -> Parameters:
    widget = field.field.widget
    value = field.value()
    parts = value if isinstance(value, list | tuple) else widget.decompress(value)
    wrong = " govuk-input--error" if field.errors else ""
    return {
        "items": [
            {
                "id": f"{field.auto_id}-{name}",
                "name": f"{field.html_name}_{name}",
                "label": name.capitalize(),
                "value": str(part or ""),
                "classes": f"govuk-input--width-{4 if name == 'year' else 2}{wrong}",
                "inputmode": None if name == "month" else "numeric",
            }
            for name, part in zip(widget.parts, parts, strict=True)
        ]
    }


def _files(field: BoundField) -> Parameters:
    attrs = dict(field.field.widget.attrs)
    return {"multiple": attrs.pop("multiple", False), "attributes": attrs}


FIELDSETS = frozenset({"radios", "checkboxes", "date"})
_MORE = {
    "input": _text,
    "password": _password,
    "textarea": _textarea,
    "radios": _radios,
    "checkboxes": _checkboxes,
    "checkbox": _checkbox,
    "select": _select,
    "date": _date,
    "files": _files,
}
