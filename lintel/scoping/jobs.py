"""What happens by the clock: our own tokens are made, and what waits is carried."""

from datetime import datetime

from lintel.scoping import carrying, kept


def make_tokens(at: datetime) -> int:
    """Bring the tokens of the children we know up to date; how many parts were made again."""
    return kept.make_tokens(at=at)


def send_waiting(at: datetime) -> int:
    """Carry questions that wait to their partners; how many waited."""
    return carrying.carry_all(at=at)
