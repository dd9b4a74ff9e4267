"""What the auditor and the inspector of the invented partnership have come to read.

Of the past, and none that is looked for by name: what is in a sample is seen by two more.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from lintel.contacts import actions
from lintel.contacts.queries.samples import may_be_sampled
from lintel.contacts.rules.samples import SampleSaid
from lintel.demo.history import Story
from lintel.demo.loading import Company
from lintel.kernel.instants import london_day

COUNCIL, MADE_BY, LASTS = "northbeck", "d-manager", timedelta(days=28)
SAMPLES = (
    ("d-quality", "Audit of closed contacts: was the history read?", 8),
    ("d-inspector", "Inspection: contacts of the last months", 12),
)


def make_samples(stories: Iterable[Story], company: Company, *, at: datetime) -> None:
    """One sample for each of them, drawn from the newest of what is past."""
    past = [story for story in stories if not story.is_live and not story.key]
    newest = [s.reference for s in sorted(past, key=lambda s: s.received_at, reverse=True)][:60]
    allowed = may_be_sampled(COUNCIL).filter(reference__in=newest)
    known = set(allowed.values_list("reference", flat=True))
    left = iter([reference for reference in newest if reference in known])
    today = london_day(at)
    for reader, title, number in SAMPLES:
        said = SampleSaid(
            title=title,
            starts_on=today,
            last_on=today + LASTS,
            readers=[company.accounts[reader]],
            references=[*islice(left, number)],
        )
        actions.make_sample(said=said, by=company.viewer(MADE_BY, COUNCIL, at), at=at)
