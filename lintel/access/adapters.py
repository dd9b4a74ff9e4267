"""How allauth is told to behave: no signing up, two factors always, nothing said twice.

allauth carries a sign-in through its stages, so that single sign-on will pass the same second
factor as a password. The pages and the checks are ours.
"""

from base64 import urlsafe_b64encode
from functools import cache
from hmac import digest
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from lintel.access import second_factor

ACCOUNT_THEN = "account"  # kept with the sign-in that is under way


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["lintel.access.adapters.SecondFactor"]

    def add_message(self, *args: Any, **options: Any) -> None:
        """Our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **options: Any) -> None:
        """Mail goes through notices, where it is queued and seen."""

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        return HttpResponseRedirect(reverse("login"))


class SecondFactor(LoginStage):
    """Asks for a code, or has the person set one up; nobody signs in around it.

    What ends every session ends this too: whoever gave a password that has been changed since, or
    before a lost telephone was forgotten, begins again.
    """

    key = "second_factor"
    urlname = "login_code"

    def is_still_good(self) -> bool:
        then = str(self.state.get(ACCOUNT_THEN, ""))
        return constant_time_compare(then, self.login.user.get_session_auth_hash())

    def handle(self) -> tuple[HttpResponse, bool]:
        self.state[ACCOUNT_THEN] = self.login.user.get_session_auth_hash()
        known = second_factor.has_second_factor(self.login.user)
        page = "login_code" if known else "login_set_up_code"
        return HttpResponseRedirect(reverse(page)), True


class FactorAdapter(DefaultMFAAdapter):
    """One-time code secrets are sealed with a key that is not in the database."""

    def get_totp_issuer(self) -> str:
        return "Lintel"

    def get_totp_label(self, user: Any) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return "Lintel"

    def encrypt(self, text: str) -> str:
        return _sealer(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@cache
def _sealer(secret: str) -> Fernet:
    key = digest(secret.encode(), b"lintel one-time code secrets", "sha256")
    return Fernet(urlsafe_b64encode(key))
