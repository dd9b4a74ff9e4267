"""Which parts of a contact may be put right after receipt, and what makes sense there.

Not the concern in the referrer's words (add a note), not the moment of receipt, not the state:
those are what happened.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from lintel.contacts.rules.telling import Consent, Kind
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal
from lintel.policy.council import CouncilPolicy


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\x00" not in value and len(value) <= 5_000


CORRECTABLE: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "kind": (lambda v: v in {str(k) for k in Kind}, "Select a kind of enquiry from the list"),
    "categories": (
        lambda v: isinstance(v, list) and all(isinstance(k, str) for k in v),
        "Give a list of kinds of concern",
    ),
    "why_now": (_is_text, "Enter text of 5,000 characters or fewer"),
    "family_told": (lambda v: v is None or isinstance(v, bool), "Answer true, false or null"),
    "family_told_reason": (_is_text, "Enter text of 5,000 characters or fewer"),
    "consent": (lambda v: v in {str(c) for c in Consent}, "Select an answer from the list"),
    "occurred_at": (
        lambda v: v is None or (isinstance(v, datetime) and v.tzinfo is not None),
        "Enter a date and time with its offset from UTC",
    ),
    "source": (lambda v: isinstance(v, str), "Select who is referring from the list"),
}


def what_is_wrong_with(
    changes: Mapping[str, Any], *, received_at: datetime, at: datetime, policy: CouncilPolicy
) -> tuple[Refusal, ...]:
    """Every reason why `changes` cannot be made; empty if they can."""
    return tuple(_problems(changes, received_at=received_at, at=at, policy=policy))


def _problems(
    changes: Mapping[str, Any], *, received_at: datetime, at: datetime, policy: CouncilPolicy
) -> Iterator[Refusal]:
    if not changes:
        yield Refusal("missing", "Say what to correct")
    for field, value in changes.items():
        if field not in CORRECTABLE:
            yield Refusal("not_correctable", "This cannot be changed here", field=field)
            continue
        makes_sense, message = CORRECTABLE[field]
        if not makes_sense(value):
            yield Refusal("invalid", message, field=field)
        elif field == "occurred_at" and value is not None and value > at:
            yield Refusal("in_the_future", "Enter a time that has already passed", field=field)
        elif field == "source" and value not in policy.sources:
            yield Refusal("unknown", "Select who is referring from the list", field=field)
        elif field == "categories":
            known = {c.key for c in policy.categories(london_day(received_at))}
            if any(key not in known for key in value):
                yield Refusal("unknown", "Select kinds of concern from the list", field=field)
