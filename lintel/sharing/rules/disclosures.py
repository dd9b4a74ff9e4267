"""What must be said of a disclosure before it is made, or refused.

"No consent" alone is never a reason not to share: protecting the child outranks it.
Source: domain reference 1.8; Children Act 2004 s.16LA; DPA 2018 Sch 1 para 18.
"""

from dataclasses import dataclass
from enum import StrEnum

from lintel.kernel.refusals import Refusal
from lintel.policy.sharing import Bases


class Gave(StrEnum):
    """Whether information went, or was refused."""

    SHARED = "shared"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One giving of information, or one refusal to give it, as it is about to be recorded.

    Shape:
        to: key of the agency or team, or the name of a body outside the partnership.
        items: what was given, in words, least first; for a refusal what was asked for.
        consent: "asked", "given", "refused", "not_asked"; `consent_why` says why not asked.
        family_told: None when nobody can say yet.
        ground: key of a refusal's ground; "" for what was shared.
    """

    gave: Gave
    to: str
    items: str
    purpose: str
    basis: str
    consent: str = "not_asked"
    consent_why: str = ""
    family_told: bool | None = None
    family_told_why: str = ""
    ground: str = ""
    reasoning: str = ""


CONSENTS = frozenset({"asked", "given", "refused", "not_asked"})


def what_is_wrong_with(disclosure: Disclosure, known: Bases) -> tuple[Refusal, ...]:
    """Everything that must be put right before it can be recorded; empty when it can."""
    wrong = []
    if not disclosure.to.strip():
        wrong.append(Refusal("missing", "Enter who it is shared with", "to"))
    if not disclosure.items.strip():
        wrong.append(Refusal("missing", "Enter what is shared: the least that is needed", "items"))
    purpose = known.purposes.get(disclosure.purpose)
    if purpose is None:
        wrong.append(Refusal("unknown", "Select what it is for", "purpose"))
    if disclosure.consent not in CONSENTS:
        wrong.append(Refusal("unknown", "Select whether consent was asked for", "consent"))
    if disclosure.gave is Gave.REFUSED:
        wrong += _refusal(disclosure, known)
        return tuple(wrong)
    basis = known.bases.get(disclosure.basis)
    if basis is None or (purpose is not None and disclosure.basis not in purpose.bases):
        wrong.append(Refusal("basis_missing", "Select the lawful basis for sharing", "basis"))
    elif basis.needs_consent and disclosure.consent != "given":
        words = "This basis rests on consent, and none was given. Select another basis"
        wrong.append(Refusal("basis_needs_consent", words, "basis"))
    return tuple(wrong)


def _refusal(disclosure: Disclosure, known: Bases) -> list[Refusal]:
    wrong = []
    if disclosure.ground not in known.grounds:
        words = "Select the ground for not sharing. That nobody consented is not a ground by itself"
        wrong.append(Refusal("ground_missing", words, "ground"))
    if not disclosure.reasoning.strip():
        wrong.append(
            Refusal("reasoning_missing", "Enter why sharing would do more harm", "reasoning")
        )
    return wrong
