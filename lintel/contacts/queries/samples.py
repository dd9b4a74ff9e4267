"""Samples: those somebody may read, those a council has made, and what may be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer
from lintel.contacts.models import Contact, Sample
from lintel.contacts.queries.visibility import reading, visible_of
from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.samples import Draw
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere
from lintel.restrictions.queries import CONTACT, hidden_from_some

READERS = (Role.QUALITY, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class SampledContact:
    """Shape: `outcome` is a key of the policy, "" while undecided."""

    id: UUID
    reference: str
    kind: str
    received_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class SampleSeen:
    """Shape: `last_on` is the last day it is read."""

    id: UUID
    title: str
    drawn: str
    starts_on: date
    last_on: date
    made_at: datetime
    made_by: str
    readers: Sequence[str]
    contacts: Sequence[SampledContact]
    ended_at: datetime | None


def samples_to_read(viewer: Viewer) -> list[SampleSeen]:
    """Those made for this viewer that are in date. What has been hidden since is left out."""
    viewer.must(Permission.READ_SAMPLE)
    return _seen(Sample.objects.filter(reading(viewer)), viewer)


def samples_made(viewer: Viewer) -> list[SampleSeen]:
    """Every sample of the viewer's council, the newest first."""
    viewer.must(Permission.MAKE_SAMPLE)
    return _seen(Sample.objects.filter(council=viewer.council), viewer)


def the_sample(viewer: Viewer, sample_id: UUID) -> SampleSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    viewer.must(Permission.MAKE_SAMPLE)
    found = _seen(Sample.objects.filter(council=viewer.council, id=sample_id), viewer)
    if not found:
        raise NotThere("sample")
    return found[0]


def may_be_sampled(council: str) -> "QuerySet[Contact]":
    """No allegation and nothing restricted is in a sample, whoever makes it."""
    found = Contact.objects.filter(council=council, allegation=False)
    return found.exclude(id__in=hidden_from_some(council, CONTACT))


def to_draw_from(council: str, draw: Draw) -> list[UUID]:
    """Shape: the days of `draw` are said (`rules.samples`)."""
    assert draw.from_on is not None  # noqa: S101  refused before
    assert draw.until_on is not None  # noqa: S101  refused before
    found = may_be_sampled(council)
    if draw.of == "closed":
        found = found.filter(stage=Stage.CLOSED)
    elif draw.of != "received":
        found = found.filter(outcome=draw.of)
    day_before, day_after = draw.from_on - timedelta(days=1), draw.until_on + timedelta(days=1)
    near = found.filter(received_at__date__gte=day_before, received_at__date__lte=day_after)
    rows = near.values_list("id", "received_at")
    return [one for one, at in rows if draw.from_on <= london_day(at) <= draw.until_on]


def readers_of(council: str, *, on: date) -> list[tuple[UUID, str, Role]]:
    """Whom a sample can be made for: id, name and role."""
    found = [(one, role) for role in READERS for one in access.addressees(council, role, on=on)]
    names = access.names_of({one.account_id for one, _ in found})
    return [(one.account_id, names.get(one.account_id, ""), role) for one, role in found]


def _seen(samples: "QuerySet[Sample]", viewer: Viewer) -> list[SampleSeen]:
    kept = list(samples.prefetch_related("readers", "contacts").distinct())
    ids = {row.contact_id for sample in kept for row in sample.contacts.all()}
    if viewer.may(Permission.READ_SAMPLE):
        rows = visible_of(viewer, ids)
    else:
        rows = {row.id: row for row in may_be_sampled(viewer.council).filter(id__in=ids)}
    accounts = {row.account_id for sample in kept for row in sample.readers.all()}
    names = access.names_of(accounts | {sample.made_by_id for sample in kept})
    return [
        SampleSeen(
            id=sample.id,
            title=sample.title,
            drawn=sample.drawn,
            starts_on=sample.starts_on,
            last_on=sample.ends_on - timedelta(days=1),
            made_at=sample.made_at,
            made_by=names.get(sample.made_by_id, ""),
            readers=sorted(names.get(row.account_id, "") for row in sample.readers.all()),
            contacts=sorted(
                (
                    SampledContact(row.id, row.reference, row.kind, row.received_at, row.outcome)
                    for each in sample.contacts.all()
                    if (row := rows.get(each.contact_id)) is not None
                ),
                key=lambda row: row.received_at,
            ),
            ended_at=sample.ended_at,
        )
        for sample in kept
    ]
