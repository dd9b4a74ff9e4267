"""Signing in with the account people have at their council or force (OpenID Connect).

It stands in for the password and for nothing else: the second factor is asked for all the same,
and no account is ever made by it. What is believed of the other side is its issuer and its
subject, which never change, bound once to one account of the provider's council: by somebody
who holds an invitation, or by the holder of an account whose e-mail address the other side says
is verified, after their second factor. Who is not bound is told the same whatever the reason.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lintel.access import actions, second_factor
from lintel.access.backends import AccountBackend
from lintel.access.models import Account, Identity
from lintel.access.rules import Elsewhere, tidy_name
from lintel.access.viewers import Viewer

WAITING = "lintel_identity"  # in the session: who the other side says this is, not bound yet
INVITED = "lintel_invited"
LASTS = timedelta(minutes=10)
LONGEST = 250


@dataclass(frozen=True, slots=True)
class Provider:
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class RefusedPage:
    title: str
    paragraphs: tuple[str, ...]
    onward: str
    onward_words: str


def providers_offered(council: str = "") -> tuple[Provider, ...]:
    """Those of one council, if given."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return tuple(
        Provider(app["name"], reverse("openid_connect_login", args=[app["provider_id"]]))
        for app in apps
        if council in ("", app["settings"]["council"])
    )


class SocialAdapter(DefaultSocialAccountAdapter):
    """Takes over where the other side has said who somebody is; allauth goes no further."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        raise ImmediateHttpResponse(_go_on(request, sociallogin, at=timezone.now()))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **rest: Any) -> None:
        raise ImmediateHttpResponse(not_known(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def not_known(request: HttpRequest) -> HttpResponse:
    """The one answer to whoever does not get in."""
    page = RefusedPage(
        "You cannot sign in this way yet",
        (
            "Lintel does not know this account, or the other side did not confirm who you are.",
            "Sign in with your password, or open the link of your invitation and choose this "
            "way there. If neither works, ask whoever looks after Lintel where you work.",
        ),
        reverse("login"),
        "Go back to sign in",
    )
    return render(request, "access/words.html", {"page": page}, status=403)


def identity_waiting(request: HttpRequest, at: datetime) -> Elsewhere | None:
    """Who the other side said some minutes ago that somebody with an invitation is."""
    kept = request.session.get(WAITING)
    if not kept or kept["account"] or not _is_new(kept, at):
        return None
    return Elsewhere(**kept["who"])


def bind_waiting(request: HttpRequest, account: Account, *, by: Viewer, at: datetime) -> bool:
    """Both factors have been given: bind who came by their verified e-mail address, if it was
    this account's. Whether it came from the other side at all. In a transaction."""
    kept = request.session.pop(WAITING, None)
    if not kept or kept["account"] != str(account.pk) or not _is_new(kept, at):
        return False
    actions.bind_identity(account_id=account.pk, who=Elsewhere(**kept["who"]), by=by, at=at)
    return True


def _go_on(request: HttpRequest, sociallogin: Any, *, at: datetime) -> HttpResponse:
    told = sociallogin.account.extra_data
    confirmed, claims = told.get("id_token") or {}, told.get("userinfo") or {}
    issuer, subject = str(confirmed.get("iss", "")), str(confirmed.get("sub", ""))
    same = not claims or claims.get("sub") == confirmed.get("sub")
    if not (issuer and subject and same) or max(len(issuer), len(subject)) > LONGEST:
        return not_known(request)
    app = sociallogin.account.get_provider(request).app
    who = Elsewhere(app.provider_id, app.settings["council"], issuer, subject)
    kept = {"who": asdict(who), "account": "", "at": int(at.timestamp())}
    bound = Identity.objects.filter(provider=who.provider, issuer=issuer, subject=subject).first()
    if bound is None and request.session.get(INVITED):
        request.session[WAITING] = kept
        return redirect("invitation")
    account = _still_here(bound.account_id) if bound else _by_email({**confirmed, **claims})
    if account is None or account.council != who.council:
        return not_known(request)
    request.session[WAITING] = {**kept, "account": str(account.pk)}
    account.backend = "lintel.access.backends.AccountBackend"
    onward = sociallogin.get_redirect_url(request)
    with transaction.atomic():
        return perform_login(request, Login(user=account, redirect_url=onward))


def _still_here(account_id: object) -> Account | None:
    account = AccountBackend().get_user(account_id)
    return account if account is not None and account.is_human else None


def _by_email(claims: dict[str, Any]) -> Account | None:
    """Whose verified address it is, if they can prove it with a second factor they already have."""
    email = tidy_name(str(claims.get("email") or ""))
    if not email or claims.get("email_verified") is not True:
        return None
    found = Account.objects.filter(email=email).first()
    account = _still_here(found.pk) if found else None
    return account if account is not None and second_factor.has_second_factor(account) else None


def _is_new(kept: dict[str, Any], at: datetime) -> bool:
    return timedelta(0) <= at - datetime.fromtimestamp(kept["at"], UTC) < LASTS
