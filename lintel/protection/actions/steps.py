"""Opening protection steps, and ending them: done, declined with a reason, or withdrawn."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.contacts.queries import Alleged
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for
from lintel.protection.models import ProtectionStep, StepEnding
from lintel.protection.queries.steps import facts_of, opening_in
from lintel.protection.rules.steps import (
    OF_SECTION_47,
    OUTCOME_WORDS,
    STEPS,
    DeclinedSaid,
    DoneSaid,
    Outcome,
    Settled,
    Step,
    alert_keys,
    entered_late,
    opened_by,
    reasons_not_declined,
    reasons_not_done,
)


def open_paediatric(*, contact_id: UUID, by: Viewer, at: datetime) -> int:
    """Open a paediatric step for each child of a contact that alleges what calls for one, once;
    how many were opened. Part of whatever was done to the contact: it leaves no entry of its own.
    """
    alleged = contacts.alleged_in(contact_id)
    opening = opening_in(alleged.council, on=london_day(alleged.received_at))
    worries = opened_by(alleged.categories, (), opening=opening)
    because = worries or opened_by((), alleged.signs, opening=opening)
    if not because:
        return 0
    held = ProtectionStep.objects.filter(contact_id=contact_id, kind=Step.PAEDIATRIC)
    standing = {step.child: step for step in held}
    if worries:
        for step in standing.values():
            _stands_by_itself(step)
    missing = [child for child, _ in alleged.children if child not in standing]
    return _open(
        Step.PAEDIATRIC,
        missing,
        alleged,
        because="; ".join(because)[:500],
        by_sign=not worries,
        since=at,
        by=by,
        at=at,
    )


def _stands_by_itself(step: ProtectionStep) -> None:
    """A kind of worry now asks for it: a sign that is set aside no longer ends it."""
    if not step.by_sign:
        return
    step.by_sign = False
    if step.settled_as == Settled.WITHDRAWN:
        step.settled_at, step.settled_as = None, ""
    step.save(update_fields=["by_sign", "settled_at", "settled_as"])


def medical_needed(*, contact_id: UUID, by: Viewer, at: datetime) -> int:
    """A strategy discussion says that a medical is needed: a step for each child without one."""
    alleged = contacts.alleged_in(contact_id)
    held = ProtectionStep.objects.filter(contact_id=contact_id, kind=Step.PAEDIATRIC)
    standing = {step.child: step for step in held}
    for step in standing.values():
        _stands_by_itself(step)
    missing = [child for child, _ in alleged.children if child not in standing]
    because = "The strategy discussion said that a medical is needed"
    return _open(Step.PAEDIATRIC, missing, alleged, because=because, since=at, by=by, at=at)


def open_section_47(
    *,
    contact_id: UUID,
    discussion_id: UUID,
    children: Iterable[UUID],
    started_at: datetime,
    by: Viewer,
    at: datetime,
) -> int:
    """Open what a decision on section 47 calls for, for each child; each clock counts from when
    the discussion began. Part of recording the discussion: no entry of its own."""
    alleged = contacts.alleged_in(contact_id)
    held = ProtectionStep.objects.filter(discussion=discussion_id)
    standing = set(held.values_list("kind", "child"))
    made = 0
    for kind in OF_SECTION_47:
        missing = [child for child in children if (kind, child) not in standing]
        made += _open(
            kind,
            missing,
            alleged,
            because="A strategy discussion decided that section 47 is met",
            discussion=discussion_id,
            since=started_at,
            by=by,
            at=at,
        )
    return made


def withdraw_section_47(*, discussion_id: UUID, reason: str, by: Viewer, at: datetime) -> int:
    """End the open steps of a decision that is taken back; how many. What was done stays done.
    Part of the correction: no entry of its own."""
    open_steps = ProtectionStep.objects.select_for_update().filter(
        discussion=discussion_id, kind__in=OF_SECTION_47, settled_at=None
    )
    found = list(open_steps)
    for step in found:
        _end(step, Settled.WITHDRAWN, happened_at=at, reason=reason, by=by, at=at)
    return len(found)


def reopen_section_47(*, discussion_id: UUID) -> int:
    """Open again what a correction had ended, with the clock it had; how many. As above."""
    withdrawn = ProtectionStep.objects.select_for_update().filter(
        discussion=discussion_id, kind__in=OF_SECTION_47, settled_as=Settled.WITHDRAWN
    )
    found = list(withdrawn)
    for step in found:
        step.settled_at, step.settled_as = None, ""
        step.save(update_fields=["settled_at", "settled_as"])
    return len(found)


def _open(
    kind: Step,
    children: Iterable[UUID],
    alleged: Alleged,
    *,
    because: str,
    since: datetime,
    by: Viewer,
    at: datetime,
    by_sign: bool = False,
    discussion: UUID | None = None,
) -> int:
    due = due_of(kind, alleged.council, since=since)
    made = [
        ProtectionStep.objects.create(
            contact_id=alleged.contact_id,
            reference=alleged.reference,
            council=alleged.council,
            child=child,
            kind=kind,
            discussion=discussion,
            because=because,
            by_sign=by_sign,
            since=since,
            due_at=due,
            at=at,
            by=by.account_id,
        )
        for child in children
    ]
    return len(made)


def due_of(kind: Step, council: str, *, since: datetime) -> datetime:
    rule = policy_for(council).clock_rule(STEPS[kind].clock, on=london_day(since))
    return due_at(rule, since, calendar())


def withdraw_paediatric(*, contact_id: UUID, reason: str, by: Viewer, at: datetime) -> int:
    """End the paediatric steps that a sign alone opened, once no sign that opens one stands.

    The reason is the senior person's who set the sign aside. Part of that: no entry of its own.
    """
    steps = list(
        ProtectionStep.objects.select_for_update().filter(
            contact_id=contact_id, kind=Step.PAEDIATRIC, by_sign=True, settled_at=None
        )
    )
    if not steps:
        return 0
    alleged = contacts.alleged_in(contact_id)
    opening = opening_in(alleged.council, on=london_day(alleged.received_at))
    if opened_by(alleged.categories, alleged.signs, opening=opening):
        return 0
    for step in steps:
        _end(step, Settled.WITHDRAWN, happened_at=at, reason=reason, by=by, at=at)
    return len(steps)


@transaction.atomic
def step_done(*, step_id: UUID, said: DoneSaid, by: Viewer, at: datetime) -> Settled:
    """Record that a step was done, with what its kind asks for.

    An enquiry that comes to something else than a conference ends the conference's step too.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Invalid: what is missing or wrong, by field.
        Refused: it was recorded as done already.
    """
    step = _to_change(step_id, by=by)
    _tell(reasons_not_done(said, facts_of(step), at=at))
    assert said.happened_at is not None  # noqa: S101  the rules have refused it
    _end(
        step,
        Settled.DONE,
        happened_at=said.happened_at,
        who=said.who.strip(),
        place=said.place.strip(),
        paediatrician=said.paediatrician if step.kind == Step.PAEDIATRIC else None,
        consent=said.consent if step.kind == Step.PAEDIATRIC else "",
        alone=said.alone if step.kind == Step.CHILD_SEEN else None,
        alone_because=said.alone_because if said.alone is False else "",
        outcome=said.outcome if step.kind == Step.ENQUIRY else "",
        words=said.words.strip(),
        by=by,
        at=at,
    )
    if step.kind == Step.ENQUIRY and said.outcome != Outcome.CONFERENCE:
        _no_conference(step, said, by=by, at=at)
    _on_the_trail(step, Settled.DONE, by=by, at=at)
    return Settled.DONE


def _no_conference(enquiry: ProtectionStep, said: DoneSaid, *, by: Viewer, at: datetime) -> None:
    conference = (
        ProtectionStep.objects.select_for_update()
        .filter(discussion=enquiry.discussion, child=enquiry.child, kind=Step.CONFERENCE)
        .filter(settled_at=None)
        .first()
    )
    if conference is not None:
        words = f"The enquiry came to: {OUTCOME_WORDS[Outcome(said.outcome)]}. {said.words.strip()}"
        happened = said.happened_at or at
        _end(conference, Settled.DECLINED, happened_at=happened, reason=words, by=by, at=at)


@transaction.atomic
def step_declined(*, step_id: UUID, said: DeclinedSaid, by: Viewer, at: datetime) -> Settled:
    """Record why a step is not taken; a paediatric one with what each party thinks.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Invalid: what is missing or wrong, by field.
        Refused: it is settled, or a kind that always comes to something.
    """
    step = _to_change(step_id, by=by)
    _tell(reasons_not_declined(said, facts_of(step)))
    views = {party: view.strip() for party, view in said.views.items() if view.strip()}
    _end(
        step,
        Settled.DECLINED,
        happened_at=at,
        reason=said.reason.strip(),
        views=views if step.kind == Step.PAEDIATRIC else {},
        by=by,
        at=at,
    )
    _on_the_trail(step, Settled.DECLINED, by=by, at=at)
    return Settled.DECLINED


def _to_change(step_id: UUID, *, by: Viewer) -> ProtectionStep:
    """The step, locked; not visible is not there."""
    step = ProtectionStep.objects.select_for_update().filter(id=step_id).first()
    if step is None:
        raise NotThere("step")
    contacts.the_contact(by, step.contact_id)
    by.must(Permission.RECORD_PROTECTION)
    return step


def _tell(wrong: tuple[Refusal, ...]) -> None:
    """
    Errors:
        Refused: when the state of the step is in the way; Invalid: when a field is.
    """
    if any(not refusal.field for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def _end(step: ProtectionStep, how: Settled, *, by: Viewer, at: datetime, **said: object) -> None:
    happened_at = said["happened_at"]
    assert isinstance(happened_at, datetime)  # noqa: S101  every caller says it
    StepEnding.objects.create(
        step=step,
        how=how,
        at=at,
        by_id=by.account_id,
        late_entry=entered_late(happened_at, at=at),
        **said,
    )
    step.settled_at, step.settled_as = at, how
    step.save(update_fields=["settled_at", "settled_as"])
    for key in alert_keys(step.id):
        notices.cancel(once_key=key, by=by, at=at)


def _on_the_trail(step: ProtectionStep, how: Settled, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=Permission.RECORD_PROTECTION,
        object_type="contact",
        object_id=str(step.contact_id),
        by=by,
        at=at,
        why=f"{step.kind} {how}",
        council=step.council,
    )
