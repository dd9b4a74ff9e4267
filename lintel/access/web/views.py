"""Signing in with a password and a one-time code, and signing out."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.contrib.auth import SESSION_KEY, authenticate, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lintel.access import (
    actions,
    demo_door,
    guessing,
    passkeys,
    second_factor,
    sessions,
    sign_ins,
    single_sign_on,
)
from lintel.access.adapters import SecondFactor
from lintel.access.backends import account_named
from lintel.access.events import AccountTouched
from lintel.access.guards import knowingly_public, session_viewer, viewer_of
from lintel.access.models import Account
from lintel.access.rules import tidy_name
from lintel.access.web import qr
from lintel.access.web.forms import CodeForm, SetUpForm, SignInForm
from lintel.access.web.pages import (
    CodePage,
    DemoPerson,
    RecoveryCodesPage,
    SetUpPage,
    SignInPage,
    WordsPage,
)
from lintel.kernel.news import tell

NEW_SECRET = "lintel_new_secret"  # noqa: S105 the session's name for it, not the secret
NOT_RIGHT = "The user name, email address or password is not right"
PASSKEY_NOT_RIGHT = "That passkey did not work. Try again, or enter a code"
CODE_NOT_RIGHT = "That code is not right, has been used, or is too old. Enter the newest one"
NOTICES = {
    "timed_out": "You were signed out because Lintel was not used for a while. "
    "Sign in to go back to where you were.",
    "signed_out": "You have signed out.",
    "password_set": "Your new password is set. Sign in with it.",
    "account_made": "Your account is ready. Sign in to set up your one-time codes.",
}

View = Callable[..., HttpResponse]


def public(*methods: str) -> Callable[[View], View]:
    """A page that is part of signing in: open to all, kept by no browser."""

    def mark(view: View) -> View:
        limited = require_http_methods(list(methods))(view)
        limited.methods = methods
        return knowingly_public(never_cache(limited))

    return mark


@public("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    onward = safe_next(request)
    if session_viewer(request, now) is not None:
        return HttpResponseRedirect(onward or "/")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        username, password = form.cleaned_data["username"], form.cleaned_data["password"]
        answer = password_given(request, username, password, onward=onward, at=now)
        if answer is not None:
            return answer
        form.add_error(None, NOT_RIGHT)
    page = SignInPage(
        next=onward,
        providers=single_sign_on.providers_offered(),
        notice=NOTICES.get(request.GET.get("why", ""), ""),
        people=tuple(
            DemoPerson(each.key, each.name, each.role, each.council, each.what_for)
            for each in demo_door.people(request)
        ),
    )
    return render(request, "access/sign_in.html", {"page": page, "form": form})


def password_given(
    request: HttpRequest, username: str, password: str, *, onward: str, at: datetime
) -> HttpResponse | None:
    """The way to the second factor; a page saying to wait; None when the password is wrong."""
    account = account_named(username)
    key = guessing.bucket("password", str(account.pk) if account else tidy_name(username))
    if not guessing.may_guess(key, at=at):
        return too_many_tries(request)
    known = authenticate(request, username=username, password=password)
    if known is None:
        return None
    guessing.was_right(key)
    request.session.pop(NEW_SECRET, None)
    return perform_login(request, Login(user=known, redirect_url=onward or None))


def second_stage(view: View) -> View:
    """Brings the account whose password was given, and is the same still; else all begin again."""

    @wraps(view)
    def staged(request: HttpRequest) -> HttpResponse:
        stage = LoginStageController.enter(request, SecondFactor.key)
        account = None if stage is None else stage.login.user
        if account is None or not account.is_active or not stage.is_still_good():
            return redirect("login")
        return view(request, stage, account)

    return staged


@public("GET", "POST")
@second_stage
def code(request: HttpRequest, stage: SecondFactor, account: Account) -> HttpResponse:
    now = timezone.now()
    if not second_factor.has_second_factor(account):
        return redirect("login_set_up_code")
    said = request.POST.get("passkey", "")
    form = CodeForm(request.POST or None)
    if said:
        if passkeys.is_theirs(account, said, at=now):
            return signed_in(request, stage, account, how="passkey", at=now)
        form.add_error("code", PASSKEY_NOT_RIGHT)
    elif form.is_valid():
        key = guessing.bucket("code", str(account.pk))
        if not guessing.may_guess(key, at=now):
            return too_many_tries(request)
        how = second_factor.use_code(account, form.cleaned_data["code"], at=now)
        if how:
            guessing.was_right(key)
            return signed_in(request, stage, account, how=how, at=now)
        form.add_error("code", CODE_NOT_RIGHT)
    shown = ""
    if account.demo_key and demo_door.is_open(request):
        shown = second_factor.next_unused_code(account, at=now)
    has_passkey = passkeys.can_be_used_here(request) and passkeys.has_passkey(account)
    page = CodePage(shown_code=shown, has_passkey=has_passkey)
    return render(request, "access/code.html", {"page": page, "form": form})


@public("POST")
@second_stage
def code_passkey(request: HttpRequest, stage: SecondFactor, account: Account) -> HttpResponse:
    """What the browser is asked to answer with a passkey of whoever gave the password."""
    return JsonResponse(passkeys.begin_using(account))


@public("GET", "POST")
@second_stage
def set_up_code(request: HttpRequest, stage: SecondFactor, account: Account) -> HttpResponse:
    now = timezone.now()
    if second_factor.has_second_factor(account):
        return redirect("login_code")
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        if not guessing.may_guess(guessing.bucket("code", str(account.pk)), at=now):
            return too_many_tries(request)
        step = second_factor.step_of(secret, form.cleaned_data["code"], at=now)
        if step is not None:
            with transaction.atomic():
                codes = actions.enrol_totp(
                    account_id=account.id,
                    secret=secret,
                    used_step=step,
                    by=viewer_of(account, now),
                    at=now,
                )
                request.session.pop(NEW_SECRET)
                onward = signed_in(request, stage, account, how="code", at=now).url
            page = RecoveryCodesPage(tuple(codes), onward)
            return render(request, "access/recovery_codes.html", {"page": page})
        form.add_error("code", CODE_NOT_RIGHT)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    page = SetUpPage(secret=groups, picture=qr.picture_of(account, secret))
    return render(request, "access/set_up_code.html", {"page": page, "form": form})


def signed_in(
    request: HttpRequest, stage: SecondFactor, account: Account, *, how: str, at: datetime
) -> HttpResponseRedirect:
    """The session begins under a new key, and the trail says so in the same transaction."""
    with transaction.atomic():
        end_earlier(request, account)
        answer = stage.exit()
        if not request.session.session_key:
            request.session.create()  # it was emptied, and its sign-in is noted by its key
        why = how.replace(" ", "_")
        viewer = viewer_of(account, at)
        if single_sign_on.bind_waiting(request, account, by=viewer, at=at):
            why = f"single_sign_on_{why}"
        sessions.begin(request, account, how=why, at=at)
        tell(AccountTouched("signed in", account.id, account.council, viewer, at, why))
    return answer


def end_earlier(request: HttpRequest, account: Account) -> None:
    """This browser was signed in already: that session is over, and the next has another key.
    Django keeps the key for the same person, and empties the session for another."""
    sign_ins.note_ended(request.session.session_key)
    if request.session.get(SESSION_KEY) == str(account.pk):
        del request.session[SESSION_KEY]


@public("GET", "POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    viewer = session_viewer(request, now)
    if request.method == "GET":
        if viewer is None:
            return redirect("login")
        return render(request, "access/sign_out.html")
    with transaction.atomic():
        sign_ins.note_ended(request.session.session_key)
        logout(request)
        if viewer is not None:
            tell(AccountTouched("signed out", viewer.account_id, viewer.council, viewer, now))
    return HttpResponseRedirect(f"{reverse('login')}?why=signed_out")


def too_many_tries(request: HttpRequest, *, passkey_helps: bool = True) -> HttpResponse:
    """Shape: `passkey_helps` is False where a passkey is no way round what was tried."""
    passkey_helps = passkey_helps and passkeys.can_be_used_here(request)
    remedy = "If you have a passkey, you need not wait. " if passkey_helps else ""
    page = WordsPage(
        "Wait five minutes, then try again",
        (
            "There have been too many tries at this account. "
            "Nobody who is signed in has been signed out.",
            f"{remedy}A manager or a system administrator can let you try again.",
            "If it was not you, tell whoever looks after Lintel where you work.",
        ),
        reverse("login_passkey" if passkey_helps else "login"),
        "Sign in with a passkey" if passkey_helps else "Go back to sign in",
    )
    answer = render(request, "access/words.html", {"page": page}, status=429)
    answer.headers["Retry-After"] = "300"
    return answer


def safe_next(request: HttpRequest) -> str:
    """Where the person was going, when that is a page of this site; "" otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else ""
