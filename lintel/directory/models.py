"""How agencies, teams and services are kept. Private to this context; decides nothing."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import KeptModel
from lintel.directory.rules.kinds import TEAM_KINDS


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
