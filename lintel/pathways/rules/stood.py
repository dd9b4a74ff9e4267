"""Which moments a contact can be shown as it stood at, and what cannot be shown so. Pure."""

from datetime import datetime

from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refusal

CANNOT = (
    "Who had it in hand, unless it was given to somebody: taking it up by working on it has no "
    "moment of its own.",
    "How people told of are related, and what other contacts and systems said of the family: that "
    "is worked out from everything told so far. Open the history for how it is now.",
    "Handling marks and restrictions: what you may not read today is not shown as it stood, even "
    "if you could have read it then.",
    "People who were merged since are shown by the number they have now.",
    "When a medical was asked for again after its sign had been set aside, unless a strategy "
    "discussion asked for it.",
    "What a team that had taken it waited for while a challenge was open, and files: each file "
    "says on the record when it was added.",
)


def reasons_not_then(
    moment: datetime, *, received_at: datetime, at: datetime
) -> tuple[Refusal, ...]:
    if moment > at:
        return (Refusal("in_the_future", "Enter a time that has passed", "at"),)
    if moment < received_at:
        words = f"Enter a time after {when_in_words(received_at)}, when it was received"
        return (Refusal("too_early", words, "at"),)
    return ()
