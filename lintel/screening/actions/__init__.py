"""What can be done while a contact is screened: ask, answer, chase, pool, weigh, decide."""

from lintel.screening.actions.answer import answer_request, change_handling, open_request
from lintel.screening.actions.ask import (
    ask_agencies,
    chase_agency,
    decide_without,
    withdraw_request,
)
from lintel.screening.actions.decide import Decided, decide_contact
from lintel.screening.actions.pool import pool_contributions, weigh

__all__ = [
    "Decided",
    "answer_request",
    "ask_agencies",
    "change_handling",
    "chase_agency",
    "decide_contact",
    "decide_without",
    "open_request",
    "pool_contributions",
    "weigh",
    "withdraw_request",
]
