"""How contacts are kept. Private to this context; decides nothing.

What matters is added, never edited: looks, ratings, holds, assignments and notes are rows with
an actor and a moment. The contact itself carries where it has got to, so that the board is one
indexed read.
"""

from lintel.contacts.models.contact import Contact, ContactAdult, ContactChild, Referrer
from lintel.contacts.models.drafts import Draft, IntakeKey
from lintel.contacts.models.events import (
    Acknowledgement,
    Assignment,
    Closing,
    Correction,
    HistoryOpened,
    Hold,
    Look,
    Note,
    RaisedRule,
    RatingGiven,
    RiskIndicator,
    SeniorRead,
)
from lintel.contacts.models.masked import MaskOpened
from lintel.contacts.models.samples import Sample, Sampled, SampleReader
from lintel.contacts.models.senders import SenderSilence

__all__ = [
    "Acknowledgement",
    "Assignment",
    "Closing",
    "Contact",
    "ContactAdult",
    "ContactChild",
    "Correction",
    "Draft",
    "HistoryOpened",
    "Hold",
    "IntakeKey",
    "Look",
    "MaskOpened",
    "Note",
    "RaisedRule",
    "RatingGiven",
    "Referrer",
    "RiskIndicator",
    "Sample",
    "SampleReader",
    "Sampled",
    "SenderSilence",
    "SeniorRead",
]
