"""What files are told of partners: whose agency was asked, and how the answers stand."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.files.relations import Answers
from lintel.files.rules.reading import Near
from lintel.kernel.refusals import NotThere
from lintel.screening.queries.asked import asked_of_my_agency, of_my_agency
from lintel.screening.queries.items import how_answers_stand


def comes_near(viewer: Viewer, contact_id: UUID, at: datetime) -> str:
    """The reference of a contact about which the viewer's agency was asked; "" for none such."""
    return asked_of_my_agency(viewer, contact_id, at=at)


def answers_to(contact_id: UUID) -> Answers:
    """Whether the answers to a contact are pooled, and from when they are kept back."""
    stand = how_answers_stand([contact_id])
    return Answers(contact_id in stand.pooled, stand.waits.get(contact_id))


def place(viewer: Viewer, request_id: UUID, at: datetime) -> Near:
    """The contact of a request that the viewer's agency may still add to.

    Errors:
        NotThere: there is no such request to the viewer's agency.
    """
    row = of_my_agency(viewer, at=at).filter(id=request_id).exclude(settled_as="withdrawn").first()
    if row is None:
        raise NotThere("request")
    return Near(row.contact_id, row.reference, row.council)
