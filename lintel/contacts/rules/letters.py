"""Words to whoever referred. They name nobody and say nothing of the concern."""

from datetime import datetime

from lintel.kernel.instants import when_in_words
from lintel.policy.council import CouncilPolicy


def receipt_words(reference: str, *, policy: CouncilPolicy, at: datetime) -> tuple[str, str]:
    """Subject and body of the acknowledgement.

    Source: domain reference 1.1, a reference number and acknowledgement go out at once.
    """
    return (
        f"We have received your referral {reference}",
        f"We received your referral on {when_in_words(at)}.\n\n"
        f"Your reference is {reference}. Quote it if you contact us.\n\n"
        "A manager or senior practitioner will look at it straight away, and we will tell you "
        "what we decided, normally within one working day.\n\n"
        f"If something changes, telephone {policy.council_title} on {policy.phone}, or "
        f"{policy.out_of_hours_phone} at night and weekends. If a child is in immediate danger, "
        "call 999.\n",
    )
