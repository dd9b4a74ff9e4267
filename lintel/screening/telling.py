"""Telling whoever referred what was decided: in plain words, never more than they may know."""

from datetime import datetime

from lintel.access.viewers import Viewer
from lintel.contacts import queries as contacts
from lintel.kernel.instants import london_day
from lintel.notices import actions as notices
from lintel.notices.rules.channels import choose_channel
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.codes import Outcome
from lintel.policy.in_force import policy_for


def tell_referrer(contact, chosen: Outcome, *, destination: str, by: Viewer, at: datetime) -> None:
    """Queue the outcome for the referrer, by a way that is safe, with the statutory clock on it.

    An anonymous referrer cannot be told. One with no safe e-mail becomes a task for a person.

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
    way = choose_channel(
        anonymous=referrer.anonymous,
        email=referrer.email,
        phone=referrer.phone,
        safe_contact=referrer.safe_contact,
    )
    if way is None:
        return
    rule = policy.clock_rule("referral_decision_1wd", on=london_day(contact.received_at))
    notices.queue(
        kind="outcome_to_referrer",
        council=contact.council,
        channel=way.channel,
        to=way.to,
        subject=f"About your referral {contact.reference}",
        body=words,
        about=contact.reference,
        due_at=due_at(rule, contact.clock_started_at, calendar()),
        once_key=f"outcome:{contact.id}:{contact.version}",
        by=by,
        at=at,
    )
