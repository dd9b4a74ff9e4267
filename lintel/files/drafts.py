"""Files of a draft of the public form: kept as long as the draft, known to it alone."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.files import queries, store
from lintel.files.models import File
from lintel.files.rules.reading import REFERRER, Belongs
from lintel.files.rules.room import Taken, reasons_no_more
from lintel.files.taking import TakenIn, columns_of
from lintel.kernel.refusals import Refused
from lintel.policy.in_force import policy_for


@transaction.atomic
def keep_with_draft(
    taken: Sequence[TakenIn], *, council: str, until: datetime, by: Viewer, at: datetime
) -> list[UUID]:
    """Keep files that somebody has not sent yet; the draft remembers their ids.

    Errors:
        Refused: the public form has taken as much as it can today.
    """
    full = reasons_no_more(
        (one.size for one in taken),
        policy_for(council).attaching,
        contact=Taken(),
        person=queries.taken_by_person(by.account_id, at=at),
        public=True,
    )
    if full:
        raise Refused(*full)
    rows = [
        File.objects.create(
            council=council,
            belongs=Belongs.DRAFT,
            agency=REFERRER,
            given_at=at,
            given_by=by.account_id,
            **columns_of(one, at=at),
            kept_until=until,
        )
        for one in taken
    ]
    return [row.id for row in rows]


def keep_draft_files(ids: Collection[UUID], *, until: datetime) -> None:
    """Keep a draft's files as long as the draft."""
    if ids:
        rows = File.objects.filter(id__in=list(ids), belongs=Belongs.DRAFT)
        rows.escape("draft kept longer").update(kept_until=until)


@transaction.atomic
def drop_draft_files(ids: Collection[UUID], *, over_at: datetime | None = None) -> int:
    """Take files out of a draft, the rows at once, the bytes after them; how many were there.

    With `over_at` only those whose time is still over then, asked while they are held: whose
    draft somebody has gone on with meanwhile keeps them.
    """
    rows = File.objects.filter(id__in=list(ids), belongs=Belongs.DRAFT)
    if over_at is not None:
        rows = rows.filter(kept_until__lte=over_at)
    held = dict(rows.select_for_update().values_list("id", "stored_as"))
    File.objects.filter(id__in=held).escape("draft dropped").delete()
    transaction.on_commit(lambda: [store.remove(name) for name in held.values()])
    return len(held)


def gone_from_draft(ids: Collection[UUID]) -> set[UUID]:
    """Those of a draft's files that were cleared away."""
    there = File.objects.filter(id__in=list(ids), belongs=Belongs.DRAFT)
    return {*ids} - {*there.values_list("id", flat=True)}
