"""What can be done with hand-overs, with places, and about what came back."""

from lintel.pathways.actions.back import note_came_back, note_reopened
from lintel.pathways.actions.handovers import (
    accept_handover,
    offer_handover,
    return_handover,
    wait_for_place,
    withdraw_offer,
)
from lintel.pathways.actions.places import end_by_reopening, end_place
from lintel.pathways.actions.stood import open_as_it_stood

__all__ = [
    "accept_handover",
    "end_by_reopening",
    "end_place",
    "note_came_back",
    "note_reopened",
    "offer_handover",
    "open_as_it_stood",
    "return_handover",
    "wait_for_place",
    "withdraw_offer",
]
