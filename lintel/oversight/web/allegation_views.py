"""Allegations against people who work with children: a list and a page, for few."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.oversight import actions
from lintel.oversight.queries import allegations as queries
from lintel.oversight.queries.allegations import AllegationSeen
from lintel.oversight.web.allegation_forms import ConsiderForm, CourseForm, EndForm
from lintel.oversight.web.allegation_pages import (
    AllegationPage,
    AllegationsPage,
    allegation_shown,
)

DAYS = 90
DRAFT_MOST = 60_000  # characters in all the fields of one draft
DONE = {
    "take": "You have it. The clock for telling you has ended",
    "consider": "The four tests are recorded",
    "decide": "Recorded what happens",
    "end": "Closed",
}


@guarded(Permission.VIEW_ALLEGATION, object_type="allegation", methods=("GET",))
@require_safe
def allegations(request: HttpRequest) -> HttpResponse:
    """The open ones, the least time left first; those that ended lately below. No name."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = queries.allegations(viewer, since=now - timedelta(days=DAYS))
    shown = [allegation_shown(one, at=now) for one in found]
    page = AllegationsPage(
        open=[one for one in shown if one.is_open],
        ended=[one for one in shown if not one.is_open],
        days=DAYS,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "oversight/allegations.html", {"page": page})


@guarded(Permission.VIEW_ALLEGATION, object_type="allegation", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def allegation(request: HttpRequest, allegation_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        seen = actions.read_allegation(allegation_id=allegation_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(allegation_id))
        forms = _forms(initial=dict(kept[0]) if kept else {})
        saved_at = when_in_words(kept[1]) if kept else ""
        return _page(request, seen, forms, saved_at=saved_at)
    tried = request.POST.get("do", "")
    forms = _forms(data=request.POST, tried=tried)
    form, status = forms.get(tried, forms["consider"]), 422
    if tried == "take" or form.is_valid():
        try:
            _act(tried, form, allegation_id, viewer)()
        except (Invalid, Refused) as wrong:
            if tried == "take":  # somebody has it already: the page says who
                return redirect("allegation", allegation_id)
            show_refusals(form, wrong.refusals)
            status = 409 if isinstance(wrong, Refused) else 422
        else:
            contacts.drop_draft(form=_draft(allegation_id), by=viewer, at=now)
            say_done(request, DONE.get(tried, DONE["consider"]))
            return redirect("allegation", allegation_id)
    seen = queries.one_allegation(viewer, allegation_id)
    return _page(request, seen, forms, tried=tried, status=status)


def _act(tried: str, form: Any, allegation_id: UUID, viewer: Viewer) -> Callable[[], None]:
    common = {"allegation_id": allegation_id, "by": viewer, "at": timezone.now()}
    if tried == "take":
        return lambda: actions.take_allegation(**common)
    typed = {name: value or "" for name, value in form.cleaned_data.items()}
    if tried == "decide":
        return lambda: actions.decide_allegation(**typed, **common)
    if tried == "end":
        return lambda: actions.end_allegation(**typed, **common)
    return lambda: actions.consider_allegation(said=form.said(), **common)


def _forms(
    *, data: Any = None, initial: dict[str, Any] | None = None, tried: str = ""
) -> dict[str, Any]:
    kinds: dict[str, Any] = {"consider": ConsiderForm, "decide": CourseForm, "end": EndForm}
    return {
        name: kind(data if tried == name else None, initial=initial or {}, auto_id=f"id_{name}_%s")
        for name, kind in kinds.items()
    }


def _page(
    request: HttpRequest,
    seen: AllegationSeen,
    forms: dict[str, Any],
    *,
    tried: str = "",
    saved_at: str = "",
    status: int = 200,
) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = contact_queries.found(viewer, seen.contact_id)
    page = AllegationPage(
        shown=allegation_shown(seen, at=now),
        may_record=seen.may_record and seen.is_open,
        may_open=bool(found),
        signs=queries.strategy_signs(found[0]) if found else (),
        tried=tried,
        saved_at=saved_at,
        autosave=reverse("allegation_draft", args=[seen.id]),
        done=[done.words for done in what_was_done(request)],
    )
    given = {"page": page, "forms": forms, "form": forms.get(tried, forms["consider"])}
    return render(request, "oversight/allegation.html", given, status=status)


@guarded(Permission.RECORD_ALLEGATION, object_type="draft", methods=("POST",))
@require_POST
def allegation_draft(request: HttpRequest, allegation_id: UUID) -> HttpResponse:
    """Keep what is being typed about one."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    queries.one_allegation(viewer, allegation_id)
    typed = {
        name: value
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "do")
    }
    if sum(len(str(value)) for value in typed.values()) > DRAFT_MOST:
        return HttpResponseBadRequest()
    contacts.save_draft(form=_draft(allegation_id), fields=typed, by=viewer, at=now)
    return JsonResponse({"saved_at": when_in_words(now)})


def _draft(allegation_id: UUID) -> str:
    return f"allegation:{allegation_id}"
