"""What the clock does about children who must be seen, and about those who have not answered.

It says so once each, in batches; late is worked out when it is read, whatever the worker does.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Role, the_system
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day, when_in_words
from lintel.notices import actions as notices
from lintel.notices.actions import Letter
from lintel.notices.queries import already_queued
from lintel.notices.rules.addressees import FRONT_DOOR, everybody_who_is
from lintel.policy.calendars import is_new_to, reckoned_with
from lintel.protection.actions.steps import due_of
from lintel.protection.models import Discussion, Invitation, InvitationAnswer, ProtectionStep
from lintel.protection.rules.outcomes import State
from lintel.protection.rules.reminders import DAY_BEFORE, LATEST, reminders_due
from lintel.protection.rules.steps import STEPS, Step, alert_keys

BATCH = 200
REMINDER = (
    "A strategy discussion (reference {reference}) is planned for {when}, and your agency has not "
    "said whether somebody comes. Sign in to Lintel to answer. Nothing about the family is in this "
    "message."
)


def announce_steps(at: datetime) -> int:
    """Tell whoever has a child's contact that a step falls due within a day; once it is late, tell
    them and every manager. How many messages were new."""
    told = 0
    for after, by_then, late in ((at, at + DAY_BEFORE, False), (at - LATEST, at, True)):
        due = ProtectionStep.objects.filter(
            settled_at=None, due_at__gt=after, due_at__lte=by_then
        ).order_by("due_at", "id")
        steps = list(due)
        for start in range(0, len(steps), BATCH):
            told += _announce(steps[start : start + BATCH], late=late, at=at)
    return told


@transaction.atomic
def _announce(steps: Sequence[ProtectionStep], *, late: bool, at: datetime) -> int:
    owners = _who_has({step.contact_id for step in steps})
    letters = {
        letter.once_key: letter
        for step in steps
        for letter in _of_step(step, owners[step.contact_id], late=late, at=at)
    }
    told = _queue(list(letters.values()), at=at)
    if late and told:
        by = the_system(steps[0].council, today=london_day(at))
        soon = [alert_keys(step.id)[0] for step in steps]
        notices.supersede(once_keys=soon, by=by, at=at)
    return told


def _of_step(step: ProtectionStep, owner: str, *, late: bool, at: datetime) -> Iterator[Letter]:
    soon, overdue, managers = alert_keys(step.id)
    everybody = everybody_who_is(Role.MANAGER)
    what = STEPS[Step(step.kind)].title.lower()
    whom = ((overdue, owner), (managers, everybody)) if late else ((soon, owner),)
    for key, to in whom:
        yield Letter(
            kind="step_overdue" if late else "step_due_soon",
            council=step.council,
            channel="task",
            to=to,
            subject=f"{step.reference}{' is late' if late else ''}: {what}",
            body="Record that it was done, or say why it is not.",
            about=step.reference,
            due_at=step.due_at,
            once_key=key,
        )


def _who_has(ids: set[UUID]) -> dict[UUID, str]:
    """Whoever has each contact; the team that took it, once it is closed."""
    owners = contacts.owner_addresses(ids)
    for contact_id in ids - owners.keys():
        owners[contact_id] = contacts.decided_whose(contact_id) or FRONT_DOOR
    return owners


def remind_invited(at: datetime) -> int:
    """Remind those asked to a strategy discussion who have said nothing: once half of the time has
    gone, and an hour before; then the hub is told too, to ring them. How many messages were new."""
    waiting = Discussion.objects.filter(state=State.CONVENED, planned_for__gt=at)
    told = 0
    for discussion in waiting.order_by("planned_for", "id").iterator(chunk_size=BATCH):
        told += _remind(discussion, at=at)
    return told


@transaction.atomic
def _remind(discussion: Discussion, *, at: datetime) -> int:
    answered = InvitationAnswer.objects.filter(invitation__discussion=discussion)
    silent = Invitation.objects.filter(discussion=discussion).exclude(
        id__in=answered.values("invitation_id")
    )
    letters = [letter for one in silent for letter in _of_invitation(discussion, one, at=at)]
    return _queue(letters, at=at)


def _of_invitation(discussion: Discussion, one: Invitation, *, at: datetime) -> Iterator[Letter]:
    when = when_in_words(discussion.planned_for)
    for which in reminders_due(asked_at=one.at, planned_for=discussion.planned_for, at=at):
        key = f"discussion_{which}:{one.id}:{discussion.sitting}"
        words = {
            "council": discussion.council,
            "about": discussion.reference,
            "due_at": discussion.planned_for,
        }
        email = _email_of(one)
        if email:
            yield Letter(
                kind="discussion_reminder",
                channel="email",
                to=email,
                subject=f"A strategy discussion waits for your answer, {discussion.reference}",
                body=REMINDER.format(reference=discussion.reference, when=when),
                once_key=key,
                **words,
            )
        if one.team:
            yield Letter(
                kind="discussion_reminder",
                channel="task",
                to=one.team,
                subject=f"{discussion.reference}: say who of your team comes",
                body=f"The strategy discussion is planned for {when}.",
                once_key=f"{key}:team",
                **words,
            )
        if which == "last":
            [owner] = _who_has({discussion.contact_id}).values()
            yield Letter(
                kind="discussion_unanswered",
                channel="task",
                to=owner,
                subject=f"{discussion.reference}: {one.title} has not said whether they come",
                body="Ring them: the strategy discussion is about to begin.",
                once_key=f"{key}:hub",
                **words,
            )


def _email_of(one: Invitation) -> str:
    """ "" where the directory holds none, or holds them no longer."""
    agencies = {each.key: each.email for each in directory.agencies(one.council)}
    teams = {each.key: each.email for each in directory.teams(one.council)}
    return agencies.get(one.agency, "") if one.agency else teams.get(one.team, "")


def _queue(letters: Sequence[Letter], *, at: datetime) -> int:
    """Those not queued before; how many there were."""
    if not letters:
        return 0
    known = already_queued(letter.once_key for letter in letters)
    fresh = [letter for letter in letters if letter.once_key not in known]
    if fresh:
        by = the_system(fresh[0].council, today=london_day(at))
        notices.queue_all(fresh, by=by, at=at)
    return len(fresh)


def reckon_again(at: datetime) -> int:
    """Where bank holidays have changed, when each step that is open falls due; how many moved."""
    if not is_new_to("protection"):
        return 0
    moved = 0
    for id_ in list(ProtectionStep.objects.filter(settled_at=None).values_list("id", flat=True)):
        with transaction.atomic():
            open_ones = ProtectionStep.objects.select_for_update().filter(settled_at=None)
            step = open_ones.filter(id=id_).first()
            if step is None:  # done since
                continue
            due = due_of(Step(step.kind), step.council, since=step.since)
            if due == step.due_at:
                continue
            moved, step.due_at = moved + 1, due
            step.save(update_fields=["due_at"])
            trail.record(
                did="reckon due time again",
                object_type="step",
                object_id=str(step.id),
                by=the_system(step.council, today=london_day(at)),
                at=at,
                council=step.council,
            )
    reckoned_with("protection")
    return moved
