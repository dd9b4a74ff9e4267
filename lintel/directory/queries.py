"""Who there is to ask, to tell and to hand over to. Nothing here is about a family.

The directory of a council is open to whoever works there, so these take the council's key
and no viewer. One database query each.
"""

from datetime import date

from django.db.models import QuerySet

from lintel.access.worded_once import worded_once
from lintel.directory import models
from lintel.directory.rules.kinds import Agency, Service, Team, team_to_take
from lintel.directory.rules.members import Member, Membership, missing_on
from lintel.kernel.reading import once_a_reading
from lintel.kernel.refusals import NotThere
from lintel.policy.in_force import policy_for

__all__ = [
    "Agency",
    "Member",
    "Membership",
    "Service",
    "Team",
    "agencies",
    "agency",
    "membership",
    "service",
    "services",
    "team",
    "team_for",
    "teams",
]  # fmt: skip


@worded_once
def _agencies_of(council: str) -> QuerySet[models.Agency]:
    return models.Agency.objects.filter(council=council)


@worded_once
def _teams_of(council: str) -> QuerySet[models.Team]:
    return models.Team.objects.filter(council=council)


@worded_once
def _services_of(council: str) -> QuerySet[models.Service]:
    return models.Service.objects.filter(council=council)


@once_a_reading
def agencies(council: str) -> list[Agency]:
    return [_agency(row) for row in _agencies_of(council)]


def agency(council: str, key: str) -> Agency:
    """
    Errors:
        NotThere: this council has no agency of that key.
    """
    return _agency(_one(models.Agency, council, key))


@once_a_reading
def teams(council: str) -> list[Team]:
    return [_team(row) for row in _teams_of(council)]


def team(council: str, key: str) -> Team:
    """
    Errors:
        NotThere: this council has no team of that key.
    """
    return _team(_one(models.Team, council, key))


def team_for(council: str, team_kind: str) -> Team:
    """The team that work of this kind goes to unless somebody chooses another.

    Errors:
        NotThere: neither such a team nor one that stands in for it.
    """
    found = team_to_take(team_kind, teams(council))
    if found is None:
        raise NotThere(f"no team of kind {team_kind} in {council}")
    return found


@once_a_reading
def services(council: str) -> list[Service]:
    return [_service(row) for row in _services_of(council)]


def service(council: str, key: str) -> Service:
    """
    Errors:
        NotThere: this council has no service of that key.
    """
    return _service(_one(models.Service, council, key))


def _one(model, council: str, key: str):
    row = model.objects.filter(council=council, key=key).first()
    if row is None:
        raise NotThere(f"{model._meta.verbose_name} {council}/{key}")
    return row


def _agency(row: models.Agency) -> Agency:
    return Agency(row.key, row.title, row.kind, row.council, row.phone, row.email)


def _team(row: models.Team) -> Team:
    return Team(
        row.key,
        row.title,
        row.kind,
        row.council,
        row.email,
        row.phone,
        row.opening,
        row.takes_by_default,
        row.covers,
        row.ages_from,
        row.ages_to,
        row.places,
    )


def _service(row: models.Service) -> Service:
    return Service(row.key, row.title, row.council, row.summary, row.phone, row.url, row.for_ages)


def membership(council: str, key: str, *, on: date) -> Membership:
    """Who is of a child protection team on a day or will be, and who is missing on it."""
    rule = policy_for(council).child_protection_teams
    rows = models.TeamMember.objects.filter(council=council, team=key)
    members = [
        Member(row.id, row.team, row.part, row.name, row.agency, row.from_on, row.until_on)
        for row in rows
        if row.until_on is None or row.until_on >= on
    ]
    return Membership(
        members=members,
        missing=missing_on(members, rule.parts, on=on),
        required=rule.in_force(on),
        required_from=rule.required_from,
    )
