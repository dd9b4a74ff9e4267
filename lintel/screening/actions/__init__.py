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
from lintel.screening.actions.take import give_request, let_go, take_request

__all__ = [
    "Decided",
    "answer_request",
    "ask_agencies",
    "change_handling",
    "chase_agency",
    "decide_contact",
    "decide_without",
    "give_request",
    "let_go",
    "open_request",
    "pool_contributions",
    "take_request",
    "weigh",
    "withdraw_request",
]
