"""Everything that is wrong with a form, in one list at the top of the page."""

from typing import Any

from django.forms import BaseForm


def error_summary(*forms: BaseForm) -> list[dict[str, Any]]:
    """Items for the GOV.UK error summary, each leading to its field, in the form's order."""
    items: list[dict[str, Any]] = []
    for form in forms:
        if not form.is_bound:
            continue
        items += [{"text": str(words)} for words in form.non_field_errors()]
        for field in form:
            target = field.field.widget.id_for_label(field.auto_id) or field.auto_id
            if getattr(field.field.widget, "component", "") in {"radios", "checkboxes", "checkbox"}:
                target = field.auto_id
            items += [{"text": str(words), "href": f"#{target}"} for words in field.errors]
    return items
