"""What was challenged month by month, and how it ended: figures, and nobody's words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from lintel.access.viewers import Permission, Viewer
from lintel.kernel.instants import LONDON, london_day, months_before
from lintel.oversight.models import Challenge
from lintel.oversight.rules.challenging import Settled, Theme
from lintel.restrictions.queries import hidden_contacts

MONTHS = 12


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One month. Shape: `month` its first day; `themes` every theme, in order, with its count."""

    month: date
    themes: tuple[tuple[Theme, int], ...]
    changed: int
    upheld: int
    withdrawn: int
    open: int

    @property
    def total(self) -> int:
        return sum(count for _, count in self.themes)


def themes(viewer: Viewer, *, at: datetime) -> list[ThemeLine]:
    """The challenges raised in each of the last twelve months, this one first. One query.

    Errors:
        NotPermitted: the viewer does not see figures.
    """
    viewer.must(Permission.VIEW_COUNTS)
    today = london_day(at)
    first = months_before(today.replace(day=1), MONTHS - 1)
    since = datetime(first.year, first.month, 1, tzinfo=LONDON)
    rows = Challenge.objects.filter(council=viewer.council, at__gte=since, at__lte=at)
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer))
    counted: Counter[tuple[date, str]] = Counter()
    for moment, theme, settled in rows.values_list("at", "theme", "settled_as"):
        month = london_day(moment).replace(day=1)
        counted[month, f"theme {theme}"] += 1
        counted[month, settled] += 1
    months = [months_before(today.replace(day=1), back) for back in range(MONTHS)]
    return [
        ThemeLine(
            month=month,
            themes=tuple((theme, counted[month, f"theme {theme}"]) for theme in Theme),
            changed=counted[month, Settled.CHANGED],
            upheld=counted[month, Settled.UPHELD],
            withdrawn=counted[month, Settled.WITHDRAWN],
            open=counted[month, ""],
        )
        for month in months
    ]
