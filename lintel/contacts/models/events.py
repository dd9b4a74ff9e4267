"""What happened to a contact: rows that are added and never edited."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.contacts.models.contact import Contact
from lintel.contacts.rules.facts import Rating


class Happened(AddedModel):
    """Something somebody did to a contact at a moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="%(class)s_rows")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} of {self.contact_id}"


ALWAYS_SAFE = {"id", "contact", "at"}


class Look(Happened):
    immediate = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta(Happened.Meta):
        indexes = [models.Index("at", name="look_at")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "note"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"immediate"})


class Acknowledgement(Happened):
    """Somebody has taken an immediate need in hand."""

    action = models.TextField()

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "action"})
        safe_to_copy = frozenset(ALWAYS_SAFE)


class RatingGiven(Happened):
    """A rating, the one it replaced, and why."""

    rating = models.CharField(max_length=8)
    previous = models.CharField(max_length=8, blank=True)
    reason = models.TextField()
    is_lower = models.BooleanField()

    class Meta(Happened.Meta):
        constraints = [
            models.CheckConstraint(
                name="rating_given_known", condition=Q(rating__in=[str(r) for r in Rating])
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reason"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"rating", "previous", "is_lower"})


class Assignment(Happened):
    to_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_team = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "to_account", "reason"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"to_team"})


class Hold(Happened):
    """A wait with an owner, a reason and a review time. `released_*` are set once."""

    reason = models.TextField()
    review_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_because = models.TextField(blank=True)

    fills_in = frozenset({"released_at", "released_by", "released_because"})

    class Meta(Happened.Meta):
        constraints = [
            models.CheckConstraint(
                name="hold_released_whole_or_not_at_all",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reason", "released_by", "released_because"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"review_at", "released_at"})


class Closing(Happened):
    """A contact was closed or opened again, and why."""

    reopened = models.BooleanField()
    reason = models.TextField()

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reason"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"reopened"})


class Note(Happened):
    text = models.TextField()

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "text"})
        safe_to_copy = frozenset(ALWAYS_SAFE)


class Correction(Happened):
    """One field put right: what it said, what it says now, and why."""

    field = models.CharField(max_length=60)
    was = models.JSONField()
    now = models.JSONField()
    reason = models.TextField(blank=True)

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "was", "now", "reason"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"field"})


class HistoryOpened(Happened):
    """Somebody read the family's earlier contacts beside this one."""

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by"})
        safe_to_copy = frozenset(ALWAYS_SAFE)


class RiskIndicator(AddedModel):
    """A published rule that fired on a contact, with the words that fired it.

    Dismissed with a reason by a senior person, never silently; `dismissed_*` are set once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="indicators")
    rule = models.CharField(max_length=60)
    level = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    because = models.TextField(blank=True)
    words = models.TextField(blank=True)
    spans = models.JSONField(default=list)  # [field, start, end] of each word as written
    version = models.CharField(max_length=40)
    fired_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dismissed_because = models.TextField(blank=True)

    fills_in = frozenset({"dismissed_at", "dismissed_by", "dismissed_because"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="indicator_dismissed_whole_or_not_at_all",
                condition=Q(dismissed_at=None, dismissed_by=None, dismissed_because="")
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False)
                & ~Q(dismissed_because=""),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"words", "dismissed_by", "dismissed_because"})
        safe_to_copy = frozenset(
            {"id", "contact", "rule", "level", "title", "because", "spans", "version", "fired_at"}
            | {"dismissed_at"}
        )

    def __str__(self) -> str:
        return f"{self.rule} on {self.contact_id}"


class RaisedRule(AddedModel):
    """A rule about what adds up that raised a contact for a senior read, as it stood then.

    Withdrawn when what fired it is no longer this family's (a link undone), or more fired it;
    `withdrawn_*` are set once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="raised_rules")
    rule = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    words = models.TextField()
    because = models.TextField(blank=True)
    source = models.TextField()
    version = models.CharField(max_length=40)
    events = models.JSONField()  # queries.adding_up.as_kept of each, oldest first
    fired_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    fills_in = frozenset({"withdrawn_at", "withdrawn_because"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "contact", "rule", condition=Q(withdrawn_at=None), name="raised_rule_stands_once"
            ),
            models.CheckConstraint(
                name="raised_rule_withdrawn_whole_or_not_at_all",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"events"})
        safe_to_copy = frozenset(
            {"id", "contact", "rule", "title", "words", "because", "source", "version", "fired_at"}
            | {"withdrawn_at", "withdrawn_because"}
        )

    def __str__(self) -> str:
        return f"{self.rule} on {self.contact_id}"


class SeniorRead(Happened):
    """A manager or senior practitioner has read what adds up, and says what they make of it."""

    words = models.TextField()
    rules = models.JSONField(default=list)  # keys of the rules that stood then

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "words"})
        safe_to_copy = frozenset(ALWAYS_SAFE | {"rules"})
