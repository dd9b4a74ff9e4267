"""One telling and where it has got to."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lintel.audit.kept import KeptModel
from lintel.contacts.rules.facts import ContactFacts, Rating, Stage
from lintel.contacts.rules.telling import Channel, Consent, Kind


class Contact(KeptModel):
    """One telling, by one person, about one family, at one moment.

    `queue`, `rating_rank`, `due_at` and `awaits_senior_read` are indexes for the board, worked
    out again from the facts at every change; the clocks people see are computed when read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=24)
    source = models.CharField(max_length=4)
    stage = models.CharField(max_length=12, default=Stage.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    policy_version = models.CharField(max_length=80)

    received_at = models.DateTimeField()
    clock_started_at = models.DateTimeField()
    keyed_at = models.DateTimeField(null=True)  # when what was received on paper was typed in
    written_by = models.CharField(max_length=200, blank=True)  # on that paper
    occurred_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_agency = models.CharField(max_length=60, blank=True)
    external_reference = models.CharField(max_length=200, blank=True)

    concern = models.TextField()
    why_now = models.TextField(blank=True)
    categories = models.JSONField(default=list)
    immediate_danger = models.BooleanField(default=False)
    allegation = models.BooleanField(default=False)  # against somebody who works with children
    family_told = models.BooleanField(null=True)
    family_told_reason = models.TextField(blank=True)
    consent = models.CharField(max_length=12, default=Consent.NOT_KNOWN)

    rating = models.CharField(max_length=8, blank=True)
    rating_rank = models.PositiveSmallIntegerField(default=0)
    rated_red_by = models.UUIDField(null=True)
    immediate_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    awaiting_team = models.CharField(max_length=60, blank=True)
    accepted_team = models.CharField(max_length=60, blank=True)
    was_returned = models.BooleanField(default=False)
    raised_at = models.DateTimeField(null=True)
    senior_readers = models.JSONField(default=list)  # account ids, since it was raised
    awaits_senior_read = models.BooleanField(default=False)

    owner_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner_team = models.CharField(max_length=60, blank=True)
    queue = models.CharField(max_length=20)
    answers_due_at = models.DateTimeField(null=True)  # the first that agencies asked still owe
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_stage_known", condition=Q(stage__in=[str(s) for s in Stage])
            ),
            models.CheckConstraint(
                name="contact_kind_known", condition=Q(kind__in=[str(k) for k in Kind])
            ),
            models.CheckConstraint(
                name="contact_channel_known", condition=Q(channel__in=[str(c) for c in Channel])
            ),
            models.CheckConstraint(
                name="contact_rating_known",
                condition=Q(rating__in=["", *(str(r) for r in Rating)]),
            ),
            models.CheckConstraint(
                name="contact_open_has_queue_due_and_owner",
                condition=Q(stage=Stage.CLOSED, queue="closed", closed_at__isnull=False)
                | Q(closed_at=None, due_at__isnull=False)
                & ~Q(queue="closed")
                & (~Q(owner_team="") | Q(owner_account__isnull=False)),
            ),
            models.CheckConstraint(
                name="contact_closed_only_after_decision",
                condition=~Q(stage__in=["decided", "closed"])
                | Q(decided_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="contact_clock_not_before_receipt",
                condition=Q(clock_started_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="contact_unseen_is_unrated",
                condition=~Q(stage="received") | Q(rating="", outcome=""),
            ),
        ]
        indexes = [
            models.Index(
                "council",
                "rating_rank",
                "due_at",
                "id",
                name="contact_board",
                condition=Q(closed_at=None, immediate_since=None),
            ),
            models.Index(
                "council",
                "rating_rank",
                "due_at",
                "id",
                name="contact_pinned",
                condition=Q(closed_at=None, immediate_since__isnull=False),
            ),
            models.Index(
                "council",
                "queue",
                "rating_rank",
                "due_at",
                "id",
                name="contact_queue",
                condition=Q(closed_at=None),
            ),
            models.Index(
                "owner_account", "due_at", name="contact_owner", condition=Q(closed_at=None)
            ),
            models.Index("council", models.F("received_at").desc(), "id", name="contact_received"),
            models.Index(
                "council",
                "received_at",
                "submitted_agency",
                "source",
                "allegation",  # so that the index alone is read
                name="contact_sender",
                condition=Q(allegation=False),
            ),
            models.Index("council", "closed_at", name="contact_closed"),
            models.Index(
                "council",
                "decided_at",
                name="contact_decided",
                condition=Q(decided_at__isnull=False),
            ),
            models.Index("awaiting_team", name="contact_awaiting", condition=~Q(awaiting_team="")),
            models.Index("accepted_team", name="contact_accepted", condition=~Q(accepted_team="")),
            models.Index("submitted_by", "received_at", name="contact_submitted"),
            models.Index(
                "council",
                "rating_rank",
                "due_at",
                "id",
                name="contact_senior_read",
                condition=Q(awaits_senior_read=True),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {
                "submitted_by",
                "written_by",
                "external_reference",
                "concern",
                "why_now",
                "family_told_reason",
                "rated_red_by",
                "owner_account",
                "senior_readers",
            }
        )
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "reference",
                "kind",
                "channel",
                "source",
                "stage",
                "version",
                "policy_version",
                "received_at",
                "clock_started_at",
                "keyed_at",
                "occurred_at",
                "closed_at",
                "submitted_agency",
                "categories",
                "immediate_danger",
                "allegation",
                "family_told",
                "consent",
                "rating",
                "rating_rank",
                "immediate_since",
                "held_until",
                "decided_at",
                "outcome",
                "awaiting_team",
                "accepted_team",
                "was_returned",
                "raised_at",
                "awaits_senior_read",
                "owner_team",
                "queue",
                "answers_due_at",
                "due_at",
            }
        )

    def __str__(self) -> str:
        return self.reference  # never a name: this string reaches logs

    def facts(self) -> ContactFacts:
        return ContactFacts(
            id=self.id,
            reference=self.reference,
            council=self.council,
            kind=Kind(self.kind),
            stage=Stage(self.stage),
            version=self.version,
            received_at=self.received_at,
            clock_started_at=self.clock_started_at,
            immediate_danger_told=self.immediate_danger,
            immediate_since=self.immediate_since,
            rating=Rating(self.rating) if self.rating else None,
            rated_red_by=self.rated_red_by,
            held_until=self.held_until,
            decided_at=self.decided_at,
            outcome=self.outcome,
            awaiting_team=self.awaiting_team,
            was_returned=self.was_returned,
            owner_account=self.owner_account_id,
            owner_team=self.owner_team,
            raised_at=self.raised_at,
            senior_readers=frozenset(UUID(each) for each in self.senior_readers),
            answers_due_at=self.answers_due_at,
        )


class Referrer(KeptModel):
    """Who told us. Apart from the contact, because fewer may know it (zone 4)."""

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.PROTECT, related_name="referrer"
    )
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=200, blank=True)
    relationship = models.CharField(max_length=200, blank=True)
    safe_contact = models.TextField(blank=True)
    anonymous = models.BooleanField(default=False)

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"name", "role", "agency", "phone", "email", "relationship", "safe_contact"}
        )
        safe_to_copy = frozenset({"contact", "anonymous"})

    def __str__(self) -> str:
        return f"referrer of {self.contact_id}"


class PersonTold(KeptModel):
    """Somebody a telling is about, word for word as told."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.PositiveSmallIntegerField()
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    address_lines = models.JSONField(default=list)
    postcode = models.CharField(max_length=12, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    record_id = models.UUIDField()  # the people context's record of this telling
    search_name = models.CharField(max_length=400)  # folded, family name first

    class Meta:
        abstract = True


TOLD_IDENTIFIES = {
    "given_name",
    "family_name",
    "date_of_birth",
    "address_lines",
    "postcode",
    "uprn",
    "search_name",
}


class ContactChild(PersonTold):
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    council = models.CharField(max_length=40)
    expected_on = models.DateField(null=True)
    age_years = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    nhs_number = models.CharField(max_length=200, blank=True)
    upn = models.CharField(max_length=200, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    school = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("contact", "place", name="contact_child_place"),
            models.CheckConstraint(
                name="contact_child_born_or_expected",
                condition=Q(date_of_birth=None) | Q(expected_on=None),
            ),
        ]
        indexes = [
            models.Index("council", "search_name", name="contact_child_name"),
            models.Index("council", "date_of_birth", "family_name", name="contact_child_born"),
            models.Index("record_id", name="contact_child_record"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            TOLD_IDENTIFIES | {"expected_on", "nhs_number", "upn", "ethnicity", "school"}
        )
        safe_to_copy = frozenset(
            {"id", "contact", "council", "place", "record_id", "age_years", "sex"}
        )

    def __str__(self) -> str:
        return f"child {self.place} of {self.contact_id}"


class ContactAdult(PersonTold):
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="adults")
    council = models.CharField(max_length=40)
    relationship = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=200, blank=True)
    safe_contact = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("contact", "place", name="contact_adult_place")]
        indexes = [
            models.Index("council", "search_name", name="contact_adult_name"),
            models.Index("record_id", name="contact_adult_record"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(TOLD_IDENTIFIES | {"relationship", "phone", "safe_contact"})
        safe_to_copy = frozenset({"id", "contact", "council", "place", "record_id"})

    def __str__(self) -> str:
        return f"adult {self.place} of {self.contact_id}"
