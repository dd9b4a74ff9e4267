"""The register of restricted records: what waits, each record, and a new contact to say."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission, Viewer
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.policy.in_force import policy_for
from lintel.restrictions import actions
from lintel.restrictions.offering import readers_to_offer
from lintel.restrictions.queries.register import one_restriction
from lintel.restrictions.web.forms import (
    AskForm,
    ReaderForm,
    ReviewForm,
    SameForm,
)
from lintel.restrictions.web.pages import MatchPage, match_line, register_page, restriction_page

P = Permission
DONE = {
    "reader": "They can read it now",
    "review": "Kept, and the next review is set",
    "ask": "Asked. Somebody else must lift it",
}


@guarded(P.GUARD_RECORDS, object_type="restriction", methods=("GET",))
@require_safe
def restrictions(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = actions.read_register(by=viewer, at=now)
    page = register_page(found, [each.words for each in what_was_done(request)])
    return render(request, "restrictions/register.html", {"page": page})


@guarded(P.LIFT_RESTRICTION, object_type="restriction", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: HttpRequest, restriction_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        return _page(request, restriction_id, _forms(viewer))
    one_restriction(viewer, restriction_id, at=now)
    tried = request.POST.get("do", "")
    forms = _forms(viewer, data=request.POST, tried=tried)
    if tried not in forms:
        raise NotThere("act")
    form, status = forms[tried], 422
    if form.is_valid():
        try:
            _act(tried, form, restriction_id, by=viewer)()
        except (Invalid, Refused) as wrong:
            show_refusals(form, wrong.refusals)
            status = 409 if isinstance(wrong, Refused) else 422
        else:
            say_done(request, DONE[tried])
            return redirect("restriction", restriction_id)
    return _page(request, restriction_id, forms, tried=tried, status=status)


def _forms(viewer: Viewer, *, data: Any = None, tried: str = "") -> dict[str, Any]:
    kinds: dict[str, Any] = {"reader": ReaderForm, "review": ReviewForm, "ask": AskForm}
    made = {
        name: kind(data if tried == name else None, auto_id=f"id_{name}_%s")
        for name, kind in kinds.items()
    }
    policy = policy_for(viewer.council).restricting
    made["reader"].offer(policy, readers_to_offer(viewer.council))
    return made


def _act(tried: str, form: Any, restriction_id: UUID, *, by: Viewer) -> Callable[[], None]:
    common = {"restriction_id": restriction_id, "by": by, "at": timezone.now()}
    if tried == "reader":
        return lambda: actions.add_reader(reader=form.said(), **common)
    if tried == "review":
        return lambda: actions.look_again(
            reasons=form.cleaned_data["reasons"] or "", next_on=form.next_on(), **common
        )
    return lambda: actions.ask_to_lift(reason=form.cleaned_data["reason"] or "", **common)


def _page(
    request: HttpRequest,
    restriction_id: UUID,
    forms: dict[str, Any],
    *,
    tried: str = "",
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = actions.read_restriction(restriction_id=restriction_id, by=viewer, at=now)
    page = restriction_page(
        seen, viewer=viewer, done=[each.words for each in what_was_done(request)]
    )
    given = {
        "page": page,
        "forms": forms,
        "form": forms.get(tried, forms["ask"]),
        "tried": tried,
        "refused": refused,
    }
    return render(request, "restrictions/restriction.html", given, status=status)


@guarded(P.LIFT_RESTRICTION, object_type="restriction", methods=("POST",))
@stepped_up
@require_POST
def lift(request: HttpRequest, restriction_id: UUID) -> HttpResponse:
    """The second person lifts it; where they may not, the page says why."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    try:
        actions.lift(restriction_id=restriction_id, by=viewer, at=now)
    except Refused as no:
        words = "; ".join(each.message for each in no.refusals)
        return _page(request, restriction_id, _forms(viewer), status=409, refused=words)
    say_done(request, "Lifted. It is open again to everybody who may otherwise see it")
    return redirect("restriction", restriction_id)


@guarded(P.GUARD_RECORDS, object_type="restriction", methods=("POST",))
@require_POST
def keep(request: HttpRequest, restriction_id: UUID) -> HttpResponse:
    """Somebody asked that it be lifted; it stands."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    try:
        actions.keep_after_all(restriction_id=restriction_id, by=viewer, at=now)
    except Refused as no:
        words = "; ".join(each.message for each in no.refusals)
        return _page(request, restriction_id, _forms(viewer), status=409, refused=words)
    say_done(request, "It stands. Whoever asked can ask again")
    return redirect("restriction", restriction_id)


@guarded(P.GUARD_RECORDS, object_type="restriction", methods=("POST",))
@require_POST
def end_reader(request: HttpRequest, restriction_id: UUID, reader_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    try:
        actions.end_reader(restriction_id=restriction_id, reader_id=reader_id, by=viewer, at=now)
    except Refused as no:
        words = "; ".join(each.message for each in no.refusals)
        return _page(request, restriction_id, _forms(viewer), status=409, refused=words)
    say_done(request, "They no longer read it")
    return redirect("restriction", restriction_id)


@guarded(P.GUARD_RECORDS, object_type="match", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """A new contact that may be about somebody hidden: is it them?"""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form, status = SameForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.settle_match(
                    match_id=match_id,
                    is_same=form.cleaned_data["same"] == "same",
                    because=form.cleaned_data["because"] or "",
                    by=viewer,
                    at=now,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                say_done(request, "Recorded")
                return redirect("restrictions")
    seen = actions.read_match(match_id=match_id, by=viewer, at=now)
    page = MatchPage(match_line(seen))
    return render(request, "restrictions/match.html", {"page": page, "form": form}, status=status)
