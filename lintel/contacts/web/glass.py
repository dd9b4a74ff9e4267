"""Breaking the glass of a contact: the way from "page not found" to the record, in an emergency.

Each page is the same for a contact that is there and for one that is not, until it opens.
"""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.stepping_up import shown_code, step_up_is_due, stepped_up
from lintel.access.viewers import Permission
from lintel.contacts import actions
from lintel.govuk.answers import say_done, show_refusals
from lintel.govuk.fields import LongTextField, RadiosField, TextField
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.restrictions.queries import guardian_phone
from lintel.restrictions.queries.glass import unreviewed_of
from lintel.restrictions.rules.glass import (
    CATEGORY_WORDS,
    LONGEST,
    REASON_LEAST,
    reasons_not_yet,
)

NOT_HERE = "There is no contact with this reference that you can open. Check it, or ring"


class GlassForm(forms.Form):
    category = RadiosField(
        "Why do you need to see this record?",
        tuple((str(key), words) for key, words in CATEGORY_WORDS.items()),
        error="Select why you need to see the record",
    )
    reason = LongTextField(
        "What has happened, and what will you do?",
        hint=f"At least {REASON_LEAST} characters. Whoever reviews this reads it",
        rows=4,
        limit=LONGEST,
        counted=False,
        error=f"Enter the reason in {REASON_LEAST} characters or more",
    )


class ReferenceGlassForm(GlassForm):
    reference = TextField(
        "Reference of the contact",
        hint="For example, NB-7K4M-2Q",
        error="Enter the reference",
        width="10",
        autocomplete="off",
    )
    field_order = ("reference", "category", "reason")


@dataclass(frozen=True, slots=True)
class GlassPage:
    """Shape: `in_the_way` is why it cannot be done whatever the record; `code_is_due` when the
    form asks for the second factor; `back` is "" where nothing can be gone back to."""

    phone: str
    in_the_way: tuple[str, ...]
    code_is_due: bool
    shown_code: str


@guarded(Permission.BREAK_GLASS, object_type="contact", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """For one contact that a page did not show."""
    form = GlassForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, contact_id)


@guarded(Permission.BREAK_GLASS, object_type="contact", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass_by_reference(request: HttpRequest) -> HttpResponse:
    """For a contact of which somebody has the reference: read out by the guardian, or by police."""
    form = ReferenceGlassForm(request.POST if request.method == "POST" else None)
    which = str(form.cleaned_data["reference"]) if form.is_valid() else ""
    return _answer(request, form, which)


def _answer(request: HttpRequest, form: forms.Form, which: UUID | str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    said = {name: form.cleaned_data[name] for name in ("category", "reason")}
    try:
        contact_id = actions.break_glass(which=which, by=viewer, at=now, **said)
    except Invalid as wrong:
        show_refusals(form, wrong.refusals)
        return _page(request, form, status=422)
    except Refused as refused:
        if isinstance(which, UUID) and refused.refusals[0].code == "already_open":
            return redirect("contact", which)
        show_refusals(form, refused.refusals)
        return _page(request, form, status=409)
    except NotThere:
        if isinstance(which, UUID):
            raise
        form.add_error("reference", f"{NOT_HERE} {guardian_phone(viewer.council)}")
        return _page(request, form, status=404)
    except DatabaseError:
        return _not_told(request)
    say_done(request, "The record is open to you for 60 minutes, to read")
    return redirect("contact", contact_id)


def _page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    due = step_up_is_due(request)
    page = GlassPage(
        phone=guardian_phone(viewer.council),
        in_the_way=tuple(r.message for r in reasons_not_yet(unreviewed_of(viewer.account_id))),
        code_is_due=due,
        shown_code=shown_code(request) if due else "",
    )
    given = {"page": page, "form": form}
    return render(request, "contacts/break_glass.html", given, status=status)


def _not_told(request: HttpRequest) -> HttpResponse:
    """The alert could not be written, so nothing was opened: somebody can still be rung."""
    viewer = request.viewer  # type: ignore[attr-defined]
    page = GlassPage(guardian_phone(viewer.council), (), code_is_due=False, shown_code="")
    answer = render(request, "contacts/glass_not_told.html", {"page": page}, status=503)
    answer.headers["Retry-After"] = "30"
    return answer
