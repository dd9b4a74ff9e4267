"""How notices, sweeps and heartbeats are kept. Private to this context; decides nothing."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from lintel.notices.rules.kinds import TO_SOMEBODY_OUTSIDE, Channel, How, State
from lintel.notices.rules.leases import LATEST_LEASE

# An e-mail about an account (a new password) is nobody else's to read, sent or not.
BY_HAND = Q(channel__in=[Channel.TELEPHONE, Channel.LETTER]) | Q(
    channel=Channel.TASK, kind__in=sorted(TO_SOMEBODY_OUTSIDE)
)
UNSENT = Q(channel=Channel.EMAIL, state=State.FAILED, kind__in=sorted(TO_SOMEBODY_OUTSIDE))
TOLD_AFTER_ALL = Q(channel=Channel.EMAIL, state=State.DONE, kind__in=sorted(TO_SOMEBODY_OUTSIDE))
# Plain words, because a migration copies them and must not depend on today's rules.
CHANNELS = sorted(channel.value for channel in Channel)
STATES = sorted(state.value for state in State)
HOWS = sorted(how.value for how in How)
_WHOLE_LEASE = Q(state="sending", lease_until__isnull=False) & ~Q(leased_by="")
_NO_LEASE = ~Q(state="sending") & Q(lease_until=None, leased_by="")
_WHOLE_DONE = Q(state="done", done_at__isnull=False, done_by__isnull=False, done_how__in=HOWS)
_NOT_DONE = ~Q(state="done") & Q(done_at=None, done_by=None, done_how="")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to_send(self, *, at: datetime) -> Self:
        """E-mail whose moment has come, and e-mail that a dead worker left half way.

        A lease that ends later than any lease could is no lease: the clock was put back.
        """
        free = Q(state=State.QUEUED, not_before__lte=at)
        left = Q(state=State.SENDING) & (
            Q(lease_until__lte=at) | Q(lease_until__gt=at + LATEST_LEASE)
        )
        return self.filter(free | left, channel=Channel.EMAIL)

    def must_be_told(self) -> Self:
        """What a person has to tell by hand, the least time left first."""
        waiting = self.filter((BY_HAND & Q(state=State.QUEUED)) | UNSENT)
        return waiting.order_by(F("due_at").asc(nulls_last=True), "queued_at")

    def told_by_hand(self) -> Self:
        """What is or was for a person to tell, whether or not somebody has."""
        return self.filter(BY_HAND | UNSENT | TOLD_AFTER_ALL)


class Notice(models.Model):
    """Shape: `account` is whose e-mail it is, who must still be there when it is sent; None for one
    to a desk of the directory or to an address somebody gave, which is sent whatever accounts
    have or had that address, and for what is no e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    to = models.TextField(blank=True)
    account = models.UUIDField(null=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=40, blank=True)
    once_key = models.CharField(max_length=200, unique=True)
    queued_at = models.DateTimeField()
    queued_by = models.UUIDField()
    not_before = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=20, default=State.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)

    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_how = models.CharField(max_length=20, blank=True)
    done_note = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_channel_known", condition=Q(channel__in=CHANNELS)),
            models.CheckConstraint(name="notice_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="notice_leased_only_while_sending", condition=_WHOLE_LEASE | _NO_LEASE
            ),
            models.CheckConstraint(
                name="notice_sent_with_its_moment",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="notice_done_whole_or_not_at_all", condition=_WHOLE_DONE | _NOT_DONE
            ),
            models.CheckConstraint(
                name="notice_only_email_is_sent",
                condition=Q(channel="email") | ~Q(state__in=["sending", "sent"]),
            ),
        ]
        indexes = [
            # Partial: the worker looks every second, and nearly every notice was sent long ago.
            models.Index(
                name="notice_to_send",
                fields=["not_before"],
                condition=Q(channel="email", state__in=["queued", "sending"]),
            ),
            models.Index(
                name="notice_open",
                fields=["council", "channel", "due_at"],
                condition=Q(state__in=["failed", "queued", "sending"]),
            ),
            models.Index(name="notice_about", fields=["about"]),
            # Asked for the count in the head of every page.
            models.Index(
                name="notice_alerts",
                fields=["council", "to", "queued_at"],
                condition=Q(channel="task"),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"to", "account", "subject", "body", "done_note", "done_by"})
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "kind",
                "channel",
                "about",
                "once_key",
                "queued_at",
                "queued_by",
                "not_before",
                "due_at",
                "state",
                "attempts",
                "last_tried_at",
                "last_error",
                "lease_until",
                "leased_by",
                "sent_at",
                "done_at",
                "done_how",
            }
        )

    def __str__(self) -> str:
        return f"notice {self.id}"


class AlertRead(models.Model):
    """That one reader has read one alert; the others it is addressed to have not."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="read_by")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "account"], name="alert_read_once"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"account"})
        safe_to_copy = frozenset({"id", "notice", "at"})

    def __str__(self) -> str:
        return f"reading of notice {self.notice_id}"


class Schedule(models.Model):
    """When a sweep last ran and who is running it now: one row for each sweep."""

    name = models.CharField(max_length=80, primary_key=True)
    last_run_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)

    class Governance:
        retention = "operation"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"name", "last_run_at", "last_error", "lease_until", "leased_by"})

    def __str__(self) -> str:
        return f"schedule {self.name}"


class Fence(models.Model):
    """That this database was put back from a backup: nothing is sent until somebody releases it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    up_at = models.DateTimeField()
    backup_made_at = models.DateTimeField()
    down_at = models.DateTimeField(null=True)

    class Governance:
        retention = "operation"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"id", "up_at", "backup_made_at", "down_at"})

    def __str__(self) -> str:
        return f"fence of {self.up_at:%Y-%m-%d}"


class Heartbeat(models.Model):
    """That a worker is alive: one row for each, rewritten every few seconds."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    build = models.CharField(max_length=40)

    class Governance:
        retention = "operation"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"worker", "at", "build"})

    def __str__(self) -> str:
        return f"heartbeat of {self.worker}"
