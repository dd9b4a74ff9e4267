"""What notices does about news from below."""

from lintel.access.events import (
    AccountDormant,
    InvitationReady,
    LastAdministratorDormant,
    PasswordResetReady,
)
from lintel.access.queries import addressees
from lintel.access.viewers import Role, the_system
from lintel.kernel.instants import london_day, when_in_words
from lintel.notices import actions

_SUBJECT = "Set a new password for Lintel"


def send_reset_link(event: PasswordResetReady) -> None:
    """Queue the link for the account's own address, in the transaction that made it."""
    actions.queue(
        kind="password_reset",
        council=event.council,
        channel="email",
        to=event.email,
        account=event.account_id,
        subject=_SUBJECT,
        body=(
            "Somebody, probably you, asked for a new password for Lintel.\n\n"
            f"To choose one, open this link by {when_in_words(event.ends_at)}:\n\n"
            f"{event.link}\n\n"
            "If it was not you, do nothing: your password stays as it is. "
            "If it happens again, tell whoever looks after your accounts.\n"
        ),
        about="",
        due_at=None,
        once_key=event.once_key,
        by=the_system(event.council, today=london_day(event.asked_at)),
        at=event.asked_at,
    )


def tell_of_dormant(event: AccountDormant) -> None:
    """Tell each administrator of the council, without a name: the page of accounts says whose."""
    today = london_day(event.at)
    for one in addressees(event.council, Role.SYSADMIN, on=today):
        if not one.email:
            continue
        actions.queue(
            kind="account_dormant",
            council=event.council,
            channel="email",
            to=one.email,
            account=one.account_id,
            subject="An account for Lintel was disabled",
            body=(
                "An account of your council was not signed in to for 45 days, so it has been "
                "disabled. The page of accounts in Lintel shows which.\n\n"
                "If its holder still needs it, enable it there, and a second person confirms it. "
                "If not, leave it as it is.\n"
            ),
            about="",
            due_at=None,
            once_key=f"dormant:{event.account_id}:{one.account_id}:{today.isoformat()}",
            by=the_system(event.council, today=today),
            at=event.at,
        )


def tell_of_last_administrator(event: LastAdministratorDormant) -> None:
    """Tell administrator and managers, once a month while it lasts: nobody is shut out."""
    today = london_day(event.at)
    for one in (
        *addressees(event.council, Role.SYSADMIN, on=today),
        *addressees(event.council, Role.MANAGER, on=today),
    ):
        if not one.email:
            continue
        actions.queue(
            kind="account_dormant",
            council=event.council,
            channel="email",
            to=one.email,
            account=one.account_id,
            subject="Nobody looks after accounts for Lintel",
            body=(
                "Your council has one system administrator for Lintel, and that account was not "
                "signed in to for 45 days. It is left open, because nobody else can let people "
                "in.\n\n"
                "If its holder is still there, have them sign in. If not, whoever runs Lintel "
                "can invite another administrator.\n"
            ),
            about="",
            due_at=None,
            once_key=f"last-administrator:{event.account_id}:{one.account_id}:{today:%Y-%m}",
            by=the_system(event.council, today=today),
            at=event.at,
        )


def send_invitation(event: InvitationReady) -> None:
    """Queue the link for the address it is meant for, in the transaction that made it."""
    actions.queue(
        kind="invitation",
        council=event.council,
        channel="email",
        to=event.email,
        subject="Your account for Lintel",
        body=(
            "You have been invited to use Lintel, your council's safeguarding hub.\n\n"
            f"To make your account, open this link by {when_in_words(event.ends_at)}. "
            "It works once:\n\n"
            f"{event.link}\n\n"
            "Have an authenticator app on your telephone ready. "
            "If you did not expect this, tell whoever looks after accounts.\n"
        ),
        about="",
        due_at=None,
        once_key=event.once_key,
        by=the_system(event.council, today=london_day(event.invited_at)),
        at=event.invited_at,
    )
