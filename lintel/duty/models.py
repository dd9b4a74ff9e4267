"""How hand-overs of duty and promises are kept. Private to this context.

Who has a contact in hand is not kept here: the contact says it, once.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.contacts.rules.sides import Side
from lintel.duty.rules.items import State
from lintel.duty.rules.promises import Settled


class DutyItem(AddedModel):
    """One contact on the list of one turn: the close of a day, or its opening.

    Shape:
        to: the side that takes over; `turns_at` the moment the hub closes or opens.
        why: keys, as rules.items.Why, when it was drawn up.
        had_account, had_team: who had the contact then.
        drawn_by: nobody (Lintel) unless somebody put it on by hand.
        answer_by: when a manager is told that nobody has accepted it; `told_at`: when that was.
        ended_*: accepted, kept, off or left, by whom and why.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"state", "note", "next_check_at", "ready_at", "ready_by", "told_at"}
        | {"ended_at", "ended_by", "ended_because", "answer_by"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    to = models.CharField(max_length=8)
    turns_at = models.DateTimeField()
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    why = models.JSONField(default=list)
    had_account = models.UUIDField(null=True)
    had_team = models.CharField(max_length=60, blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.UUIDField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.DRAWN)
    note = models.TextField(blank=True)
    next_check_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    ready_by = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["drawn_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="duty_to_a_side", condition=Q(to__in=[str(side) for side in Side])
            ),
            models.CheckConstraint(
                name="duty_state_known", condition=Q(state__in=[str(one) for one in State])
            ),
            models.CheckConstraint(
                name="duty_ready_with_a_word",
                condition=~Q(state="ready") | Q(ready_at__isnull=False) & ~Q(note=""),
            ),
            models.CheckConstraint(
                name="duty_ended_whole_or_not_at_all",
                condition=Q(state__in=["drawn", "ready"], ended_at=None, ended_by=None)
                | ~Q(state__in=["drawn", "ready"])
                & Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["contact_id", "to", "turns_at"], name="duty_once_a_turn"
            ),
            models.UniqueConstraint(
                fields=["contact_id"],
                name="duty_on_one_list",
                condition=Q(state__in=["drawn", "ready"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "turns_at", "to"], name="duty_turn"),
            models.Index(
                fields=["council", "answer_by"],
                name="duty_open",
                condition=Q(state__in=["drawn", "ready"]),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"had_account", "drawn_by", "note", "ready_by", "ended_by", "ended_because"}
        )
        safe_to_copy = frozenset(
            {"id", "council", "to", "turns_at", "contact_id", "reference", "why", "had_team"}
            | {"drawn_at", "answer_by", "state", "next_check_at", "ready_at", "told_at"}
            | {"ended_at"}
        )

    def __str__(self) -> str:
        return f"duty item of {self.reference}"


class Promise(AddedModel):
    """What somebody was told would be done, by when. Whoever has the contact has the promise."""

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"settled_at", "settled_by", "settled_as", "settled_words"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    what = models.CharField(max_length=500)
    to_whom = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.UUIDField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_as = models.CharField(max_length=10, blank=True)
    settled_words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="promise_settled_whole_or_not_at_all",
                condition=Q(settled_at=None, settled_by=None, settled_as="")
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                & Q(settled_as__in=[str(one) for one in Settled])
                & ~Q(settled_words=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "due_at"], name="promise_contact"),
            models.Index(
                fields=["council", "due_at"], name="promise_open", condition=Q(settled_at=None)
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"what", "to_whom", "by", "settled_by", "settled_words"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "due_at", "at", "settled_at"}
            | {"settled_as"}
        )

    def __str__(self) -> str:
        return f"promise of {self.reference}"
