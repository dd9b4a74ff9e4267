"""How agencies, teams and services are kept. Private to this context; decides nothing."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel, KeptModel
from lintel.directory.rules.kinds import TEAM_KINDS
from lintel.directory.rules.members import PART_WORDS


class Agency(KeptModel):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering: ClassVar = ["council", "title", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "key"], name="agency_key_once"),
        ]

    class Governance:
        retention = "directory"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"id", "council", "key", "title", "kind", "phone", "email"})

    def __str__(self) -> str:
        return f"{self.council}/{self.key}"


class Team(KeptModel):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opening = models.CharField(max_length=200, blank=True)
    takes_by_default = models.BooleanField(default=False)
    covers = models.TextField(blank=True)
    ages_from = models.PositiveSmallIntegerField(null=True)
    ages_to = models.PositiveSmallIntegerField(null=True)
    places = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["council", "title", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "key"], name="team_key_once"),
            models.UniqueConstraint(
                fields=["council", "kind"],
                condition=Q(takes_by_default=True),
                name="team_one_default_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(TEAM_KINDS)), name="team_kind_known"
            ),
        ]

    class Governance:
        retention = "directory"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "key",
                "title",
                "kind",
                "email",
                "phone",
                "opening",
                "takes_by_default",
                "covers",
                "ages_from",
                "ages_to",
                "places",
            }
        )

    def __str__(self) -> str:
        return f"{self.council}/{self.key}"


class Service(KeptModel):
    """Something a family can be told of or sent to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    url = models.URLField(blank=True)
    for_ages = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["council", "title", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "key"], name="service_key_once"),
        ]

    class Governance:
        retention = "directory"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {"id", "council", "key", "title", "summary", "phone", "url", "for_ages"}
        )

    def __str__(self) -> str:
        return f"{self.council}/{self.key}"


class TeamMember(AddedModel):
    """Somebody of a multi-agency child protection team, from a day to a day. `until_on` is filled
    in when they leave."""

    fills_in: ClassVar[frozenset[str]] = frozenset({"until_on"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    team = models.SlugField(max_length=60)
    part = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["council", "team", "part", "from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(part__in=sorted(PART_WORDS)), name="team_member_part_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="team_member_ends_after_it_begins",
            ),
        ]

    class Governance:
        retention = "directory"
        identifies_someone = frozenset({"name"})
        safe_to_copy = frozenset({"id", "council", "team", "part", "agency", "from_on", "until_on"})

    def __str__(self) -> str:
        return f"member of {self.council}/{self.team}"
