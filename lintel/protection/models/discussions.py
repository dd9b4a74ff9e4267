"""A strategy discussion: who was asked, who came, what was shared and what came of it."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.protection.rules.outcomes import State


class Discussion(AddedModel):
    """One strategy discussion about the children of one contact.

    Shape:
        about: ids of the source records of the children, as text.
        how: "meeting", "video" or "telephone".
        facts: what the case adds to who must come: fields of `rules.quorum.CaseFacts`.
        needed: parts that must be there, as worked out from `facts` when it was convened.
        due_at: when it had to be held by the clock `strategy_discussion`.
        sitting: 1 at first, and one more for each time it was adjourned.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"planned_for", "state", "sitting", "ended_at", "version"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    about = models.JSONField(default=list)
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    called_because = models.TextField()
    planned_for = models.DateTimeField()
    how = models.CharField(max_length=12)
    where = models.CharField(max_length=500, blank=True)
    chair = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    needed = models.JSONField(default=list)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.CONVENED)
    sitting = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact_id"],
                condition=Q(state=State.CONVENED),
                name="discussion_one_open_a_contact",
            ),
            models.CheckConstraint(
                name="discussion_ended_whole_or_not_at_all",
                condition=Q(state=State.CONVENED, ended_at=None)
                | ~Q(state=State.CONVENED) & Q(ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "convened_at"], name="discussion_contact"),
            models.Index(fields=["council", "state", "planned_for"], name="discussion_council"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"about", "convened_by", "called_because", "where", "chair"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "convened_at", "planned_for", "how"}
            | {"facts", "needed", "due_at", "state", "sitting", "ended_at", "version"}
        )

    def __str__(self) -> str:
        return f"discussion about {self.reference}"


class Invitation(AddedModel):
    """Somebody asked to come: an agency, a team of the council, or a body outside.

    Shape: `part` a value of `rules.quorum.Part`; `agency` and `team` are keys of the directory, of
        which a body outside has neither; `because` says why they are asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="invitations")
    council = models.CharField(max_length=40)
    part = models.CharField(max_length=20)
    agency = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=60, blank=True)
    account = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    because = models.CharField(max_length=300, blank=True)
    is_needed = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["council", "agency", "at"], name="invitation_agency"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"account", "title", "because", "by"})
        safe_to_copy = frozenset(
            {"id", "discussion", "council", "part", "agency", "team", "is_needed", "at"}
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class InvitationAnswer(AddedModel):
    """What somebody said to an invitation; the newest holds.

    Shape: says: a value of `rules.outcomes.Says`; `who` comes, when somebody does.
    """

    id = models.BigAutoField(primary_key=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=12)
    who = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "who", "reason"})
        safe_to_copy = frozenset({"id", "invitation", "at", "says"})

    def __str__(self) -> str:
        return f"answer to {self.invitation_id}"


class Attendance(AddedModel):
    """Somebody who came, from when to when.

    Shape:
        invitation: None for somebody who came without being asked.
        registered: when they came they were an account of the council with a registration in date.
        sitting: of the discussion; an adjourned one begins again with nobody there.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"left_at"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="attended")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, related_name="attended"
    )
    sitting = models.PositiveSmallIntegerField(default=1)
    part = models.CharField(max_length=20)
    agency = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    account = models.UUIDField(null=True)
    is_deputy = models.BooleanField(default=False)
    registered = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["arrived_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attendance_leaves_after_arriving",
                condition=Q(left_at=None) | Q(left_at__gte=models.F("arrived_at")),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"title", "name", "account", "by"})
        safe_to_copy = frozenset(
            {"id", "discussion", "invitation", "sitting", "part", "agency", "is_deputy"}
            | {"registered", "arrived_at", "left_at", "at"}
        )

    def __str__(self) -> str:
        return f"attendance at {self.discussion_id}"


class DiscussionItem(AddedModel):
    """Something an agency shared for or at the discussion.

    Shape: `mark` as `sharing.rules.handling.Mark`, and read through its table alone; `named` are
        ids of the accounts that may read a sealed item, as text.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="items")
    agency = models.CharField(max_length=60)
    agency_title = models.CharField(max_length=200)
    text = models.TextField()
    mark = models.CharField(max_length=2)
    named = models.JSONField(default=list)
    onward_leave = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="discussion_item_says_something", condition=~Q(text="")),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"text", "named", "by"})
        safe_to_copy = frozenset(
            {"id", "discussion", "agency", "agency_title", "mark", "onward_leave", "at"}
        )

    def __str__(self) -> str:
        return f"item of {self.discussion_id}"


class DiscussionOutcome(AddedModel):
    """What came of one sitting; the newest holds.

    Shape:
        corrects: the row this one stands in place of, which stays as it was; and why.
        how: a value of `rules.outcomes.How`; adjourned_to when it was adjourned.
        quorate, missing: as worked out when it was recorded, from who attended.
        section47: "", "no", "single" or "joint".
        seeing: [{"child": record id, "who", "by": ISO moment, "alone": bool}].
        medical: "", "needed", "done" or "not_needed"; views: [{"title", "view"}].
        answers: it settles that a strategy discussion was called for.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="outcomes")
    contact_id = models.UUIDField()
    council = models.CharField(max_length=40)
    sitting = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    adjourned_to = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField()
    quorate = models.BooleanField(default=False)
    missing = models.JSONField(default=list)
    not_quorate_because = models.TextField(blank=True)
    section47 = models.CharField(max_length=8, blank=True)
    section47_because = models.TextField(blank=True)
    seeing = models.JSONField(default=list)
    siblings = models.TextField(blank=True)
    parents_told = models.TextField(blank=True)
    parents_not_told_because = models.TextField(blank=True)
    criminal = models.BooleanField(null=True)
    criminal_because = models.TextField(blank=True)
    medical = models.CharField(max_length=12, blank=True)
    medical_because = models.TextField(blank=True)
    medical_views = models.JSONField(default=list)
    answers = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    corrected_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="discussion_outcome_corrects_with_a_reason",
                condition=Q(corrects=None, corrected_because="")
                | Q(corrects__isnull=False) & ~Q(corrected_because=""),
            ),
            models.CheckConstraint(
                name="discussion_outcome_not_quorate_has_a_reason",
                condition=~Q(how="held") | Q(quorate=True) | ~Q(not_quorate_because=""),
            ),
            models.CheckConstraint(
                name="discussion_outcome_held_decides_section47",
                condition=~Q(how="held") | ~Q(section47="") & ~Q(section47_because=""),
            ),
            models.CheckConstraint(
                name="discussion_outcome_not_held_has_a_reason",
                condition=Q(how="held") | ~Q(reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "at"], name="discussion_outcome_contact"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"by", "reason", "not_quorate_because", "section47_because", "seeing", "siblings"}
            | {"parents_told", "parents_not_told_because", "criminal_because"}
            | {"medical_because", "medical_views", "corrected_because"}
        )
        safe_to_copy = frozenset(
            {"id", "discussion", "contact_id", "council", "sitting", "at", "how", "adjourned_to"}
            | {"started_at", "ended_at", "quorate", "missing", "section47", "criminal", "medical"}
            | {"answers", "corrects"}
        )

    def __str__(self) -> str:
        return f"outcome of {self.discussion_id}"


class AgreedAction(AddedModel):
    """What somebody at the discussion took on, by when."""

    fills_in: ClassVar[frozenset[str]] = frozenset({"done_at", "done_by", "done_note"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="agreed")
    council = models.CharField(max_length=40)
    what = models.TextField()
    owner = models.CharField(max_length=200)
    agency = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "due_at"], name="agreed_action_open", condition=Q(done_at=None)
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"what", "owner", "by", "done_by", "done_note"})
        safe_to_copy = frozenset(
            {"id", "discussion", "council", "agency", "due_at", "at", "done_at"}
        )

    def __str__(self) -> str:
        return f"action of {self.discussion_id}"
