"""Letting somebody in: an invitation for a person, an account with a token for a system."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.access import actions
from lintel.access.guards import guarded
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission, Role, Viewer
from lintel.directory import queries
from lintel.directory.web.forms import InviteForm
from lintel.directory.web.pages import InvitePage
from lintel.govuk.answers import say_done, show_refusals
from lintel.kernel.refusals import Invalid


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    teams = queries.teams(viewer.council)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        agencies=queries.agencies(viewer.council),
        teams_there=teams,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _let_in(request, form, by=viewer, at=now)
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
    page = InvitePage(no_teams=not [team for team in teams if team.kind != "front_door"])
    return render(request, "directory/invite.html", {"page": page, "form": form}, status=status)


def _let_in(request: HttpRequest, form: InviteForm, *, by: Viewer, at: datetime) -> HttpResponse:
    """
    Errors:
        Invalid: as the actions.
    """
    told, appointed = form.cleaned_data, form.appointed()
    if appointed.role is Role.AGENCY_SYSTEM:
        account_id = actions.open_account(
            username=told["username"],
            name=told["name"],
            email=told["email"],
            role=appointed.role,
            council=by.council,
            agency=appointed.agency,
            employed_by_council=appointed.employed_by_council,
            employed_until=appointed.employed_until,
            why=told["why"],
            by=by,
            at=at,
        )
        say_done(request, "The account is made. A second person must confirm it")
        return redirect("account", account_id)
    actions.invite(
        appointed=appointed,
        council=by.council,
        name=told["name"],
        username=told["username"],
        email=told["email"],
        why=told["why"],
        by=by,
        at=at,
    )
    onward = (
        "Then the link is sent to their email address"
        if told["email"]
        else "Then the link is shown to them, to give to the person"
    )
    say_done(request, f"The invitation is asked for. A second person must confirm it. {onward}")
    return redirect("accounts")


@guarded(Permission.MANAGE_ACCOUNTS, object_type="invitation", methods=("POST",))
@stepped_up
@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    actions.withdraw_invitation(invitation_id=invitation_id, by=viewer, at=now)
    say_done(request, "The invitation no longer works")
    return redirect("accounts")
