"""Telling whoever referred what was decided: in plain words, never more than they may know."""

from datetime import datetime

from lintel.access.viewers import Role, Viewer
from lintel.contacts import queries as contacts
from lintel.contacts.actions import FRONT_DOOR
from lintel.kernel.instants import london_day
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.notices.rules.channels import ReferrerFacts, choose_channel
from lintel.notices.rules.kinds import Channel
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.codes import Outcome
from lintel.policy.in_force import policy_for

HOW_TO_CHALLENGE = (
    "If you disagree, you can challenge what was decided: sign in to Lintel and open Challenges, "
    "or ring the same number and ask for the manager. Somebody who had no part in the decision "
    "will answer you."
)


def tell_referrer(contact, chosen: Outcome, *, destination: str, by: Viewer, at: datetime) -> None:
    """Queue the outcome for the referrer, by a way that is safe, with the statutory clock on it.

    An anonymous referrer, or a member of the public who left no way, cannot be told. Where no
    e-mail is safe it becomes a task for a person.

    Source: Working Together 2023, chapter 3: decide and tell the referrer in one working day.
    """
    referrer = contacts.referrer_for_feedback(contact)
    policy = policy_for(contact.council)
    source = policy.sources[contact.source]
    words = chosen.tells(
        public=source.public,
        reference=contact.reference,
        council=policy.council_title,
        phone=policy.phone,
        destination=destination,
    )
    if source.professional:
        words = f"{words} {HOW_TO_CHALLENGE}"
    way = choose_channel(
        ReferrerFacts(
            anonymous=referrer.anonymous,
            email=referrer.email,
            email_is_known=source.professional,
            phone=referrer.phone,
            safe_contact=referrer.safe_contact,
        )
    )
    # A professional who left no number still has an agency that somebody can look up and ring.
    unreachable = way.because == "no_address" and not source.professional
    if way.because == "anonymous" or unreachable:
        return
    # No channel, but somebody to tell: a person reads how they may be reached, and does it.
    channel, to = (way.channel, way.to) if way.channel else (Channel.TASK, FRONT_DOOR)
    if contact.allegation and channel is not Channel.EMAIL:
        channel, to = Channel.TASK, everybody_who_is(Role.MANAGER)  # few may know of it
    rule = policy.clock_rule("referral_decision_1wd", on=london_day(contact.received_at))
    notices.queue(
        kind="outcome_to_referrer",
        council=contact.council,
        channel=channel,
        to=to,
        subject=f"About your referral {contact.reference}",
        body=words,
        about=contact.reference,
        due_at=due_at(rule, contact.clock_started_at, calendar()),
        once_key=f"outcome:{contact.id}:{contact.version}",
        never_say=contacts.names_in(contact),
        never_quote=contact.concern,
        fixed=words,
        by=by,
        at=at,
    )
