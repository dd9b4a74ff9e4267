"""Who hears of a challenge: whose step it is, and whoever raised it. No word of it leaves."""

from datetime import datetime
from uuid import UUID

from lintel.access import queries as access
from lintel.access.viewers import Role, Viewer
from lintel.directory import queries as directory
from lintel.kernel.instants import deadline_in_words, london_day
from lintel.kernel.refusals import NotThere
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.oversight.models import Challenge
from lintel.oversight.queries.steps import act_of, facts_of, made_by, owners_of
from lintel.oversight.rules.challenging import Rung
from lintel.policy.in_force import policy_for

RAISED, DUE_SOON, OVERDUE = "challenge_raised", "challenge_due_soon", "challenge_overdue"
ANSWERED = "challenge_answered"
ALERTS = (RAISED, DUE_SOON, OVERDUE)


def step_key(row: Challenge, rung: Rung, kind: str = RAISED) -> str:
    """A step of a challenge is told of once, whoever notices first that it stands there."""
    return f"{kind}:{row.id}:{rung.level}:{rung.since.isoformat()}"


def told_of(row: Challenge, rung: Rung, *, kind: str = RAISED, at: datetime) -> dict[str, str]:
    """Who is told inside Lintel that a challenge stands at a step, by the key that says it once:
    whoever's step it is, where policy names them and they had no part in it; else every manager."""
    key = step_key(row, rung, kind)
    owners = owners_of(row.council, rung.level, on=london_day(at))
    if not owners:
        return {key: everybody_who_is(Role.MANAGER)}
    facts = facts_of(
        row,
        row.answers.all(),
        (rung,),
        now_made_by=made_by([act_of(row)])[act_of(row)],
        owners=[one.account_id for one in owners],
    )
    if not facts.may_be_owners:
        return {key: everybody_who_is(Role.MANAGER)}
    return {f"{key}:{one}": str(one) for one in sorted(facts.may_be_owners)}


def tell_step(row: Challenge, rung: Rung, *, kind: str = RAISED, by: Viewer, at: datetime) -> None:
    """Tell those whose step it is that a challenge waits for them; e-mail says only that."""
    level = policy_for(row.council).challenging.level(rung.level)
    said = {RAISED: "is challenged", DUE_SOON: "has a challenge to answer"}
    subject = f"{row.reference} {said.get(kind, 'has a challenge that is late')}"
    words = f"{level.title}: answer it by {deadline_in_words(rung.due_at)}."
    whose = told_of(row, rung, kind=kind, at=at)
    for key, to in whose.items():
        notices.queue(
            kind=kind,
            council=row.council,
            channel="task",
            to=to,
            subject=subject,
            body=words,
            about=row.reference,
            due_at=rung.due_at,
            once_key=key,
            by=by,
            at=at,
        )
    if kind == OVERDUE:
        soon = told_of(row, rung, kind=DUE_SOON, at=at)
        notices.supersede(once_keys=soon, by=by, at=at)
    owners = owners_of(row.council, rung.level, on=london_day(at))
    people = {
        one.account_id: one.email
        for one in owners
        if one.email and str(one.account_id) in whose.values()
    }
    if row.challenged_agency and rung.level == 1:
        leads = access.agency_leads([row.council], on=london_day(at))
        people |= {
            lead.account_id: lead.email for lead in leads if lead.agency == row.challenged_agency
        }
    body = (
        f"A professional challenge (reference {row.reference}) waits for an answer. Sign in to "
        f"Lintel to read it, or ring the hub, by {deadline_in_words(rung.due_at)}. "
        "Nothing about the family is in this message."
    )
    key = step_key(row, rung, kind)
    if level.email:
        _email(row, kind, level.email, body, f"{key}:council:email", by=by, at=at)
    for who, email in people.items():
        _email(row, kind, email, body, f"{key}:{who}:email", account=who, by=by, at=at)


def tell_challenger(row: Challenge, *, by: Viewer, at: datetime) -> None:
    """Whoever challenged is told that there is an answer: people of the council inside Lintel,
    others by e-mail."""
    key = f"{ANSWERED}:{row.id}:{at.isoformat()}"
    account = access.account_by_id(row.by_id, at)
    if account is not None and account.employed_by_council:
        notices.queue(
            kind=ANSWERED,
            council=row.council,
            channel="task",
            to=str(row.by_id),
            subject=f"Your challenge about {row.reference} has been answered",
            body="Open it under Challenges. You can take it further from there.",
            about=row.reference,
            due_at=None,
            once_key=key,
            by=by,
            at=at,
        )
        return
    person = account is not None and account.role != Role.AGENCY_SYSTEM
    theirs = account if account is not None and person else None
    email = theirs.email if theirs is not None else _desk_of(row)
    if email:
        body = (
            f"Your challenge (reference {row.reference}) has been answered. Sign in to Lintel to "
            "read the answer, and to take it further if you still disagree. Nothing about the "
            "family is in this message."
        )
        whose = theirs.id if theirs is not None else None
        _email(row, ANSWERED, email, body, key, account=whose, by=by, at=at)


def _desk_of(row: Challenge) -> str:
    try:
        return directory.agency(row.council, row.agency).email
    except NotThere:
        return ""


def _email(
    row: Challenge,
    kind: str,
    to: str,
    body: str,
    key: str,
    *,
    account: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> None:
    """Shape: `account` is whose address it is; None for a desk."""
    notices.queue(
        kind=kind,
        council=row.council,
        channel="email",
        to=to,
        account=account,
        subject=f"Professional challenge {row.reference}",
        body=body,
        about=row.reference,
        due_at=None,
        once_key=key,
        fixed=body,
        by=by,
        at=at,
    )
