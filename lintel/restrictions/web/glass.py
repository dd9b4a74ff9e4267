"""Broken glass: ending one's own, and looking at what others did."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Role, Viewer
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.govuk.fields import LongTextField, RadiosField
from lintel.kernel.refusals import Invalid, Refused
from lintel.policy.in_force import policy_for
from lintel.restrictions import actions
from lintel.restrictions.queries.glass import GlassSeen, one_use, to_review
from lintel.restrictions.rules.glass import LONGEST, OUTCOME_WORDS
from lintel.restrictions.web.glass_pages import GlassShown, glass_shown

DAYS = 90


class ReviewForm(forms.Form):
    outcome = RadiosField(
        "What did you find?",
        tuple((str(key), words) for key, words in OUTCOME_WORDS.items()),
        error="Select what you found",
    )
    words = LongTextField(
        "How do you know?",
        hint="Whom you asked, and what they said",
        limit=LONGEST,
        counted=False,
        error="Enter what you found and how you know",
    )


class IncidentForm(forms.Form):
    because = LongTextField(
        "What was done about it?", limit=LONGEST, counted=False, error="Enter what was done"
    )


@dataclass(frozen=True, slots=True)
class UsesPage:
    waiting: list[GlassShown]
    incidents: list[GlassShown]
    settled: list[GlassShown]
    days: int
    done: list[str]


@dataclass(frozen=True, slots=True)
class UsePage:
    """Shape: `asks` is "review", "incident" or "" for what the form is about."""

    shown: GlassShown
    asks: str
    is_own: bool


@guarded(None, object_type="broken_glass", methods=("POST",))
@require_POST
def end_glass(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """ "End now", from the banner. Somebody else's is not there."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    actions.end_glass(glass_id=glass_id, by=viewer, at=now)
    say_done(request, "The record is shut again")
    return redirect("/")


@guarded(Permission.REVIEW_GLASS, object_type="broken_glass", methods=("GET",))
@require_safe
def broken_glass(request: HttpRequest) -> HttpResponse:
    """What waits for a review, then open incidents, then what was settled lately."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    kinds = policy_for(viewer.council).restricting.kinds
    found = to_review(viewer, since=now - timedelta(days=DAYS), at=now)
    waiting = [one for one in found if one.review is None]
    open_ones = [one for one in found if one.incident and one.incident.closed_at is None]
    settled = [one for one in found if one.review and one not in open_ones]
    page = UsesPage(
        waiting=[glass_shown(one, at=now, kinds=kinds) for one in waiting],
        incidents=[glass_shown(one, at=now, kinds=kinds) for one in open_ones],
        settled=[glass_shown(one, at=now, kinds=kinds) for one in settled],
        days=DAYS,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "restrictions/broken_glass.html", {"page": page})


@guarded(Permission.REVIEW_GLASS, object_type="broken_glass", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def one_broken_glass(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    glass = actions.open_glass(glass_id=glass_id, by=viewer, at=now)
    seen = one_use(viewer, glass, at=now)
    asks = _asks(seen, viewer)
    form = (IncidentForm if asks == "incident" else ReviewForm)(
        request.POST if request.method == "POST" else None
    )
    if request.method != "POST":
        return _page(request, seen, form, asks)
    if not form.is_valid():
        return _page(request, seen, form, asks, status=422)
    try:
        if asks == "incident":
            actions.close_incident(
                glass_id=glass_id, because=form.cleaned_data["because"], by=viewer, at=now
            )
        else:
            actions.review_glass(glass_id=glass_id, **form.cleaned_data, by=viewer, at=now)
    except (Invalid, Refused) as wrong:
        show_refusals(form, wrong.refusals)
        status = 409 if isinstance(wrong, Refused) else 422
        return _page(request, one_use(viewer, glass, at=now), form, asks, status=status)
    say_done(request, "The incident is closed" if asks == "incident" else "Reviewed")
    return redirect("broken_glass")


def _asks(seen: GlassSeen, viewer: Viewer) -> str:
    if seen.review is None:
        return "" if seen.is_own else "review"
    closes = viewer.role is Role.DPO and not seen.is_own
    return "incident" if closes and seen.incident and not seen.incident.closed_at else ""


def _page(
    request: HttpRequest, seen: GlassSeen, form: Any, asks: str, *, status: int = 200
) -> HttpResponse:
    kinds = policy_for(request.viewer.council).restricting.kinds  # type: ignore[attr-defined]
    shown = glass_shown(seen, at=timezone.now(), kinds=kinds)
    page = UsePage(shown, asks, seen.is_own)
    given = {"page": page, "form": form if asks else None}
    return render(request, "restrictions/one_broken_glass.html", given, status=status)
