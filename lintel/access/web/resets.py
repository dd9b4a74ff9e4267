"""A new password for somebody who has lost theirs, and a first one for somebody invited.

Links carry a secret, so it is moved into the session at once and the address without it is
what the browser keeps and passes on.
"""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from lintel.access import actions, guessing, queries
from lintel.access.backends import AccountBackend, account_named
from lintel.access.guards import viewer_of
from lintel.access.models import Account, ResetAsked
from lintel.access.rules import Elsewhere, tidy_name
from lintel.access.single_sign_on import INVITED, identity_waiting, providers_offered
from lintel.access.viewers import the_system
from lintel.access.web.forms import (
    AskResetForm,
    IdentityInvitationForm,
    InvitationForm,
    NewPasswordForm,
)
from lintel.access.web.pages import WordsPage
from lintel.access.web.views import public, too_many_tries
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refused

RESET = "lintel_reset"


@public("GET", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    form = AskResetForm(request.POST or None)
    if form.is_valid():
        now, name = timezone.now(), tidy_name(form.cleaned_data["username"])
        account = account_named(name)
        whose = str(account.pk) if account else name
        if not guessing.may_guess(guessing.bucket("reset", whose), at=now):
            return too_many_tries(request, passkey_helps=False)
        ResetAsked.objects.create(
            name=name, site=request.build_absolute_uri("/").rstrip("/"), asked_at=now
        )
        return redirect("password_reset_sent")
    return render(request, "access/ask_reset.html", {"form": form})


@public("GET")
def sent(request: HttpRequest) -> HttpResponse:
    page = WordsPage(
        "Check your email",
        (
            "If there is an account with that name, we have sent a link to its email address. "
            "It works for one hour.",
            "If nothing comes, tell whoever looks after Lintel where you work.",
        ),
        reverse("login"),
        "Go back to sign in",
    )
    return render(request, "access/words.html", {"page": page})


@public("GET")
def link(request: HttpRequest, who: str, token: str) -> HttpResponse:
    request.session[RESET] = [who, token]
    return redirect("password_reset_choose")


@public("GET", "POST")
def choose(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    account = _account_of_reset(request)
    if account is None:
        return _link_is_old(request)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            actions.set_password(
                account_id=account.id,
                password=form.cleaned_data["password"],
                by=viewer_of(account, now),
                at=now,
            )
        except Invalid as wrong:
            _show(wrong, form)
        else:
            request.session.flush()
            return HttpResponseRedirect(f"{reverse('login')}?why=password_set")
    return render(request, "access/choose_password.html", {"form": form})


@public("GET")
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    request.session[INVITED] = token
    return redirect("invitation")


@public("GET", "POST")
def invitation(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    token = request.session.get(INVITED)
    if not token:
        return _link_is_old(request)
    identity, proposed = identity_waiting(request, now), queries.proposed(token)
    kind = IdentityInvitationForm if identity else InvitationForm
    form = kind(request.POST or None, initial=proposed)
    if form.is_valid():
        try:
            _accept(token, form, identity=identity, at=now)
        except Invalid as wrong:
            _show(wrong, form)
        except Refused as why:
            form.add_error(None, why.refusals[0].message)
        except NotThere:
            return _link_is_old(request)
        else:
            request.session.flush()
            return HttpResponseRedirect(f"{reverse('login')}?why=account_made")
    offered = () if identity else providers_offered(proposed.get("council") or "-")
    return render(request, "access/invitation.html", {"form": form, "providers": offered})


def _accept(
    token: str,
    form: IdentityInvitationForm,
    *,
    identity: Elsewhere | None,
    at: datetime,
) -> None:
    actions.accept_invitation(
        token=token,
        identity=identity,
        **form.cleaned_data,
        by=the_system("", today=london_day(at)),
        at=at,
    )


def _account_of_reset(request: HttpRequest) -> Account | None:
    """Whose reset link this is; None once it has been used, has lapsed or they have left."""
    who, token = request.session.get(RESET, ("", ""))
    try:
        account = AccountBackend().get_user(urlsafe_base64_decode(who).decode())
    except (ValueError, ValidationError):
        return None
    if account is None or not default_token_generator.check_token(account, token):
        return None
    return account


def _show(wrong: Invalid, form: NewPasswordForm | IdentityInvitationForm) -> None:
    for refusal in wrong.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _link_is_old(request: HttpRequest) -> HttpResponse:
    page = WordsPage(
        "This link no longer works",
        ("It was used already, or it is too old. Ask for a new one.",),
        reverse("password_reset"),
        "Ask for a new password",
    )
    return render(request, "access/words.html", {"page": page}, status=410)
