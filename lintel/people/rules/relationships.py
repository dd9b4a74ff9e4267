"""What people are to each other: the kinds, the words for them from both ends, who is above whom.

A relationship is told in one direction: `from` is the mother of `to`. Seen from the other end the
same row says "child". Nothing here is worked out from names or addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of being related.

    Shape:
        words: what `from` is to `to`; `inverse`: what `to` is to `from`.
        above: how many generations `from` stands above `to`; None where that says nothing.
        is_birth: parents by birth or not known to be otherwise, for telling half-siblings.
        is_family: further family is looked for through it.
    """

    words: str
    inverse: str
    above: int | None = 0
    is_birth: bool = False
    is_family: bool = True

    @property
    def is_mutual(self) -> bool:
        """Both ends say the same, so the order in which it is kept means nothing."""
        return self.words == self.inverse


TOLD_TOGETHER = "told_together"
OTHER = "other"

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "mother": Kind("mother", "child", 1, is_birth=True),
        "father": Kind("father", "child", 1, is_birth=True),
        "parent": Kind("parent", "child", 1, is_birth=True),
        "adoptive_parent": Kind("adoptive parent", "adopted child", 1),
        "step_parent": Kind("step-parent", "stepchild", 1),
        "parents_partner": Kind("partner of a parent", "child of a partner", 1),
        "grandparent": Kind("grandparent", "grandchild", 2),
        "aunt_or_uncle": Kind("aunt or uncle", "niece or nephew", 1, is_family=False),
        "guardian": Kind("guardian", "child under guardianship", 1),
        "carer": Kind("carer", "child cared for", 1),
        "foster_carer": Kind("foster carer", "foster child", 1, is_family=False),
        "private_foster_carer": Kind(
            "private foster carer", "privately fostered child", 1, is_family=False
        ),
        "sibling": Kind("brother or sister", "brother or sister"),
        "twin": Kind("twin", "twin"),
        "half_sibling": Kind("half-brother or half-sister", "half-brother or half-sister"),
        "step_sibling": Kind("stepbrother or stepsister", "stepbrother or stepsister"),
        "partner": Kind("partner", "partner"),
        "other_relative": Kind("other relative", "other relative", None, is_family=False),
        "household_member": Kind(
            "other member of the household", "other member of the household", None, is_family=False
        ),
        TOLD_TOGETHER: Kind("told of together", "told of together", None, is_family=False),
        OTHER: Kind("somebody known to them", "somebody known to them", None, is_family=False),
    }
)

PARENTS = frozenset(
    {"mother", "father", "parent", "adoptive_parent", "step_parent", "parents_partner"}
)
BIRTH_PARENTS = frozenset(key for key, kind in KINDS.items() if kind.is_birth)
SIBLINGS = frozenset({"sibling", "twin", "half_sibling", "step_sibling"})

# What people write for each kind, once folded and stripped of words that change nothing.
_WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            "mother": "mother|mum|mummy|mam|mom|ma|birth mother|mothers",
            "father": "father|dad|daddy|da|pa|birth father",
            "parent": "parent|parents|mother or father|birth parent",
            "adoptive_parent": "adoptive parent|adoptive mother|adoptive father|adoptive mum|"
            "adoptive dad|adopter",
            "step_parent": "step parent|stepparent|step mother|stepmother|step mum|stepmum|"
            "step father|stepfather|step dad|stepdad",
            "parents_partner": "mothers partner|mums partner|fathers partner|dads partner|"
            "partner of mother|partner of father|partner of parent|parents partner|"
            "mothers boyfriend|mums boyfriend|fathers girlfriend|dads girlfriend|"
            "partner of mum|partner of dad|partner of a parent|mothers girlfriend|"
            "mums girlfriend|parent partner",
            "grandparent": "grandparent|grandmother|grandma|granny|gran|nan|nana|nanny|"
            "grandfather|grandad|granddad|grandpa|gramps|maternal grandmother|"
            "paternal grandmother|maternal grandfather|paternal grandfather|"
            "maternal grandparent|paternal grandparent",
            "aunt_or_uncle": "aunt|auntie|aunty|uncle|aunt or uncle|great aunt|great uncle|"
            "maternal aunt|paternal aunt|maternal uncle|paternal uncle",
            "guardian": "guardian|legal guardian|special guardian",
            "carer": "carer|kinship carer|main carer|caregiver|family carer",
            "foster_carer": "foster carer|foster parent|foster mother|foster father|foster mum|"
            "foster dad",
            "private_foster_carer": "private foster carer|private foster parent",
            "sibling": "sibling|brother|sister|full sibling|adult sibling|older brother|"
            "older sister|elder brother|elder sister|big brother|big sister|brother or sister|"
            "adult brother|adult sister",
            "twin": "twin|twin brother|twin sister",
            "half_sibling": "half sibling|half brother|half sister",
            "step_sibling": "step sibling|step brother|step sister|stepbrother|stepsister",
            "partner": "partner|husband|wife|spouse|boyfriend|girlfriend",
            "other_relative": "cousin|relative|other relative|family member|great grandmother|"
            "great grandfather|great grandparent",
            "household_member": "lodger|household member|other household member|tenant|"
            "lives in the house|lives with them|house mate|housemate",
        }.items()
        for word in words.split("|")
    }
)
_CHANGES_NOTHING = frozenset(
    "the a his her their childs childrens biological natural own s".split()
)


def kind_told(words: str, *, to_a_child: bool = True) -> str:
    """The kind that somebody's words name; "other" when they name none we know.

    An adult who is told of as "partner" beside children is a partner of their parent.

    >>> kind_told("Mum"), kind_told("Mother's partner"), kind_told("Step-dad"), kind_told("vicar")
    ('mother', 'parents_partner', 'step_parent', 'other')
    """
    plain = re.sub(r"['\u2019]", "", words.casefold())
    kept = [w for w in re.findall(r"[a-z]+", plain) if w not in _CHANGES_NOTHING]
    kind = _WRITTEN.get(" ".join(kept), OTHER)
    return "parents_partner" if to_a_child and kind == "partner" else kind


def whose_partner(words: str) -> str:
    """Which parent somebody is told to be the partner of: "mother", "father" or "".

    >>> whose_partner("Mum's boyfriend"), whose_partner("partner")
    ('mother', '')
    """
    if kind_told(words) != "parents_partner":
        return ""
    plain = words.casefold()
    if any(word in plain for word in ("mother", "mum")):
        return "mother"
    return "father" if any(word in plain for word in ("father", "dad")) else ""


@dataclass(frozen=True, slots=True)
class RelationshipIn:
    """`from_record` is the `kind` of `to_record`, as a source tells of it.

    Shape:
        kind: a key of KINDS; `said` the words it was told in, "" when in a code.
        starts_on, ends_on: None where not told; no end is not the same as still so.
        told_on: the day the source stands for.
    """

    council: str
    from_record: UUID
    to_record: UUID
    kind: str
    told_on: date
    source: str
    said: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of relationship: {self.kind}")

    @property
    def ends(self) -> tuple[UUID, UUID]:
        """From and to as they are kept: a mutual one always in the same order."""
        both = (self.from_record, self.to_record)
        if KINDS[self.kind].is_mutual:
            return (min(both, key=str), max(both, key=str))
        return both
