"""How accounts are kept. Private to this context; decides nothing."""

import secrets
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from lintel.access.rules import tidy_name
from lintel.access.viewers import Role


def new_salt() -> str:
    return secrets.token_hex(16)


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(username=tidy_name(username))


class Account(AbstractBaseUser):
    """Somebody, or some system, who may sign in. Made and changed through actions only.

    Shape:
        username, email: lower case, so that a name is the same however it is typed.
        employed_until: the last London day they work for the agency; None while it is open.
        teams: keys of the teams they belong to.
        idle_from: when days without signing in began to be counted again; None for never.
        session_salt: part of every session's hash; a new one ends all of them at once.
        demo_key: which part of the invented partnership this is; empty outside a demo.
        glass_until: when the last glass they have broken closes again; a hint to ask further,
            so that nobody else's requests ask.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9.@+_-]*$")],
    )
    email = models.EmailField(blank=True, default="")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    council = models.CharField(max_length=60)
    agency = models.CharField(max_length=60)
    employed_by_council = models.BooleanField(default=False)
    registration_number = models.CharField(max_length=30, blank=True, default="")
    registered_until = models.DateField(null=True, blank=True)
    employed_until = models.DateField(null=True, blank=True)
    teams = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    idle_from = models.DateTimeField(null=True, blank=True)
    session_salt = models.CharField(max_length=32, default=new_salt, editable=False)
    demo_key = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    glass_until = models.DateTimeField(null=True, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_username_lower", condition=Q(username=Lower("username"))
            ),
            models.CheckConstraint(name="account_email_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="account_role_known", condition=Q(role__in=[*Role])),
            models.UniqueConstraint(
                name="account_email_unique", fields=["email"], condition=~Q(email="")
            ),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset(
            {"username", "email", "name", "registration_number", "password", "session_salt"}
        )
        safe_to_copy = frozenset(
            {
                "id",
                "role",
                "council",
                "agency",
                "employed_by_council",
                "registered_until",
                "employed_until",
                "teams",
                "is_active",
                "idle_from",
                "last_login",
                "demo_key",
                "created_at",
                "glass_until",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_human(self) -> bool:
        """A system signs in with a token only, and has no second factor."""
        return self.role != Role.AGENCY_SYSTEM

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.session_salt}"

    def get_session_auth_fallback_hash(self):
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}.{self.session_salt}"


class ApiToken(models.Model):
    """A bearer token, kept as its hash.

    Shape: `scopes` are what it may be used for; empty means whatever the account may.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)

    class Governance:
        retention = "account"
        identifies_someone = frozenset({"account", "issued_by", "hash"})
        safe_to_copy = frozenset({"id", "scopes", "issued_at", "expires_at", "last_used_on"})

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """A link that makes one account, once, until it lapses. Kept as its hash.

    Shape: `name` and `username` are proposed to whoever accepts; the rest becomes the account's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=150, blank=True, default="")
    username = models.CharField(max_length=150, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=30)
    council = models.CharField(max_length=60)
    agency = models.CharField(max_length=60)
    employed_by_council = models.BooleanField(default=False)
    registration_number = models.CharField(max_length=30, blank=True, default="")
    registered_until = models.DateField(null=True, blank=True)
    employed_until = models.DateField(null=True, blank=True)
    teams = models.JSONField(default=list, blank=True)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_role_known", condition=Q(role__in=[*Role])),
            models.CheckConstraint(
                name="invitation_accepted_whole_or_not_at_all",
                condition=Q(accepted_at=None, account=None)
                | Q(accepted_at__isnull=False, account__isnull=False),
            ),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset(
            {
                "name",
                "username",
                "email",
                "registration_number",
                "invited_by",
                "account",
                "hash",
            }
        )
        safe_to_copy = frozenset(
            {
                "id",
                "role",
                "council",
                "agency",
                "employed_by_council",
                "registered_until",
                "employed_until",
                "teams",
                "invited_at",
                "expires_at",
                "accepted_at",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)


class Grant(models.Model):
    """A role that one person asked to give and another has to confirm.

    Shape:
        account or invitation: which of the two it is for.
        terms: the appointment asked for; opens: the account is new and shut until then.
        why: what they need it for, in the words of who asked.
        given: None while it waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=60)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )
    terms = models.JSONField()
    why = models.CharField(max_length=500, blank=True, default="")
    opens = models.BooleanField(default=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    given = models.BooleanField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_of_an_account_or_an_invitation",
                condition=Q(account=None, invitation__isnull=False)
                | Q(account__isnull=False, invitation=None),
            ),
            models.CheckConstraint(
                name="grant_confirmed_by_somebody_else",
                condition=~Q(given=True) | ~Q(answered_by=models.F("asked_by")),
            ),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset(
            {"account", "invitation", "terms", "why", "asked_by", "answered_by"}
        )
        safe_to_copy = frozenset({"id", "council", "opens", "asked_at", "given", "answered_at"})

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """One time somebody signed in with both factors, until that session ends.

    Shape:
        session_key: where the session is kept now; it changes when somebody steps up, and is
            emptied when the session ends.
        device: browser and system in two or three words; how: the factors, as the trail has them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, blank=True, default="", db_index=True)
    device = models.CharField(max_length=60)
    how = models.CharField(max_length=30)
    began_at = models.DateTimeField(db_index=True)

    class Governance:
        retention = "a quarter of a year"
        identifies_someone = frozenset({"account", "session_key"})
        safe_to_copy = frozenset({"id", "device", "how", "began_at"})

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """Somebody's account elsewhere that stands in for their password here.

    Shape: `provider` is its key in sso.toml; issuer and subject as its signed word gives them,
        which never change. One provider cannot claim the subject of another.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=30)
    issuer = models.CharField(max_length=250)
    subject = models.CharField(max_length=250)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="identity_of_one_account", fields=["provider", "issuer", "subject"]
            )
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset({"account", "subject"})
        safe_to_copy = frozenset({"id", "provider", "issuer", "bound_at"})

    def __str__(self) -> str:
        return str(self.pk)


class Allowance(models.Model):
    """How much of one minute's requests an account has been given, over every process.

    Shape: `minute` counts from 1970; `before` is what it was given in the minute before that.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    minute = models.IntegerField(db_index=True)
    given = models.IntegerField()
    before = models.IntegerField(default=0)

    class Governance:
        retention = "a day"
        identifies_someone = frozenset({"account"})
        safe_to_copy = frozenset({"minute", "given", "before"})

    def __str__(self) -> str:
        return str(self.pk)


class Guesses(models.Model):
    """When somebody lately tried a secret that belongs to one account, right or wrong.

    Shape:
        bucket: hash of what was being guessed and whose; never the name itself.
        tried: seconds since 1970, newest last, none older than the window.
    """

    bucket = models.CharField(max_length=64, primary_key=True)
    tried = models.JSONField(default=list)
    last_at = models.DateTimeField(db_index=True)

    class Governance:
        retention = "a day"
        identifies_someone = frozenset({"bucket"})
        safe_to_copy = frozenset({"tried", "last_at"})

    def __str__(self) -> str:
        return self.bucket[:8]


class ResetAsked(models.Model):
    """Somebody asked for a new password under a name that may be nobody's.

    Every asking is stored alike and answered later by the worker, so that neither the page nor
    its time tells whether there is such an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=254)
    site = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Governance:
        retention = "a day"
        identifies_someone = frozenset({"name"})
        safe_to_copy = frozenset({"id", "site", "asked_at"})

    def __str__(self) -> str:
        return str(self.pk)
