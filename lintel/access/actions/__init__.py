"""What can be done with accounts. Each ends in the trail, in the same transaction."""

from lintel.access.actions.accounts import (
    Changed,
    change_appointment,
    disable_account,
    disable_dormant,
    enable_account,
    enrol_totp,
    note_glass,
    open_account,
    reset_second_factor,
    set_password,
)
from lintel.access.actions.granting import confirm_grant, refuse_grant
from lintel.access.actions.identities import bind_identity, unbind_identities
from lintel.access.actions.invitations import accept_invitation, invite, withdraw_invitation
from lintel.access.actions.passkeys import (
    add_passkey,
    name_passkey,
    remove_passkey,
    renew_recovery_codes,
)
from lintel.access.actions.sign_ins import (
    end_other_sign_ins,
    end_sign_in,
    expire_sessions,
    lift_guessing,
)
from lintel.access.actions.tokens import TOKEN_LASTS, end_tokens, issue_token, revoke_token

__all__ = [
    "TOKEN_LASTS",
    "Changed",
    "accept_invitation",
    "add_passkey",
    "bind_identity",
    "change_appointment",
    "confirm_grant",
    "disable_account",
    "disable_dormant",
    "enable_account",
    "end_other_sign_ins",
    "end_sign_in",
    "end_tokens",
    "enrol_totp",
    "expire_sessions",
    "invite",
    "issue_token",
    "lift_guessing",
    "name_passkey",
    "note_glass",
    "open_account",
    "refuse_grant",
    "remove_passkey",
    "renew_recovery_codes",
    "reset_second_factor",
    "revoke_token",
    "set_password",
    "unbind_identities",
    "withdraw_invitation",
]
