"""What is wrong with a name, an address or a password, asked of the accounts there are."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lintel.access.models import Account
from lintel.kernel.refusals import Refusal


def what_is_wrong_with_account(account: Account) -> Iterable[Refusal]:
    if not account.name:
        yield Refusal("name_missing", "Enter a name", field="name")
    yield from what_is_wrong_with_username(account.username)
    yield from what_is_wrong_with_email(account.email)


def what_is_wrong_with_username(username: str) -> Iterable[Refusal]:
    try:
        Account._meta.get_field("username").run_validators(username)
    except ValidationError:
        yield Refusal(
            "username_malformed",
            "User name must be letters, numbers, dots, hyphens and underscores only",
            field="username",
        )
    if Account.objects.filter(username=username).exists():
        yield Refusal("username_taken", "That user name is taken", field="username")


def what_is_wrong_with_email(email: str) -> Iterable[Refusal]:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        yield Refusal(
            "email_malformed",
            "Enter an email address in the correct format, like name@example.com",
            field="email",
        )
    if Account.objects.filter(email=email).exists():
        yield Refusal("email_taken", "That email address is taken", field="email")


def what_is_wrong_with_password(password: str, account: Account) -> list[Refusal]:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        return [Refusal("password_weak", words, field="password") for words in weak.messages]
    return []
