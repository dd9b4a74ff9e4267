"""Who reads a restricted record, and until when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import GRANTS, Permission, Role, Viewer
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.policy.in_force import policy_for
from lintel.restrictions.actions.changing import (
    count,
    must_stand,
    on_the_trail,
    to_change,
    who_reads,
)
from lintel.restrictions.models import Reader, Restriction
from lintel.restrictions.queries import kind_of
from lintel.restrictions.rules.lasting import ReaderSaid, reads_until


@transaction.atomic
def add_reader(*, restriction_id: UUID, reader: ReaderSaid, by: Viewer, at: datetime) -> None:
    """Put somebody on the list, until a day that policy sets.

    Errors:
        NotThere, NotPermitted. Refused: it was lifted.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    must_stand(row)
    if reader.account is None and not reader.team:
        raise Invalid(Refusal("no_reader", "Select who will read it", "readers"))
    must_be_known([reader], by=by, at=at)
    put_on_list(row, reader, by=by, at=at)
    count(row)
    on_the_trail(row, Permission.GUARD_RECORDS, f"reader {reader.account or reader.team}", by, at)


def must_be_known(readers: Sequence[ReaderSaid], *, by: Viewer, at: datetime) -> None:
    """
    Errors:
        Invalid: somebody who does not work for this council or whose role opens no records, or no
            team of it.
    """
    teams = {team.key for team in directory.teams(by.council)}
    for reader in readers:
        account = access.account_by_id(reader.account, at) if reader.account else None
        known = account.council == by.council if account else reader.team in teams
        if not known:
            raise Invalid(Refusal("unknown_reader", "Select somebody of your council", "readers"))
        if account and Permission.OPEN_HISTORY not in GRANTS[Role(account.role)]:
            words = f"Select somebody else: {ROLE_WORDS[Role(account.role)]} opens no records"
            raise Invalid(Refusal("unknown_reader", words, "readers"))


def put_on_list(row: Restriction, reader: ReaderSaid, *, by: Viewer, at: datetime) -> None:
    policy = policy_for(row.council).restricting
    Reader.objects.create(
        restriction=row,
        account=reader.account,
        team=reader.team,
        purpose=reader.purpose,
        place=row.readers.count(),
        given_at=at,
        given_by=by.account_id,
        until=reads_until(reader.purpose, policy, on=london_day(at)),
    )


@transaction.atomic
def end_reader(*, restriction_id: UUID, reader_id: UUID, by: Viewer, at: datetime) -> None:
    """Take somebody off the list, from now on. Whoever hides a record leaves somebody to read it.

    Errors:
        NotThere, NotPermitted. Refused: they are the last who read it.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    today = london_day(at)
    one = row.readers.filter(id=reader_id, ended_at=None, until__gt=today).first()
    if one is None:
        raise NotThere("reader")
    one.ended_at, one.ended_by = at, by.account_id
    one.save(update_fields=["ended_at", "ended_by"])
    kind = kind_of(row.council, row.kind)
    if kind is not None and kind.hides_the_record and not who_reads(row, on=today):
        # Refused, they are on the list as before: the transaction is undone.
        words = "Add somebody else who reads it before you take the last reader off the list"
        raise Refused(Refusal("last_reader", words))
    count(row)
    on_the_trail(row, Permission.GUARD_RECORDS, f"reader ended {reader_id}", by, at)
