"""Ways to begin a test. Say only what the test is about; the rest is ordinary.

Records are built through actions, so that no test starts from a state the product cannot reach.
All people are invented.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Role, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.rules.facts import ContactFacts, Rating, Stage
from lintel.contacts.rules.telling import Channel, ChildTold, Kind, ReferrerTold, Telling
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Service, Team
from lintel.screening import actions as screening

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
COUNCIL = "northbeck"
_numbers = count(1)


def facts(**differences: Any) -> ContactFacts:
    ordinary = {
        "id": uuid4(),
        "reference": "NB-2345-67",
        "council": COUNCIL,
        "kind": Kind.WELFARE,
        "stage": Stage.RECEIVED,
        "version": 1,
        "received_at": NOON,
        "clock_started_at": NOON,
        "owner_team": "front-door",
    }
    return ContactFacts(**(ordinary | differences))


def a_child(**differences: Any) -> ChildTold:
    ordinary = {
        "given_name": "Tomas",
        "family_name": "Ashgrove",
        "date_of_birth": date(2019, 5, 4),
        "sex": "M",
    }
    return ChildTold(**(ordinary | differences))


def a_telling(**differences: Any) -> Telling:
    ordinary = {
        "kind": Kind.WELFARE,
        "channel": Channel.API,
        "source": "2A",
        "referrer": ReferrerTold(
            name="Ama Fletcher", role="Teacher", agency="Elm School", email="office@elm.example"
        ),
        "children": (a_child(),),
        "concern": "He came to school tired on three days this week.",
        "categories": ("family_stress",),  # with these words, no sign of harm
    }
    return Telling(**(ordinary | differences))


def an_account(role: Role, **differences: Any) -> Account:
    number = next(_numbers)
    ordinary = {
        "username": f"{role}{number}",
        "email": f"{role}{number}@example.org",
        "name": f"Person {number}",
        "role": role,
        "council": COUNCIL,
        "agency": "northbeck-council",
        "employed_by_council": True,
        "registered_until": date(2030, 1, 1),
        "teams": [],
        "created_at": NOON,
    }
    return Account.objects.create(**(ordinary | differences))


def a_viewer(role: Role, at: datetime = NOON, **differences: Any) -> Viewer:
    return viewer_of(an_account(role, **differences), at)


def a_manager(**differences: Any) -> Viewer:
    return a_viewer(Role.MANAGER, **differences)


def a_screener(**differences: Any) -> Viewer:
    return a_viewer(Role.SCREENER, **differences)


def teams() -> None:
    """The teams and one service of a small council."""
    by = a_viewer(Role.SYSADMIN)
    kinds = {
        "front-door": "front_door",
        "assessment": "assessment",
        "protection": "child_protection",
        "early-help": "early_help",
    }
    for key, kind in kinds.items():
        team = Team(key=key, title=f"{key.capitalize()} team", kind=kind, council=COUNCIL)
        directory.add_team(team=team, by=by, at=NOON)
    service = Service(key="young-carers", title="Young Carers Northbeck", council=COUNCIL)
    directory.add_service(service=service, by=by, at=NOON)


def received(*, at: datetime = NOON, **differences: Any):
    """A contact somebody has just handed in, as the manager of the hub sees it."""
    receipt = actions.receive_contact(
        telling=a_telling(**differences),
        council=COUNCIL,
        by=a_viewer(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False),
        at=at,
    )
    return receipt


def looked_at(*, by: Viewer | None = None, immediate: bool = False, **differences: Any):
    receipt = received(**differences)
    actions.look_at_contact(
        contact_id=receipt.id,
        version=1,
        immediate=immediate,
        by=by or a_manager(),
        at=NOON + timedelta(minutes=10),
    )
    return receipt


def rated(rating: Rating = Rating.AMBER, *, by: Viewer | None = None, **differences: Any):
    """Looked at and rated; the rater is `by`."""
    receipt = looked_at(**differences)
    actions.rate_contact(
        contact_id=receipt.id,
        version=2,
        rating=rating,
        reason="Hungry on three days",
        by=by or a_screener(),
        at=NOON + timedelta(minutes=20),
    )
    return receipt


def decided(
    outcome: str = "no_further_action",
    *,
    by: Viewer | None = None,
    override_reason: str = "",
    **differences: Any,
):
    receipt = rated(**differences)
    screening.decide_contact(
        contact_id=receipt.id,
        version=3,
        outcome=outcome,
        rationale="Seen with the school: breakfast club now in place",
        override_reason=override_reason,
        by=by or a_manager(),
        at=NOON + timedelta(minutes=30),
    )
    return receipt


def now(receipt, viewer: Viewer | None = None) -> ContactFacts:
    """The contact as it stands."""
    return queries.the_contact(viewer or a_manager(), receipt.id).facts()
