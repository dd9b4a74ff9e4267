"""What is sent of a strategy discussion."""

from typing import Literal
from uuid import UUID

from pydantic import Field, StrictBool

from lintel.api.agencies import ItemIn
from lintel.api.shapes import Moment, Shape, Words

PartName = Literal[
    "social_worker", "health", "police", "school", "midwife", "hospital", "senior_doctor",
    "home_authority", "referrer", "legal", "other",
]  # fmt: skip


class InviteeIn(Shape):
    """An agency or a team of the directory, or the title of a body that is not in it."""

    part: PartName
    agency: Words = ""
    team: Words = ""
    title: Words = ""


class DiscussionIn(Shape):
    """`about` are record ids, without it every child. Whether a baby is unborn, a school known or
    a medical likely is read from the contact, and may be added to; never taken away."""

    because: Words
    planned_for: Moment
    how: Literal["meeting", "video", "telephone"]
    chair: Words
    where: Words = ""
    about: list[UUID] | None = None
    hospital: StrictBool = False
    lives_elsewhere: StrictBool = False
    medical: StrictBool = False
    invite: list[InviteeIn] = Field(default_factory=list, max_length=40)


class SharedIn(Shape):
    """Handling as for a request: H1 open, H2 hub only, H3 decision-maker, H4 sealed."""

    text: Words
    handling: Literal["H1", "H2", "H3", "H4"]
    named: list[UUID] = Field(default_factory=list)
    onward_leave: StrictBool = False
    invitation: UUID | None = None


class InvitationAnswerIn(Shape):
    says: Literal["attending", "deputy", "information", "cannot"]
    who: Words = ""
    reason: Words = ""
    items: list[ItemIn] = Field(default_factory=list)


class ArrivalIn(Shape):
    """Somebody who came. Without `invitation` they need a part and where they are from."""

    name: Words
    arrived_at: Moment
    invitation: UUID | None = None
    part: PartName = "other"
    title: Words = ""
    account: UUID | None = None
    deputy: StrictBool = False


class DepartureIn(Shape):
    attendance: UUID
    left_at: Moment


class AttendanceIn(Shape):
    arrivals: list[ArrivalIn] = Field(default_factory=list, max_length=60)
    departures: list[DepartureIn] = Field(default_factory=list, max_length=60)


class SeeingIn(Shape):
    child: UUID
    who: Words
    by: Moment
    alone: StrictBool = True


class ViewIn(Shape):
    title: Words
    view: Words


class ActionIn(Shape):
    what: Words
    owner: Words
    due: Moment
    agency: Words = ""


class RecordedIn(Shape):
    """What an outcome and its correction both say."""

    reason: Words = ""
    not_quorate_because: Words = ""
    section47: Literal["no", "single", "joint"] | None = None
    section47_because: Words = ""
    seeing: list[SeeingIn] = Field(default_factory=list, max_length=40)
    siblings: Words = ""
    parents_told: Words = ""
    parents_not_told_because: Words = ""
    criminal: StrictBool | None = None
    criminal_because: Words = ""
    medical: Literal["needed", "done", "not_needed"] | None = None
    medical_because: Words = ""
    medical_views: list[ViewIn] = Field(default_factory=list, max_length=40)


class OutcomeIn(RecordedIn):
    how: Literal["held", "not_held", "adjourned"]
    adjourned_to: Moment | None = None
    actions: list[ActionIn] = Field(default_factory=list, max_length=60)


class CorrectionIn(RecordedIn):
    """The whole of what holds from now on, not only what differs; what was agreed is left as it
    is. `corrected_because` is for the record."""

    how: Literal["held", "not_held"]
    corrected_because: Words


class DoneIn(Shape):
    note: Words = ""
