"""The accounts of a council: who may sign in, on what terms, and putting an end to it.

These pages stand in the directory because they offer its agencies and teams, which access,
below it, does not know.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access import actions, queries as access
from lintel.access.guards import guarded
from lintel.access.queries import AccountSeen
from lintel.access.scopes import Scope
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission, Role, Viewer
from lintel.access.waiting import invitations_waiting
from lintel.directory import queries
from lintel.directory.web.account_steps import STEPS, steps_for
from lintel.directory.web.forms import AppointmentForm, TokenForm, as_typed
from lintel.directory.web.pages import (
    AccountLine,
    AccountPage,
    AccountsPage,
    ConfirmPage,
    InvitationLine,
    SecretPage,
    Step,
    TokenLine,
    TokenPage,
)
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.as_seen import letters_of
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused

CHANGED = {
    actions.Changed.NOW: "Changed from now on",
    actions.Changed.NOTHING: "Nothing was different",
    actions.Changed.WAITS: "Asked for: a second person must confirm it before it counts",
    actions.Changed.PARTLY: "What you took away counts from now on. What you gave waits for a "
    "second person to confirm it",
}


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("GET",))
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody by name, and who is still to accept."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    titles = {agency.key: agency.title for agency in queries.agencies(viewer.council)}
    lines = [AccountLine.of(seen, titles, at=now) for seen in access.accounts_seen(viewer)]
    page = AccountsPage(
        accounts=lines,
        invitations=[InvitationLine.of(each) for each in invitations_waiting(viewer, now)],
        to_renew=sum(1 for line in lines if line.registration[1] and line.state[1] != "grey"),
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "directory/accounts.html", {"page": page})


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account: its terms, to be changed, and what else can be done to it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = access.account_seen(viewer, account_id)
    form, status = _form(viewer, seen, request), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = actions.change_appointment(
                    account_id=account_id,
                    appointed=form.appointed(),
                    why=form.cleaned_data["why"],
                    seen=request.POST.get("seen", ""),
                    by=viewer,
                    at=now,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                say_done(request, CHANGED[changed])
                return redirect("account", account_id)
    page = _account_page(request, seen, at=now)
    return render(request, "directory/account.html", {"page": page, "form": form}, status=status)


def _form(viewer: Viewer, seen: AccountSeen, request: HttpRequest) -> AppointmentForm:
    return AppointmentForm(
        request.POST if request.method == "POST" else None,
        initial=as_typed(seen.appointed),
        agencies=queries.agencies(viewer.council),
        teams_there=queries.teams(viewer.council),
    )


def _account_page(request: HttpRequest, seen: AccountSeen, *, at: datetime) -> AccountPage:
    viewer = request.viewer  # type: ignore[attr-defined]
    titles = {agency.key: agency.title for agency in queries.agencies(viewer.council)}
    is_system = seen.appointed.role is Role.AGENCY_SYSTEM
    mine = seen.account_id == viewer.account_id
    return AccountPage(
        line=AccountLine.of(seen, titles, at=at),
        email=seen.email,
        bound=", ".join(seen.bound) or "None",
        steps=[
            Step(reverse("step_of_account", args=[seen.account_id, key]), STEPS[key].words)
            for key in steps_for(seen, mine=mine)
        ],
        tokens=[
            TokenLine.of(token, seen.account_id)
            for token in access.tokens_of(viewer, seen.account_id, at)
        ],
        issue=reverse("issue_token", args=[seen.account_id]) if is_system else "",
        mine=mine,
        seen=letters_of(asdict(seen.appointed)),
        done=[done.words for done in what_was_done(request)],
    )


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, account_id: UUID, what: str) -> HttpResponse:
    """Disable, enable, end sessions, forget a lost telephone: asked once more, then done."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = access.account_seen(viewer, account_id)
    if what not in STEPS:
        raise NotThere
    asked, refused = STEPS[what], ()
    if request.method == "POST":
        try:
            changed = asked.do(account_id=account_id, by=viewer, at=now)
        except Refused as why:
            refused = tuple(refusal.message for refusal in why.refusals)
        else:
            waits = changed is actions.Changed.WAITS
            say_done(request, CHANGED[actions.Changed.WAITS] if waits else asked.done)
            return redirect("account", account_id)
    page = ConfirmPage(
        title=asked.title,
        paragraphs=(f"{seen.name}, user name {seen.username}.", *asked.paragraphs),
        button=asked.words,
        warns=asked.warns,
        back=reverse("account", args=[account_id]),
        refused=refused,
    )
    status = 409 if refused else 200
    return render(request, "directory/confirm.html", {"page": page}, status=status)


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("GET", "POST"))
@stepped_up
@require_http_methods(["GET", "POST"])
def issue_token(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Errors: NotThere also for a person's account: people sign in."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if access.account_seen(viewer, account_id).appointed.role is not Role.AGENCY_SYSTEM:
        raise NotThere
    form = TokenForm(request.POST if request.method == "POST" else None)
    back = reverse("account", args=[account_id])
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        given = {"page": TokenPage(back=back), "form": form}
        return render(request, "directory/token.html", given, status=status)
    lasts = timedelta(days=int(form.cleaned_data["days"]))
    page = SecretPage(
        title="Copy this token now",
        label="Token",
        secret=actions.issue_token(
            account_id=account_id,
            scopes=[Scope(one) for one in form.cleaned_data["scopes"]],
            lasts=lasts,
            by=viewer,
            at=now,
        ),
        paragraphs=(
            "It is shown once. Lintel keeps no copy that can be read.",
            "Put it where the other system keeps its secrets. Never send it by email.",
            f"It works until {when_in_words(now + lasts)}, or until you revoke it or disable the "
            "account.",
        ),
        onward=back,
        onward_words="I have copied it. Go to the account",
    )
    return render(request, "directory/secret.html", {"page": page})


@guarded(Permission.MANAGE_ACCOUNTS, object_type="account", methods=("POST",))
@stepped_up
@require_POST
def revoke_token(request: HttpRequest, account_id: UUID, token_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    actions.revoke_token(account_id=account_id, token_id=token_id, by=viewer, at=now)
    say_done(request, "The token no longer works")
    return redirect("account", account_id)
