"""Finding a contact. Words are sent, never put in an address, and that one searched is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Zone
from lintel.access.zones import sees
from lintel.contacts import actions
from lintel.contacts.queries.search import MOST
from lintel.contacts.web.rows import RowShown, rows_shown
from lintel.govuk.fields import TextField


class SearchForm(forms.Form):
    words = TextField(
        "Reference or name",
        hint="For example, NB-7K4M-2Q, or the first letters of a name. "
        "Finds children and adults, open and closed",
        error="Enter a reference or a name",
        width="one-half",
        autocomplete="off",
    )


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Shape: `found` is how many, in words; "" before anything was looked for."""

    rows: Sequence[RowShown]
    found: str
    advice: str


@guarded(Permission.SEARCH, object_type="search", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form = SearchForm(request.POST if request.method == "POST" else None)
    page = SearchPage((), "", "")
    if form.is_valid():
        rows = actions.search_contacts(words=form.cleaned_data["words"], by=viewer, at=now)
        page = SearchPage(rows_shown(viewer, rows, at=now), _found(len(rows)), "")
        if not rows:
            by_name = "Check the spelling, or try fewer letters of one name."
            if not sees(viewer, Zone.IDENTITY):
                by_name = "Your role finds contacts by reference only."
            page = SearchPage((), "Nothing found", by_name)
    return render(request, "contacts/search.html", {"page": page, "form": form})


def _found(number: int) -> str:
    if number >= MOST:
        return f"The newest {MOST}. There may be more: add another name to narrow it"
    return f"{number} found" if number != 1 else "1 found"
