"""Finding a contact. Words are sent, never put in an address, and that one searched is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Zone
from lintel.access.zones import sees
from lintel.contacts import actions
from lintel.contacts.queries.search import MOST, people, signal_named
from lintel.contacts.web.person_pages import PersonRow, person_row
from lintel.contacts.web.rows import RowShown, rows_shown
from lintel.govuk.fields import TextField


class SearchForm(forms.Form):
    words = TextField(
        "Reference, name or number",
        hint="For example, NB-7K4M-2Q, the first letters of a name, or an NHS number. "
        "Finds children and adults, open and closed, also where a name is misspelt",
        error="Enter a reference, a name or a number",
        width="one-half",
        autocomplete="off",
    )


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Shape: `found` is how many contacts, in words; "" before anything was looked for;
    `guardian_phone` where a restricted record may be about somebody called so."""

    rows: Sequence[RowShown]
    found: str
    advice: str
    people: Sequence[PersonRow] = ()
    guardian_phone: str = ""
    may_break_glass: bool = False


@guarded(Permission.SEARCH, object_type="search", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form = SearchForm(request.POST if request.method == "POST" else None)
    page = SearchPage((), "", "")
    if form.is_valid():
        rows = actions.search_contacts(words=form.cleaned_data["words"], by=viewer, at=now)
        known = [person_row(one) for one in people(viewer, form.cleaned_data["words"])]
        page = SearchPage(rows_shown(viewer, rows, at=now), _found(len(rows)), "", known)
        if not rows:
            by_name = "Check the spelling, or try fewer letters of one name."
            if not sees(viewer, Zone.IDENTITY):
                by_name = "Your role finds contacts by reference only."
            page = SearchPage((), "No contacts found" if known else "Nothing found", by_name, known)
        signal = signal_named(viewer, form.cleaned_data["words"])
        if signal is not None:
            page = replace(page, guardian_phone=signal.phone)
    page = replace(page, may_break_glass=viewer.may(Permission.BREAK_GLASS) and bool(page.found))
    return render(request, "contacts/search.html", {"page": page, "form": form})


def _found(number: int) -> str:
    if number >= MOST:
        return f"The newest {MOST}. There may be more: add another name to narrow it"
    return f"{number} found" if number != 1 else "1 found"
