"""What can be done at the close of day, and with promises."""

from lintel.duty.actions.hand_over import accept_duty, hand_over, keep_with_hub
from lintel.duty.actions.promises import make_promise, settle_promise

__all__ = ["accept_duty", "hand_over", "keep_with_hub", "make_promise", "settle_promise"]
