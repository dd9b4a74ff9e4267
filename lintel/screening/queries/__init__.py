"""What a viewer may see of screening: requests and answers by handling mark, decisions."""

from lintel.screening.queries.asked import (
    RequestSeen,
    agencies_that_answered,
    answered_by,
    asked_of_my_agency,
    for_my_agency,
    one_for_my_agency,
    request_of_item,
    requests_about,
    unanswered,
)
from lintel.screening.queries.decisions import (
    Choice,
    DecisionSeen,
    Options,
    choices,
    decided_by,
    decision_count,
    decision_facts,
    decisions_about,
    decisions_of_family,
    in_the_way_of_all,
    options_for,
    outcome_title,
    overrides,
    rationales,
)
from lintel.screening.queries.due import answer_due
from lintel.screening.queries.involvement import answers_of_family
from lintel.screening.queries.items import ContributionSeen, PoolingSeen, poolings_of
from lintel.screening.queries.measures import agency_measures, agency_titles, counted_in
from lintel.screening.queries.routing import suggestions
from lintel.screening.queries.weighed import WeighingSeen, weighings_of

__all__ = [
    "Choice",
    "ContributionSeen",
    "DecisionSeen",
    "Options",
    "PoolingSeen",
    "RequestSeen",
    "WeighingSeen",
    "agencies_that_answered",
    "agency_measures",
    "agency_titles",
    "answer_due",
    "answered_by",
    "answers_of_family",
    "asked_of_my_agency",
    "choices",
    "counted_in",
    "decided_by",
    "decision_count",
    "decision_facts",
    "decisions_about",
    "decisions_of_family",
    "for_my_agency",
    "in_the_way_of_all",
    "one_for_my_agency",
    "options_for",
    "outcome_title",
    "overrides",
    "poolings_of",
    "rationales",
    "request_of_item",
    "requests_about",
    "suggestions",
    "unanswered",
    "weighings_of",
]
