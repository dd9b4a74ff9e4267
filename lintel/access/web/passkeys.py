"""Signing in with a passkey first and the password after it.

Whoever was slowed down by somebody else's guesses still gets in: without the passkey nobody
comes to this password, so it has a count of guesses of its own. Both factors are asked for.
"""

from datetime import UTC, datetime, timedelta
from functools import wraps

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access import guessing, passkeys
from lintel.access.adapters import SecondFactor
from lintel.access.backends import AccountBackend
from lintel.access.guards import View, session_viewer
from lintel.access.models import Account
from lintel.access.web.forms import PasswordForm
from lintel.access.web.pages import PasskeyPage
from lintel.access.web.views import public, signed_in, too_many_tries

PASSKEY_NOT_RIGHT = (
    "That passkey did not work. Try again, or go back and sign in with your password and a code"
)
GIVEN = "lintel_passkey_given"  # in the session: whose, and when
LASTS = timedelta(minutes=10)


def not_signed_in(view: View) -> View:
    """Whoever is signed in goes on to Lintel: a second session would begin over the first."""

    @wraps(view)
    def begun(request: HttpRequest) -> HttpResponse:
        if session_viewer(request, timezone.now()) is not None:
            return redirect("/")
        return view(request)

    return begun


@public("GET", "POST")
@not_signed_in
def passkey(request: HttpRequest) -> HttpResponse:
    now, error = timezone.now(), ""
    if request.method == "POST":
        account = passkeys.whose(request.POST.get("passkey", ""), at=now)
        if account is not None:
            request.session.cycle_key()
            request.session[GIVEN] = [str(account.pk), int(now.timestamp())]
            return redirect("login_passkey_password")
        error = PASSKEY_NOT_RIGHT
    page = PasskeyPage(works=passkeys.can_be_used_here(request), error=error)
    return render(request, "access/passkey.html", {"page": page})


@public("POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Asks for any passkey of this site: it tells nobody who has one."""
    return JsonResponse(passkeys.begin_using(None))


@public("GET", "POST")
@not_signed_in
def password(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    account = _whose(request, at=now)
    if account is None:
        return redirect("login_passkey")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        key = guessing.bucket("password_after_passkey", str(account.pk))
        if not guessing.may_guess(key, at=now):
            return too_many_tries(request, passkey_helps=False)
        if account.check_password(form.cleaned_data["password"]):
            guessing.was_right(key)
            return _both_given(request, account, at=now)
        form.add_error("password", "The password is not right")
    return render(request, "access/password_after_passkey.html", {"form": form})


def _whose(request: HttpRequest, *, at: datetime) -> Account | None:
    """Who gave a passkey in this session some minutes ago, if they may still sign in and have not
    removed it since: the password alone is never enough."""
    who, given = request.session.get(GIVEN, ("", 0))
    if not who or not timedelta(0) <= at - datetime.fromtimestamp(given, UTC) < LASTS:
        return None
    account = AccountBackend().get_user(who)
    is_kept = account is not None and passkeys.was_used(account, since=given)
    return account if is_kept else None


def _both_given(request: HttpRequest, account: Account, *, at: datetime) -> HttpResponse:
    request.session.pop(GIVEN)
    account.backend = "lintel.access.backends.AccountBackend"
    answer = perform_login(request, Login(user=account))
    stage = LoginStageController.enter(request, SecondFactor.key)
    return answer if stage is None else signed_in(request, stage, account, how="passkey", at=at)
