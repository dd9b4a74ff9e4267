"""What is said of who is there, and of who has left."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from lintel.govuk.dates import read_time
from lintel.govuk.fields import CheckboxField, DateField, SelectField, TextField
from lintel.kernel.instants import LONDON
from lintel.protection.queries import DiscussionSeen
from lintel.protection.queries.discussion_shapes import AttendanceSeen
from lintel.protection.rules.convening import Arrival, Departure
from lintel.protection.rules.outcomes import Says, State
from lintel.protection.rules.quorum import PART_WORDS, Part


def as_kept(draft: dict[str, str]) -> dict[str, Any]:
    """What was typed before and not sent, as first values of the form. A time that nobody is
    ticked for was proposed, not typed: it is proposed anew, as it is now."""
    said = {
        name: value
        for name, value in draft.items()
        if not name.startswith("at_") or draft.get(f"came_{name.removeprefix('at_')}")
    }
    if not said.get("other_name"):
        said.pop("other_at", None)
    day = [said.pop(f"day_{part}", "") for part in ("day", "month", "year")]
    return said | ({"day": day} if any(day) else {})


class AttendanceForm(forms.Form):
    """For each who was asked and is not there: `came_`, `name_` (or `account_`), `at_`. For each
    who is there: `left_`. Of one that is over, `day`: it may not have been the planned one."""

    def ask_for(
        self, seen: DiscussionSeen, workers: list[tuple[str, str]], *, at: datetime
    ) -> None:
        there = [
            one for one in seen.attendances if one.sitting == seen.sitting and one.left_at is None
        ]
        self.there = {str(one.id): one for one in there}
        gone = {one.invitation for one in there}
        self.waited = [one for one in seen.invitations if one.id not in gone]
        self.today = timezone.localtime(at, LONDON).date()
        known: datetime | None = at
        if seen.state is State.NOT_HELD:
            known = _about_when(there, seen.planned_for, at=at)
            self.fields["day"] = DateField(
                "Which day was it held?",
                what="The day it was held",
                error="Enter the day it was held",
                initial=timezone.localtime(known, LONDON).date() if known else None,
            )
        first = f"{timezone.localtime(known, LONDON):%H:%M}" if known else ""
        for one in self.waited:
            key = str(one.id)
            self.fields[f"came_{key}"] = CheckboxField(f"{one.title} ({PART_WORDS[one.part]})")
            if one.part is Part.SOCIAL_WORKER:
                self.fields[f"account_{key}"] = SelectField(
                    "Which social worker?", workers, empty="Choose a social worker"
                )
            else:
                self.fields[f"name_{key}"] = TextField(
                    "Name and role", width="two-thirds", initial=one.who
                )
            self.fields[f"at_{key}"] = TextField(
                "Time they arrived", width="5", max_length=10, initial=first
            )
        for key, person in self.there.items():
            self.fields[f"left_{key}"] = TextField(
                f"{person.name}, {person.title}: time they left", width="5", max_length=10
            )
        self.fields["other_name"] = TextField("Name and role", width="two-thirds")
        self.fields["other_title"] = TextField("Where they are from", width="two-thirds")
        self.fields["other_part"] = SelectField(
            "Part",
            [(str(p), words) for p, words in PART_WORDS.items() if p is not Part.SOCIAL_WORKER],
        )
        self.fields["other_at"] = TextField(
            "Time they arrived", width="5", max_length=10, initial=first
        )
        self.workers = dict(workers)

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("The day it was held must be today or in the past")
        return day

    def _time(self, field: str) -> datetime | None:
        read = read_time(self.cleaned_data.get(field) or "")
        if read is None:
            self.add_error(field, "Enter a time, such as 2:30pm or 14:30")
            return None
        day = self.cleaned_data.get("day") or self.today
        return datetime.combine(day, read, tzinfo=LONDON)

    def came(self) -> list[Arrival]:
        """Those ticked; what is wrong with one is put beside it."""
        said, found = self.cleaned_data, []
        for one in self.waited:
            key = str(one.id)
            if not said.get(f"came_{key}"):
                continue
            at = self._time(f"at_{key}")
            account = said.get(f"account_{key}") or ""
            name = self.workers.get(account, "") or said.get(f"name_{key}") or ""
            if not name:
                where = f"name_{key}" if f"name_{key}" in self.fields else f"account_{key}"
                self.add_error(where, "Enter who came")
            if at is not None and name:
                found.append(
                    Arrival(
                        name=name,
                        arrived_at=at,
                        invitation=one.id,
                        account=UUID(account) if account else None,
                        is_deputy=one.says == Says.DEPUTY,
                    )
                )
        if said.get("other_name"):
            at = self._time("other_at")
            if at is not None:
                found.append(
                    Arrival(
                        name=said["other_name"],
                        arrived_at=at,
                        part=Part(said.get("other_part") or Part.OTHER),
                        title=said.get("other_title") or "",
                    )
                )
        return found

    def gone(self) -> list[Departure]:
        found = []
        for key in self.there:
            if self.cleaned_data.get(f"left_{key}"):
                at = self._time(f"left_{key}")
                if at is not None:
                    found.append(Departure(UUID(key), at))
        return found


def _about_when(
    there: list[AttendanceSeen], planned_for: datetime, *, at: datetime
) -> datetime | None:
    """When one that is over was held, as far as anything says: a plan that is still to come does
    not."""
    if there:
        return min(one.arrived_at for one in there)
    return planned_for if planned_for <= at else None
