"""Addresses of accounts and of the directory, for whoever looks after them."""

from django.urls import URLPattern, path

from lintel.directory.web import accounts, entries, grants, invitations, members

urlpatterns: list[URLPattern] = [
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/grants", grants.grants, name="grants"),
    path("accounts/grants/<uuid:grant_id>/confirm", grants.confirm, name="confirm_grant"),
    path("accounts/grants/<uuid:grant_id>/refuse", grants.refuse, name="refuse_grant"),
    path("accounts/invite", invitations.invite, name="invite"),
    path(
        "accounts/invitations/<uuid:invitation_id>/withdraw",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    path("accounts/<uuid:account_id>", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/tokens", accounts.issue_token, name="issue_token"),
    path(
        "accounts/<uuid:account_id>/tokens/<uuid:token_id>/revoke",
        accounts.revoke_token,
        name="revoke_token",
    ),
    path("accounts/<uuid:account_id>/<slug:what>", accounts.step, name="step_of_account"),
    path("directory", entries.directory, name="directory"),
    path("directory/teams/<slug:key>/members", members.members, name="team_members"),
    path("directory/<slug:what>/add", entries.add, name="directory_add"),
    path("directory/<slug:what>/<slug:key>", entries.change, name="directory_change"),
]
