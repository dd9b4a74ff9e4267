"""What the clock does at the close of day: it draws up the list, and says what nobody has accepted.

The page works the list out again whenever it is read, so a worker that has died delays a word and
leaves no contact off it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from lintel.access import queries as access
from lintel.access.viewers import Role, Viewer, the_system
from lintel.contacts import queries as contacts
from lintel.contacts.rules.sides import Side
from lintel.duty.actions.drawing import bring_up_to_date
from lintel.duty.models import DutyItem, Promise
from lintel.duty.queries.plan import team_of, turn_in
from lintel.duty.rules.items import OPEN
from lintel.kernel.instants import london_day
from lintel.notices import actions as notices
from lintel.notices.actions import Letter
from lintel.notices.queries import already_queued
from lintel.notices.rules.addressees import FRONT_DOOR, everybody_who_is
from lintel.policy.in_force import councils

SOON = timedelta(minutes=30)
LATEST = timedelta(days=31)  # a worker that was dead for longer has more to say than this
BATCH = 200
PROMISED = {
    "promise_due_soon": "a promise to keep",
    "promise_overdue": "a promise that is late",
}
TITLES = {
    Side.DUTY: "the emergency duty team has not accepted it; it stays with the hub",
    Side.HUB: "the hub has not taken it back; it stays with emergency duty",
}
E_MAIL = (
    "A hand-over of duty has not been accepted in time. Nothing has changed hands: whoever had it "
    "still has it. Sign in, open Hand over duty, and ring the team that has not accepted."
)


def hand_over_duty(at: datetime) -> int:
    """Draw up what is on in each council, and tell of what nobody has accepted in time; how many
    contacts were put on a list or told of."""
    return sum(_of(council, at) for council in councils())


@transaction.atomic
def _of(council: str, at: datetime) -> int:
    by = the_system(council, today=london_day(at))
    turn = turn_in(council, at)
    # Told first: what the next turn ends unaccepted has been told of.
    told = _tell_of_the_unaccepted(council, by=by, at=at)
    return told + len(bring_up_to_date(council, turn, by=by, at=at))


def _tell_of_the_unaccepted(council: str, *, by: Viewer, at: datetime) -> int:
    """Managers at once, by alert and by e-mail, and whoever should have accepted."""
    late = DutyItem.objects.filter(
        council=council, state__in=sorted(OPEN), answer_by__lte=at, told_at=None
    )
    items = list(late.select_for_update().order_by("id"))
    if not items:
        return 0
    letters = [letter for item in items for letter in _alerts(item)]
    letters += _e_mails(items, on=at)
    notices.queue_all(letters, by=by, at=at)
    for item in items:
        item.told_at = at
        item.save(update_fields=["told_at"])
    return len(items)


def _alerts(item: DutyItem) -> Iterator[Letter]:
    team = team_of(item.council, Side(item.to))
    for to in (everybody_who_is(Role.MANAGER), *([team.key] if team else [])):
        yield Letter(
            kind="duty_not_accepted",
            council=item.council,
            channel="task",
            to=to,
            subject=f"{item.reference}: {TITLES[Side(item.to)]}",
            body="Open Hand over duty, and ring them.",
            about=item.reference,
            due_at=item.answer_by,
            once_key=f"duty_not_accepted:{item.id}:{item.answer_by.isoformat()}:{to}",
        )


def _e_mails(items: list[DutyItem], *, on: datetime) -> Iterator[Letter]:
    """One for a manager and a moment, whatever the number of contacts."""
    first = items[0]
    moment = max(item.answer_by for item in items).isoformat()
    for one in access.addressees(first.council, Role.MANAGER, on=london_day(on)):
        yield Letter(
            kind="duty_not_accepted",
            council=first.council,
            channel="email",
            to=one.email,
            account=one.account_id,
            subject="A hand-over of duty has not been accepted",
            body=E_MAIL,
            about="",
            due_at=None,
            once_key=f"duty_not_accepted:{first.council}:{moment}:{one.account_id}",
        )


def announce_promises(at: datetime) -> int:
    """Tell whoever has a contact that a promise about it falls due soon, and again once it has."""
    told = 0
    windows = (("promise_due_soon", at, at + SOON), ("promise_overdue", at - LATEST, at))
    for kind, after, by_then in windows:
        due = Promise.objects.filter(settled_at=None, due_at__gt=after, due_at__lte=by_then)
        found = list(due.order_by("due_at"))
        for start in range(0, len(found), BATCH):
            told += _announce(kind, found[start : start + BATCH], at=at)
    return told


@transaction.atomic
def _announce(kind: str, promises: list[Promise], *, at: datetime) -> int:
    by_key = {f"{kind}:{one.id}": one for one in promises}
    fresh = sorted(by_key.keys() - already_queued(by_key))
    about = {by_key[key].contact_id for key in fresh}
    owners = contacts.owner_addresses(about)
    for contact_id in about - owners.keys():  # closed: the team that took it has its promises
        owners[contact_id] = contacts.decided_whose(contact_id) or FRONT_DOOR
    letters = [
        Letter(
            kind=kind,
            council=one.council,
            channel="task",
            to=owners[one.contact_id],
            subject=f"{one.reference}: {PROMISED[kind]}",
            body="Keep it and say so, or say why not.",
            about=one.reference,
            due_at=one.due_at,
            once_key=key,
        )
        for key in fresh
        for one in [by_key[key]]
    ]
    if letters:
        by = the_system(letters[0].council, today=london_day(at))
        notices.queue_all(letters, by=by, at=at)
        if kind == "promise_overdue":
            soon = [f"promise_due_soon:{by_key[key].id}" for key in fresh]
            notices.supersede(once_keys=soon, by=by, at=at)
    return len(letters)
