"""What the page of alerts says, as plain values. No name stands in an alert, and none here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.notices.queries import AlertLine

# Where an alert of a kind is acted on, where that is not the contact: by how the kind begins.
PLACES: tuple[tuple[str, str], ...] = (
    ("challenge_", "challenges"),
    ("handover_offered", "handovers"),
    ("waits_for_a_place", "places"),
    ("places_exceeded", "places"),
    ("duty_", "duty"),
    ("discussion_", "my_discussions"),
    ("restriction_", "restrictions"),
    ("glass_", "broken_glass"),
    ("allegation_", "allegations"),
)

LATE_SINCE = "It has become late since: a later alert says so"


@dataclass(frozen=True, slots=True)
class AlertShown:
    """Shape: `clock` is None where nothing says by when, or it is told no longer; `href` is ""
    where there is nothing to open; `since` what has become of it, "" while it stands; `next` what
    is left to do with one that is not new."""

    id: UUID
    subject: str
    told: str
    clock: Clock | None
    href: str
    link: str
    is_new: bool
    since: str
    next: str


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """Shape: `until` is when this page was made, so that what comes later stays unread."""

    alerts: Sequence[AlertShown]
    unread: int
    count: int
    words: str
    earlier: str
    later: str
    until: str
    back: str
    done: Sequence[str]


def alert_shown(line: AlertLine, opens: Mapping[str, UUID], *, at: datetime) -> AlertShown:
    alert = line.alert
    href, link = _leads_to(alert.kind, alert.about, opens)
    stands = not line.settled and not line.superseded
    return AlertShown(
        id=alert.id,
        subject=alert.subject,
        told=when_in_words(alert.queued_at),
        clock=clock(alert.due_at, at) if alert.due_at and stands else None,
        href=href,
        link=link,
        is_new=not line.read and stands,
        since="" if stands else "Settled since" if line.settled else LATE_SINCE,
        next="Read" if stands else "Nothing to do" if line.settled else "Told again",
    )


def _leads_to(kind: str, about: str, opens: Mapping[str, UUID]) -> tuple[str, str]:
    place = next((page for begins, page in PLACES if kind.startswith(begins)), "")
    try:
        if place:
            return reverse(place), "Go to it"
        if about in opens:
            return reverse("contact", args=[opens[about]]), f"Open {about}"
    except NoReverseMatch:
        return "", ""
    return "", ""
