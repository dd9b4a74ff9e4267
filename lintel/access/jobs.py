"""What access does by the clock."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lintel.access import actions, allowances, guessing, queries, sign_ins
from lintel.access.backends import account_named
from lintel.access.events import PasswordResetReady
from lintel.access.models import ResetAsked
from lintel.access.rules import RESET_LASTS, is_employed
from lintel.access.viewers import the_system
from lintel.kernel.instants import london_day
from lintel.kernel.news import tell


def answer_resets(at: datetime) -> int:
    """Tell what link to send to everybody who asked for a new password; how many had an account.

    Safe to run in several processes: an asking is deleted in the transaction that answers it.
    """
    answered = 0
    for asked_id in list(ResetAsked.objects.order_by("asked_at").values_list("id", flat=True)):
        with transaction.atomic():
            asked = ResetAsked.objects.select_for_update().filter(pk=asked_id).first()
            if asked is None:
                continue
            answered += _answer(asked, at=at)
            asked.delete()
    return answered


def forget_guesses(at: datetime) -> int:
    return guessing.forget_old(at=at)


def forget_sign_ins(at: datetime) -> int:
    return sign_ins.forget_old(at=at)


def forget_allowances(at: datetime) -> int:
    return allowances.forget_old(at=at)


def disable_dormant(at: datetime) -> int:
    """Nobody's account waits for a stranger: how many were disabled. Safe to run twice."""
    by = the_system("", today=london_day(at))
    waiting = queries.dormant_accounts(at=at)
    return sum(actions.disable_dormant(account_id=one, by=by, at=at) for one in waiting)


def _answer(asked: ResetAsked, *, at: datetime) -> bool:
    account = account_named(asked.name)
    if account is None or not (account.is_human and account.is_active and account.email):
        return False
    if not is_employed(account.employed_until, on=london_day(at)):
        return False
    link = reverse(
        "password_reset_link",
        args=[
            urlsafe_base64_encode(force_bytes(account.pk)),
            default_token_generator.make_token(account),
        ],
    )
    tell(
        PasswordResetReady(
            account_id=account.id,
            council=account.council,
            email=account.email,
            link=f"{asked.site}{link}",
            asked_at=asked.asked_at,
            ends_at=at + RESET_LASTS,
            once_key=f"password-reset:{asked.id}",
        )
    )
    return True
