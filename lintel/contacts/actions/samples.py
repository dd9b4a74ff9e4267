"""Making a sample of contacts for somebody who audits or inspects, and ending it early."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts.models import Sample, Sampled, SampleReader
from lintel.contacts.queries.samples import may_be_sampled, readers_of, to_draw_from
from lintel.contacts.rules.samples import SampleSaid, drawn, what_is_wrong_with
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal


@transaction.atomic
def make_sample(*, said: SampleSaid, by: Viewer, at: datetime) -> UUID:
    """Its id. Its readers come near these contacts, and read only, from the first day to the last.

    Errors:
        NotPermitted: `by` makes no samples.
        Invalid: what is wrong with it, all at once.
    """
    by.must(Permission.MAKE_SAMPLE)
    today = london_day(at)
    wrong = [*what_is_wrong_with(said, today=today)]
    known = {account_id for account_id, _, _ in readers_of(by.council, on=today)}
    if set(said.readers) - known:
        wrong.append(Refusal("reader_unknown", "Select somebody from the list", "readers"))
    sample_id = uuid4()
    chosen: list[UUID] = []
    if not wrong:
        chosen, more = _chosen(said, sample_id, by.council)
        wrong += more
    if wrong:
        raise Invalid(*wrong)
    sample = Sample.objects.create(
        id=sample_id,
        council=by.council,
        title=said.title.strip(),
        drawn=said.draw.words if said.draw else "Chosen by reference",
        starts_on=said.starts_on,
        ends_on=said.last_on + timedelta(days=1),
        made_at=at,
        made_by_id=by.account_id,
    )
    for account_id in dict.fromkeys(said.readers):
        SampleReader.objects.create(sample=sample, account_id=account_id)
    for contact_id in chosen:
        Sampled.objects.create(sample=sample, contact_id=contact_id)
    _on_the_trail(sample, by=by, at=at, why=f"{len(chosen)} contacts")
    return sample.id


def _chosen(said: SampleSaid, sample_id: UUID, council: str) -> tuple[list[UUID], list[Refusal]]:
    if said.draw is not None:
        found = drawn(sample_id, to_draw_from(council, said.draw), said.draw.number)
        none = Refusal("none_to_draw", "There is none to draw between these days", "number")
        return found, [] if found else [none]
    wanted = list(dict.fromkeys(one.strip().upper() for one in said.references))
    rows = may_be_sampled(council).filter(reference__in=wanted).values_list("reference", "id")
    known = dict(rows)
    missing = [one for one in wanted if one not in known]
    if missing:
        words = f"No contact that can be in a sample is called {', '.join(missing)}"
        return [], [Refusal("no_such_contact", words, "references")]
    return [known[one] for one in wanted], []


@transaction.atomic
def end_sample(*, sample_id: UUID, by: Viewer, at: datetime) -> None:
    """From now on nobody comes near a contact by it.

    Errors:
        NotPermitted: `by` makes no samples.
        NotThere: there is none in this council, or it was ended before.
    """
    by.must(Permission.MAKE_SAMPLE)
    sample = Sample.objects.filter(id=sample_id, council=by.council, ended_at=None).first()
    if sample is None:
        raise NotThere("sample")
    sample.ended_at, sample.ended_by_id = at, by.account_id
    sample.save(update_fields=["ended_at", "ended_by"])
    _on_the_trail(sample, by=by, at=at, why="ended")


def _on_the_trail(sample: Sample, *, by: Viewer, at: datetime, why: str) -> None:
    trail.record(
        did=Permission.MAKE_SAMPLE,
        object_type="sample",
        object_id=str(sample.id),
        by=by,
        at=at,
        why=why,
        council=sample.council,
    )
