"""Convening a strategy discussion: people are asked and told, without a name in any message."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Stage
from lintel.directory import queries as directory
from lintel.kernel import news
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.notices import actions as notices
from lintel.protection.events import DiscussionConvened
from lintel.protection.models import Discussion, Invitation
from lintel.protection.queries.discussion_shapes import DiscussionSeen
from lintel.protection.queries.discussions import one_discussion, seen
from lintel.protection.queries.standing import called_for, due_for
from lintel.protection.rules.convening import Call, Convenable, Invitee, reasons_not_to_convene
from lintel.protection.rules.outcomes import State
from lintel.protection.rules.quorum import needed_for, why_asked
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave

PURPOSE, BASIS = "section_47", "legal_obligation_s47"
NOT_ASKED = "A child may be suffering significant harm, so consent is not asked for"


@transaction.atomic
def convene_discussion(
    *, contact_id: UUID, call: Call, version: int | None = None, by: Viewer, at: datetime
) -> UUID:
    """Ask everybody who must be there, and whoever else should be, for one time; its id.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact.
        Invalid: everything that must be put right, by field.
        Refused: the contact is closed, or a discussion is convened already.
    """
    contact = contacts.to_change(contact_id, version=version, permission=Permission.CONVENE, by=by)
    children = {one.record_id: one.name for one in contact_queries.children_in_brief(contact)}
    agencies = {one.key: one for one in directory.agencies(contact.council)}
    teams = {one.key: one for one in directory.teams(contact.council)}
    wrong = reasons_not_to_convene(
        call,
        Convenable(
            children=children,
            agencies=agencies,
            teams=teams,
            is_over=contact.stage == Stage.CLOSED and not contact.accepted_team,
            has_one=Discussion.objects.filter(contact_id=contact.id, state=State.CONVENED).exists(),
        ),
        at=at,
    )
    if wrong:
        in_the_way = wrong[0].code in {"already_closed", "already_convened"}
        raise Refused(*wrong) if in_the_way else Invalid(*wrong)
    planned_for = call.planned_for or at
    indicated = called_for(contact)
    discussion = Discussion.objects.create(
        contact_id=contact.id,
        reference=contact.reference,
        council=contact.council,
        about=[str(one) for one in children if one in call.about],
        convened_at=at,
        convened_by_id=by.account_id,
        called_because=call.because.strip(),
        planned_for=planned_for,
        how=call.how,
        where=call.where.strip()[:500],
        chair=call.chair.strip()[:200],
        facts=asdict(call.facts),
        needed=[str(part) for part in needed_for(call.facts)],
        due_at=indicated.due_at if indicated else due_for(contact, at),
    )
    who = ", ".join(children[one] for one in children if one in call.about)
    for one in call.invite:
        _invite(discussion, one, call, agencies, teams, who=who, by=by, at=at)
    on_the_trail(Permission.CONVENE, discussion, by=by, at=at, why=f"{len(call.invite)} asked")
    news.tell(
        DiscussionConvened(
            contact_id=contact.id,
            discussion_id=discussion.id,
            reference=contact.reference,
            council=contact.council,
            planned_for=planned_for,
            by=by,
            at=at,
        )
    )
    return discussion.id


def _invite(
    discussion: Discussion,
    one: Invitee,
    call: Call,
    agencies: dict,
    teams: dict,
    *,
    who: str,
    by: Viewer,
    at: datetime,
) -> None:
    known = agencies.get(one.agency) or teams.get(one.team)
    title = (known.title if known else one.title.strip())[:200]
    invitation = Invitation.objects.create(
        discussion=discussion,
        council=discussion.council,
        part=one.part,
        agency=one.agency,
        team=one.team,
        title=title,
        because=why_asked(one.part, call.facts),
        is_needed=one.part in needed_for(call.facts),
        at=at,
        by_id=by.account_id,
    )
    if one.team:
        _task_for_team(discussion, invitation, by=by, at=at)
    else:
        record_share(
            Disclosure(
                gave=Gave.SHARED,
                to=one.agency or title,
                items=f"Names and dates of birth of {who}; why a strategy discussion is called",
                purpose=PURPOSE,
                basis=BASIS,
                consent_why=NOT_ASKED,
            ),
            contact_id=discussion.contact_id,
            reference=discussion.reference,
            council=discussion.council,
            to_title=title,
            because_of=f"discussion:{discussion.id}",
            by=by,
            at=at,
        )
    tell_invited(discussion, invitation, kind="discussion_invited", by=by, at=at)


def _task_for_team(
    discussion: Discussion, invitation: Invitation, *, by: Viewer, at: datetime
) -> None:
    notices.queue(
        kind="discussion_invited",
        council=discussion.council,
        channel="task",
        to=invitation.team,
        subject=f"Your team is asked to a strategy discussion, {discussion.reference}",
        body=f"It is planned for {when_in_words(discussion.planned_for)}. Say who comes.",
        about=discussion.reference,
        due_at=discussion.planned_for,
        once_key=f"discussion_task:{invitation.id}:{discussion.sitting}",
        by=by,
        at=at,
    )


WORDS = {
    "discussion_invited": (
        "You are asked to a strategy discussion",
        "Your agency is asked to a strategy discussion (reference {reference}) on {when}. "
        "Sign in to Lintel to see what it is about and to say whether somebody comes.",
    ),
    "discussion_moved": (
        "A strategy discussion has been adjourned",
        "The strategy discussion (reference {reference}) goes on on {when}. "
        "Sign in to Lintel to say whether somebody comes.",
    ),
    "minutes_ready": (
        "Minutes are ready",
        "The minutes of the strategy discussion (reference {reference}) are ready. "
        "Sign in to Lintel to read them and what your agency has agreed to do.",
    ),
    "minutes_corrected": (
        "Minutes have been corrected",
        "What was recorded of the strategy discussion (reference {reference}) has been corrected. "
        "Sign in to Lintel to read what holds now, what it said before, and why.",
    ),
}


def tell_invited(
    discussion: Discussion, invitation: Invitation, *, kind: str, by: Viewer, at: datetime
) -> None:
    """Queue an e-mail with a reference and a time: no name, no concern. Nobody without an address
    in the directory: they are rung, and the page says so."""
    email = _email_of(invitation)
    if not email:
        return
    subject, words = WORDS[kind]
    body = words.format(reference=discussion.reference, when=when_in_words(discussion.planned_for))
    body += " Nothing about the family is in this message."
    notices.queue(
        kind=kind,
        council=discussion.council,
        channel="email",
        to=email,
        subject=f"{subject}, {discussion.reference}",
        body=body,
        fixed=body,
        about=discussion.reference,
        due_at=discussion.planned_for,
        once_key=f"{kind}:{invitation.id}:{_turn(discussion, kind)}",
        by=by,
        at=at,
    )


def _turn(discussion: Discussion, kind: str) -> int:
    """What is said once for each sitting, or, of a correction, for each."""
    return discussion.version if kind == "minutes_corrected" else discussion.sitting


def _email_of(invitation: Invitation) -> str:
    if invitation.agency:
        return directory.agency(invitation.council, invitation.agency).email
    if invitation.team:
        return directory.team(invitation.council, invitation.team).email
    return ""


@transaction.atomic
def open_discussion(*, discussion_id: UUID, by: Viewer, at: datetime) -> DiscussionSeen:
    """One discussion, opened: that is on the trail, or nothing is shown.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    row = one_discussion(by, discussion_id, at=at)
    [found] = seen([row], by, at=at)
    on_the_trail("open strategy discussion", row, by=by, at=at)
    return found


def on_the_trail(
    did: Permission | str, discussion: Discussion, *, by: Viewer, at: datetime, why: str = ""
) -> None:
    trail.record(
        did=did,
        object_type="discussion",
        object_id=str(discussion.id),
        by=by,
        at=at,
        why=f"{why} {discussion.reference}".strip(),
        council=discussion.council,
        zone="Z6",
    )
