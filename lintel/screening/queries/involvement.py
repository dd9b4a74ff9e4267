"""What agencies told of a family, for its time line, as each item's mark lets it be read."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.kernel.instants import london_day
from lintel.screening.models import Contribution
from lintel.screening.queries.items import ContributionSeen, seen
from lintel.screening.rules.asking import PARTS
from lintel.sharing.rules.handling import Reading


@worded_once
def _given_about(contact_ids: list[UUID], council: str) -> QuerySet[Contribution]:
    given = Contribution.objects.filter(contact_id__in=contact_ids, council=council)
    return given.select_related("request")


def answers_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """One event for each answer with something in it that this viewer may know of."""
    if not asked.contacts or not sees(viewer, Zone.AGENCY_ITEMS):
        return []
    given = _given_about(list(asked.contacts), viewer.council)
    rows = {one.id: one for one in given}
    answers: dict[tuple[UUID, datetime], list[ContributionSeen]] = defaultdict(list)
    for item in seen(given, viewer):
        answers[rows[item.id].request_id, item.at].append(item)
    return [_event(items, rows[items[0].id], asked) for items in answers.values()]


def _event(items: list[ContributionSeen], row: Contribution, asked: FamilyAsked) -> HistoryEvent:
    held = sum(item.reading is Reading.THAT_IT_EXISTS for item in items)
    told = [
        f"{PARTS.get(item.part, item.part)}: {item.text}"
        for item in items
        if item.reading is Reading.FULL
    ]
    return HistoryEvent(
        on=london_day(row.at),
        kinds=frozenset({"agency"}),
        title=f"{row.agency_title} told the hub what it knows",
        whose=asked.contacts[row.contact_id],
        detail="\n".join(told),
        note=f"{held} more for the decision-maker only" if held else "",
        contact_id=row.contact_id,
        reference=row.request.reference,
        source=row.agency_title,
        at=row.at,
    )
