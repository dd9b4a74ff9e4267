"""One-time codes and recovery codes, kept in allauth's rows.

A code is good for its own half minute and one on either side, and once: each account remembers
the newest step it used, and nothing at or before it counts again. Recovery codes are kept only
as keyed hashes; each is good once.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction

from lintel.access.models import Account

STEP = 30
TOLERANCE = 1
RECOVERY_CODES = 10
TOTP = Authenticator.Type.TOTP
RECOVERY = Authenticator.Type.RECOVERY_CODES


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type=TOTP).exists()


def new_secret() -> str:
    return generate_totp_secret()


def code_for(secret: str, *, at: datetime, steps: int = 0) -> str:
    """The code that an authenticator app shows at `at`, or `steps` half minutes later."""
    return format_hotp_value(hotp_value(secret, _step(at) + steps))


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Which half minute `code` belongs to, oldest first; None when it is not one of these."""
    now, typed = _step(at), "".join(code.split())
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        right = format_hotp_value(hotp_value(secret, step))
        if hmac.compare_digest(typed.encode(), right.encode()):
            return step
    return None


def enrol(account: Account, secret: str, *, used_step: int = 0) -> list[str]:
    """Give the account this secret and fresh recovery codes, in place of any it had.

    The recovery codes are returned to be shown once. Call inside a transaction.
    """
    forget(account)
    kept = {"secret": get_adapter().encrypt(secret), "last_step": used_step}
    Authenticator.objects.create(user=account, type=TOTP, data=kept)
    return renew_recovery_codes(account)


def renew_recovery_codes(account: Account) -> list[str]:
    """Fresh recovery codes in place of any there were, to be shown once. In a transaction."""
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    kept = {"data": {"hashes": [_hash_of(code) for code in codes]}}
    Authenticator.objects.update_or_create(user=account, type=RECOVERY, defaults=kept)
    return codes


def recovery_codes_left(account: Account) -> int:
    kept = Authenticator.objects.filter(user=account, type=RECOVERY).first()
    return 0 if kept is None else len(kept.data["hashes"])


def forget(account: Account) -> bool:
    """Take away secret, recovery codes and passkeys; whether there were any. In a transaction."""
    taken, _ = Authenticator.objects.filter(user=account).delete()
    return taken > 0


def secret_of(account: Account) -> str | None:
    kept = Authenticator.objects.filter(user=account, type=TOTP).first()
    return None if kept is None else get_adapter().decrypt(kept.data["secret"])


def use_code(account: Account, code: str, *, at: datetime) -> str:
    """Spend a one-time code or a recovery code.

    Returns "code" or "recovery code" for the one that was right, "" when neither was.
    """
    with transaction.atomic():
        kept = {
            row.type: row for row in Authenticator.objects.select_for_update().filter(user=account)
        }
        if TOTP in kept and _spend_step(kept[TOTP], code, at=at):
            return "code"
        if RECOVERY in kept and _spend_recovery(kept[RECOVERY], code):
            return "recovery code"
    return ""


def next_unused_code(account: Account, *, at: datetime) -> str:
    """For the demo's sign-in page: a code that will be taken now; "" when one must wait."""
    kept = Authenticator.objects.filter(user=account, type=TOTP).first()
    if kept is None:
        return ""
    secret = get_adapter().decrypt(kept.data["secret"])
    for ahead in range(TOLERANCE + 1):
        if _step(at) + ahead > kept.data.get("last_step", 0):
            return code_for(secret, at=at, steps=ahead)
    return ""


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _spend_step(row: Authenticator, code: str, *, at: datetime) -> bool:
    step = step_of(get_adapter().decrypt(row.data["secret"]), code, at=at)
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"], row.last_used_at = step, at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _spend_recovery(row: Authenticator, code: str) -> bool:
    hashed, hashes = _hash_of(code), row.data["hashes"]
    if hashed not in hashes:
        return False
    row.data["hashes"] = [kept for kept in hashes if kept != hashed]
    row.save(update_fields=["data"])
    return True


def _recovery_code() -> str:
    """Fifty bits in two groups people can copy: 'k7qm4-2xw9p'."""
    letters = b32encode(secrets.token_bytes(10)).decode().lower()[:10]
    return f"{letters[:5]}-{letters[5:]}"


def _hash_of(code: str) -> str:
    tidy = "".join(letter for letter in code.lower() if letter.isalnum())
    key = hmac.digest(settings.SECRET_KEY.encode(), b"lintel recovery codes", "sha256")
    return hmac.digest(key, tidy.encode(), "sha256").hex()
