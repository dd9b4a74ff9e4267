"""What can be done to the directory: add an agency, a team, a service, and change one."""

import dataclasses
import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.directory import models
from lintel.directory.rules.kinds import TEAM_KINDS, Agency, Service, Team
from lintel.directory.rules.members import reasons_not_to_add
from lintel.directory.rules.routing import reasons_not_to_route
from lintel.kernel.as_seen import must_be_as_seen
from lintel.kernel.refusals import Invalid, NotThere, Refusal

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")


def add_agency(*, agency: Agency, by: Viewer, at: datetime) -> Agency:
    """
    Errors:
        NotPermitted: `by` does not look after the directory.
        Invalid: no title, or a key that is taken or is not lower-case letters, digits, hyphens.
    """
    return _add(models.Agency, agency, "agency", by=by, at=at)


def add_team(*, team: Team, by: Viewer, at: datetime) -> Team:
    """
    Errors:
        NotPermitted, Invalid: as `add_agency`; also an unknown kind, or a second default of it.
    """
    return _add(models.Team, team, "team", by=by, at=at)


def add_service(*, service: Service, by: Viewer, at: datetime) -> Service:
    """
    Errors:
        NotPermitted, Invalid: as `add_agency`.
    """
    return _add(models.Service, service, "service", by=by, at=at)


def change_agency(*, agency: Agency, seen: str | None = None, by: Viewer, at: datetime) -> bool:
    """Give an agency another title, kind, telephone or address; whether anything differs. `seen`
    is what stood there when it was read, as `letters_of` its fields.

    Errors:
        NotPermitted: `by` does not look after the directory.
        NotThere: the council has no agency of this key.
        Refused: it has changed since it was `seen`.
        Invalid: no title; of a team also an area or ages that make no sense.
    """
    return _change(models.Agency, agency, "agency", seen=seen, by=by, at=at)


def change_team(*, team: Team, seen: str | None = None, by: Viewer, at: datetime) -> bool:
    """Change a team, but for its kind: work that is on its way was sent for that.

    Made the default of its kind, it takes that from the team which was.

    Errors:
        NotPermitted, NotThere, Refused, Invalid: as `change_agency`.
    """
    return _change(models.Team, team, "team", seen=seen, by=by, at=at)


def change_service(*, service: Service, seen: str | None = None, by: Viewer, at: datetime) -> bool:
    """
    Errors:
        NotPermitted, NotThere, Refused, Invalid: as `change_agency`.
    """
    return _change(models.Service, service, "service", seen=seen, by=by, at=at)


@transaction.atomic
def add_member(
    *,
    team: str,
    part: str,
    name: str,
    agency: str = "",
    from_on: date,
    until_on: date | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Somebody is of a multi-agency child protection team, from a day on.

    Errors:
        NotPermitted: `by` does not look after the directory.
        NotThere: the council has no team of this key.
        Invalid: no name, an unknown part, a last day before the first, or another kind of team.
    """
    by.must(Permission.MANAGE_ACCOUNTS)
    row = models.Team.objects.filter(council=by.council, key=team).first()
    if row is None:
        raise NotThere(f"team {by.council}/{team}")
    wrong = reasons_not_to_add(
        kind=row.kind, part=part, name=name, from_on=from_on, until_on=until_on
    )
    if wrong:
        raise Invalid(*wrong)
    member = models.TeamMember.objects.create(
        council=by.council,
        team=team,
        part=part,
        name=name.strip(),
        agency=agency.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    _record("add member of", "team", row, by=by, at=at, why=part)
    return member.id


@transaction.atomic
def end_member(*, member_id: UUID, last_on: date, by: Viewer, at: datetime) -> None:
    """Somebody leaves such a team after a day.

    Errors:
        NotPermitted: `by` does not look after the directory.
        NotThere: there is no such member in the council, or they have left.
        Invalid: the last day is before the first.
    """
    by.must(Permission.MANAGE_ACCOUNTS)
    members = models.TeamMember.objects.select_for_update().filter(council=by.council)
    member = members.filter(id=member_id, until_on=None).first()
    if member is None:
        raise NotThere("member")
    if last_on < member.from_on:
        message = "Enter a last day that is not before the first"
        raise Invalid(Refusal("ends_before_it_begins", message, "until_on"))
    member.until_on = last_on
    member.save(update_fields=["until_on"])
    row = models.Team.objects.get(council=by.council, key=member.team)
    _record("end member of", "team", row, by=by, at=at, why=member.part)


def _change(
    model: Any, entry: Any, what: str, *, seen: str | None, by: Viewer, at: datetime
) -> bool:
    by.must(Permission.MANAGE_ACCOUNTS)
    wrong = [] if entry.title.strip() else [_no_title(what)]
    if isinstance(entry, Team):
        wrong += reasons_not_to_route(entry)
    if wrong:
        raise Invalid(*wrong)
    with transaction.atomic():
        of_council = model.objects.select_for_update().filter(council=by.council)
        row = of_council.filter(key=entry.key).first()
        if row is None or entry.council != by.council:
            raise NotThere(f"{what} {entry.council}/{entry.key}")
        now = dataclasses.asdict(entry)
        must_be_as_seen({name: getattr(row, name) for name in now}, seen)
        if isinstance(entry, Team):
            now.pop("kind")
        changed = sorted(name for name, value in now.items() if getattr(row, name) != value)
        if not changed:
            return False
        if "takes_by_default" in changed and entry.takes_by_default:
            for other in of_council.filter(kind=row.kind, takes_by_default=True):
                other.takes_by_default = False
                other.save(update_fields=["takes_by_default"])
                _record("change", what, other, by=by, at=at, why="takes_by_default")
        for name in changed:
            setattr(row, name, now[name])
        row.save(update_fields=changed)
        _record("change", what, row, by=by, at=at, why=" ".join(changed))
    return True


def _add(model: Any, entry: Any, what: str, *, by: Viewer, at: datetime) -> Any:
    by.must(Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        wrong = [*_what_is_wrong(model, entry, what)]
        if entry.council != by.council:
            wrong.append(Refusal("other_council", "Add this in its own council", "council"))
        if wrong:
            raise Invalid(*wrong)
        model.objects.create(**dataclasses.asdict(entry))
        _record("add", what, entry, by=by, at=at)
    return entry


def _record(did: str, what: str, entry: Any, *, by: Viewer, at: datetime, why: str = "") -> None:
    trail.record(
        did=f"{did} {what}",
        object_type=what,
        object_id=f"{entry.council}/{entry.key}",
        by=by,
        at=at,
        why=why,
        council=entry.council,
    )


def _no_title(what: str) -> Refusal:
    return Refusal("no_title", f"Enter the name of the {what}", "title")


def _what_is_wrong(model: Any, entry: Any, what: str):
    of_council = model.objects.filter(council=entry.council)
    if not _KEY.fullmatch(entry.key):
        yield Refusal("key_shape", "Enter a key of lower-case letters, digits and hyphens", "key")
    elif of_council.filter(key=entry.key).exists():
        yield Refusal("key_taken", f"Enter a key that no other {what} has", "key")
    if not entry.title.strip():
        yield _no_title(what)
    if isinstance(entry, Team):
        yield from reasons_not_to_route(entry)
        if entry.kind not in TEAM_KINDS:
            yield Refusal("kind_unknown", "Select what kind of team this is", "kind")
        elif (
            entry.takes_by_default
            and of_council.filter(kind=entry.kind, takes_by_default=True).exists()
        ):
            yield Refusal(
                "second_default",
                "Another team of this kind already takes work by default",
                "takes_by_default",
            )
