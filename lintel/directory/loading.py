"""The directory in bulk, for the demo and for a new instance: a named escape from one by one."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.directory import models
from lintel.directory.rules.kinds import Agency, Service, Team
from lintel.directory.rules.members import Member


def load_members(members: Iterable[Member], *, council: str, by: Viewer, at: datetime) -> int:
    """Members of a council's child protection teams, that are not there yet; how many were added.
    One trail entry for the lot."""
    with transaction.atomic():
        there = set(models.TeamMember.objects.filter(council=council).values_list("id", flat=True))
        fresh = [
            models.TeamMember(council=council, **dataclasses.asdict(member))
            for member in members
            if member.id not in there
        ]
        rows = models.TeamMember.objects.escape("directory loading")
        rows.bulk_create(fresh, batch_size=500)
        trail.record(
            did="load directory",
            object_type="directory",
            object_id=council,
            by=by,
            at=at,
            why=f"members={len(fresh)}",
            council=council,
        )
    return len(fresh)


def load(
    *,
    agencies: Iterable[Agency] = (),
    teams: Iterable[Team] = (),
    services: Iterable[Service] = (),
    by: Viewer,
    at: datetime,
) -> dict[str, int]:
    """Add what is not there yet, by council and key; what is there stays as it is.

    Shape: {"agencies": added, "teams": added, "services": added}. One trail entry for the lot.
    """
    added = {}
    with transaction.atomic():
        for name, model, entries in (
            ("agencies", models.Agency, agencies),
            ("teams", models.Team, teams),
            ("services", models.Service, services),
        ):
            there = set(model.objects.values_list("council", "key"))
            fresh = {(e.council, e.key): e for e in entries if (e.council, e.key) not in there}
            model.objects.escape("directory loading").bulk_create(
                [model(**dataclasses.asdict(entry)) for entry in fresh.values()], batch_size=500
            )
            added[name] = len(fresh)
        trail.record(
            did="load directory",
            object_type="directory",
            object_id=by.council,
            by=by,
            at=at,
            why=" ".join(f"{name}={count}" for name, count in added.items()),
            council=by.council,
        )
    return added
