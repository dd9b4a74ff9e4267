"""Ways to begin a test about strategy discussions."""

from datetime import timedelta
from uuid import UUID

from lintel.access.viewers import Role, Viewer
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.given import COUNCIL, NOON
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.protection import actions, queries
from lintel.protection.rules.convening import Arrival, Call, Invitee
from lintel.protection.rules.outcomes import (
    ActionAgreed,
    How,
    Medical,
    OutcomeSaid,
    Section47,
    Seeing,
)
from lintel.protection.rules.quorum import Part

CALLED = NOON + timedelta(minutes=30)
TWO = NOON + timedelta(hours=2)


def partnership() -> None:
    """The teams of a small council, and the agencies around it."""
    given.teams()
    by = given.a_viewer(Role.SYSADMIN)
    for key, kind in (
        ("police", "police"),
        ("infirmary", "health"),
        ("elm", "education"),
        ("homes", "housing"),
    ):
        agency = Agency(key, f"The {key}", kind, COUNCIL, "", f"desk@{key}.example")
        directory.add_agency(agency=agency, by=by, at=NOON)


def a_partner(agency: str, role: Role = Role.PARTNER) -> Viewer:
    return given.a_viewer(role, agency=agency, employed_by_council=False, registered_until=None)


def the_call(contact_id: UUID, by: Viewer, **differences) -> Call:
    contact = contacts.the_contact(by, contact_id)
    children = tuple(one.record_id for one in contacts.children_in_brief(contact))
    ordinary = {
        "about": children,
        "because": "Two bruises that nobody can explain",
        "planned_for": TWO,
        "how": "video",
        "chair": "The manager",
        "invite": (
            Invitee(Part.SOCIAL_WORKER, team="protection"),
            Invitee(Part.HEALTH, agency="infirmary"),
            Invitee(Part.POLICE, agency="police"),
        ),
    }
    return Call(**(ordinary | differences))


def convened(by: Viewer, *, contact_id: UUID | None = None, **differences):
    """A contact about bruises, looked at, and a discussion about it; both ids."""
    if contact_id is None:
        contact_id = given.looked_at(categories=("physical_abuse",)).id
    call = the_call(contact_id, by, **differences)
    made = actions.convene_discussion(contact_id=contact_id, call=call, by=by, at=CALLED)
    return contact_id, made


def seen(discussion_id: UUID, viewer: Viewer, at=TWO):
    row = queries.one_discussion(viewer, discussion_id, at=at)
    return queries.seen([row], viewer, at=at)[0]


def came(discussion_id: UUID, by: Viewer, *parts: Part, at=TWO) -> None:
    """Those of the invited come, the social worker with a registration in date."""
    shown = seen(discussion_id, by, at=at)
    worker = given.an_account(Role.SOCIAL_WORKER)
    actions.take_attendance(
        discussion_id=discussion_id,
        arrivals=[
            Arrival(
                name=f"Somebody of {one.title}",
                arrived_at=at,
                invitation=one.id,
                account=worker.id if one.part is Part.SOCIAL_WORKER else None,
            )
            for one in shown.invitations
            if one.part in parts
        ],
        by=by,
        at=at,
    )


def held(discussion_id: UUID, by: Viewer, *, at=TWO, **differences) -> OutcomeSaid:
    """What is said of one that was held."""
    shown = seen(discussion_id, by, at=at)
    ordinary = {
        "how": How.HELD,
        "section47": Section47.JOINT,
        "section47_because": "Two injuries, two accounts of them",
        "seeing": tuple(
            Seeing(child.record_id, "The social worker and the officer", at + timedelta(hours=3))
            for child in shown.about
        ),
        "siblings": "No other child in the home",
        "parents_not_told_because": "Not before the child has been seen",
        "criminal": True,
        "medical": Medical.NEEDED,
        "actions": (
            ActionAgreed("Look for earlier calls", "The officer", at + timedelta(days=1), "police"),
        ),
    }
    return OutcomeSaid(**(ordinary | differences))
