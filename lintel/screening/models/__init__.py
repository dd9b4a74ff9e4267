"""How screening keeps what it does. Private to this context."""

from lintel.screening.models.asking import (
    AgencyRequest,
    Answer,
    Chase,
    Contribution,
    Handling,
    Pooling,
)
from lintel.screening.models.decisions import Decision
from lintel.screening.models.holding import Taking
from lintel.screening.models.weighing import Weighing

__all__ = [
    "AgencyRequest",
    "Answer",
    "Chase",
    "Contribution",
    "Decision",
    "Handling",
    "Pooling",
    "Taking",
    "Weighing",
]
