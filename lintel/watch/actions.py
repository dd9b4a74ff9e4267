"""Reading the trail over for signs, and settling what was asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.policy.in_force import policy_for
from lintel.restrictions import queries as restrictions
from lintel.watch import queries
from lintel.watch.models import Question
from lintel.watch.rules.signs import (
    REASON_LEAST,
    REASON_MOST,
    RECORDS,
    SETTLED_WORDS,
    Done,
    Record,
    Seen,
    Settled,
    Sign,
    signs,
)

WEEK = timedelta(weeks=1)


def look_over(*, council: str, by: Viewer, at: datetime) -> int:
    """Raise a question for each sign of the last week; how many are new. Safe to run again.

    Weeks of the trail are read before anything is locked: nobody waits for that.
    """
    watching = policy_for(council).watching
    done = [
        Done(line.sequence, line.at, line.by, line.role, line.did, line.object_type, line.object_id)
        for line in trail.lines_since(at - watching.weeks_back * WEEK, council=council)
    ]
    seen = Seen(done, begins=at - WEEK, ends=at, records=_records(done), surnames=_surnames(done))
    return _raise(signs(seen, watching), council=council, by=by, at=at)


@transaction.atomic
def _raise(found: Sequence[Sign], *, council: str, by: Viewer, at: datetime) -> int:
    asked = queries.asked_since(at - 2 * WEEK, council=council)
    new = {_once(sign): sign for sign in found if not _is_asked(sign, asked)}
    for once in Question.objects.filter(once__in=list(new)).values_list("once", flat=True):
        del new[once]
    for once, sign in new.items():
        Question.objects.create(
            council=council,
            kind=str(sign.kind),
            actor=sign.actor,
            object_type=sign.object_type,
            object_id=sign.object_id,
            first=sign.first,
            last=sign.last,
            count=sign.count,
            happened_at=sign.at,
            raised_at=at,
            once=once,
        )
    if new:
        trail.record(
            did="raise questions",
            object_type="watch",
            object_id=council,
            by=by,
            at=at,
            why=f"{len(new)} signs",
            council=council,
        )
    return len(new)


def _once(sign: Sign) -> str:
    """One question for a person, a kind and a record, from the entry it began with."""
    return f"{sign.kind}:{sign.actor}:{sign.object_id}:{sign.first}"


def _is_asked(sign: Sign, asked: queries.Asked) -> bool:
    """Whether it begins inside what was asked about already: as the week moves on, the first looks
    of the same sign fall out of it."""
    of_same = asked.get((str(sign.kind), sign.actor, sign.object_id), ())
    return any(first <= sign.first <= last for first, last in of_same)


def _records(done: Sequence[Done]) -> dict[str, Record]:
    ids = {UUID(one.object_id) for one in done if one.object_type == "contact" and one.is_look}
    lived = restrictions.lived_there(ids)
    return {
        str(contact_id): Record(
            surnames=told.surnames,
            closed_at=told.closed_at,
            owners=frozenset({told.owner} if told.owner else ()),
            lived_there=lived.get(contact_id, frozenset()),
        )
        for contact_id, told in contacts.watched(ids).items()
    }


def _surnames(done: Sequence[Done]) -> dict[UUID, str]:
    named = names_of({one.actor for one in done})
    return {who: name.split()[-1].casefold() for who, name in named.items() if " " in name.strip()}


@transaction.atomic
def settle_question(
    *, question_id: UUID, settled: str, reason: str, by: Viewer, at: datetime
) -> None:
    """Say what came of a question.

    Errors:
        NotPermitted. NotThere. Invalid: no answer, or no reason. Refused: it is settled already, or
        it is about `by`.
    """
    row = queries.the_row(by, question_id, for_change=True)
    wrong = []
    if settled not in {str(each) for each in SETTLED_WORDS}:
        wrong.append(Refusal("settled_unknown", "Select what came of it", field="settled"))
    if not REASON_LEAST <= len(reason.strip()) <= REASON_MOST:
        message = f"Enter the reason, in {REASON_LEAST} to {REASON_MOST} characters"
        wrong.append(Refusal("reason_short", message, field="reason"))
    if wrong:
        raise Invalid(*wrong)
    if row.settled_at is not None:
        raise Refused(Refusal("settled_already", "Somebody has settled this already"))
    if row.actor == by.account_id:
        raise Refused(Refusal("about_yourself", "Somebody else settles what is about you"))
    row.settled, row.reason = str(Settled(settled)), reason.strip()
    row.settled_at, row.settled_by = at, by.account_id
    row.save(update_fields=["settled", "reason", "settled_at", "settled_by"])
    trail.record(
        did=Permission.WATCH,
        object_type="question",
        object_id=str(row.id),
        by=by,
        at=at,
        why=f"{row.kind}, {row.settled}",
    )


@transaction.atomic
def read_who_opened(
    *, object_type: str, object_id: UUID, by: Viewer, at: datetime
) -> Sequence[trail.Entry]:
    """Everything done to one record of the council, oldest first, for whoever looks after privacy;
    asking leaves an entry too. Nothing of the record itself.

    Errors:
        NotPermitted. NotThere: nothing was ever done to such a record, here, but that somebody
            asked for it in vain; or a conflict of their own keeps it from them.
    """
    by.must(Permission.WATCH)
    is_theirs = object_type in RECORDS and str(object_id) not in queries.kept_apart(by)
    found = trail.entries_about(object_type, str(object_id)) if is_theirs else []
    found = [entry for entry in found if entry.council == by.council]
    if all(entry.did == trail.REFUSED for entry in found):
        raise NotThere("record")
    trail.record(
        did=Permission.WATCH, object_type=object_type, object_id=str(object_id), by=by, at=at
    )
    return found
