"""What a viewer may see of contacts. Every query asks who is looking, first."""

from lintel.contacts.queries.alleged import Alleged, alleged_in, children_told, names_of_children
from lintel.contacts.queries.as_it_stood import Ended, Stood, as_it_stood, reopened_by
from lintel.contacts.queries.board import BoardFilter, BoardPage, board, listed
from lintel.contacts.queries.counts import (
    Conservation,
    DayCount,
    QueueCount,
    SeniorReads,
    conservation,
    conservation_everywhere,
    day_count,
    queue_counts,
    senior_reads,
)
from lintel.contacts.queries.drafts import draft
from lintel.contacts.queries.family import (
    ChildInBrief,
    FamilyFacts,
    Told,
    children_in_brief,
    children_to_route,
    family_facts,
    lowered_without_reason,
    told_in,
)
from lintel.contacts.queries.harm import SetAside, harm_set_aside, unanswered_harm
from lintel.contacts.queries.household import (
    FamilyHistory,
    FamilyMember,
    contact_family_history,
    family_history,
)
from lintel.contacts.queries.in_hand import (
    InHand,
    closed_among,
    in_duty_hands,
    in_hand,
    pressing,
)
from lintel.contacts.queries.record import (
    ContactView,
    contact_in_brief,
    contact_view,
    names_in,
    never_to_tell,
    referrer_for_feedback,
    standing_indicators,
)
from lintel.contacts.queries.rows import BoardRow, owner_addresses, rows_for
from lintel.contacts.queries.search import search
from lintel.contacts.queries.told_again import told_elsewhere
from lintel.contacts.queries.told_by import OwnTelling, told_by
from lintel.contacts.queries.visibility import (
    contact_id_of,
    decided_at,
    decided_before,
    decided_whose,
    found,
    hidden_from,
    ids_by_reference,
    sees_whole_council,
    the_contact,
    visible_to,
)
from lintel.contacts.queries.watched import Watched, references_of, watched

__all__ = [
    "Alleged",
    "BoardFilter",
    "BoardPage",
    "BoardRow",
    "ChildInBrief",
    "Conservation",
    "ContactView",
    "DayCount",
    "Ended",
    "FamilyFacts",
    "FamilyHistory",
    "FamilyMember",
    "InHand",
    "OwnTelling",
    "QueueCount",
    "SeniorReads",
    "SetAside",
    "Stood",
    "Told",
    "Watched",
    "alleged_in",
    "as_it_stood",
    "board",
    "children_in_brief",
    "children_to_route",
    "children_told",
    "closed_among",
    "conservation",
    "conservation_everywhere",
    "contact_family_history",
    "contact_id_of",
    "contact_in_brief",
    "contact_view",
    "day_count",
    "decided_at",
    "decided_before",
    "decided_whose",
    "draft",
    "family_facts",
    "family_history",
    "found",
    "harm_set_aside",
    "hidden_from",
    "ids_by_reference",
    "in_duty_hands",
    "in_hand",
    "listed",
    "lowered_without_reason",
    "names_in",
    "names_of_children",
    "never_to_tell",
    "owner_addresses",
    "pressing",
    "queue_counts",
    "references_of",
    "referrer_for_feedback",
    "reopened_by",
    "rows_for",
    "search",
    "sees_whole_council",
    "senior_reads",
    "standing_indicators",
    "the_contact",
    "told_by",
    "told_elsewhere",
    "told_in",
    "unanswered_harm",
    "visible_to",
    "watched",
]
