"""What is said of who is there, and of who has left."""

from uuid import UUID

from django import forms
from django.utils import timezone

from lintel.govuk.dates import read_time
from lintel.govuk.fields import CheckboxField, SelectField, TextField
from lintel.kernel.instants import LONDON
from lintel.protection.queries import DiscussionSeen
from lintel.protection.rules.convening import Arrival, Departure
from lintel.protection.rules.outcomes import Says, State
from lintel.protection.rules.quorum import PART_WORDS, Part


class AttendanceForm(forms.Form):
    """For each who was asked and is not there: `came_`, `name_` (or `account_`), `at_`. For each
    who is there: `left_`."""

    def ask_for(self, seen: DiscussionSeen, workers: list[tuple[str, str]]) -> None:
        there = [
            one for one in seen.attendances if one.sitting == seen.sitting and one.left_at is None
        ]
        self.there = {str(one.id): one for one in there}
        gone = {one.invitation for one in there}
        self.waited = [one for one in seen.invitations if one.id not in gone]
        over = seen.state is State.NOT_HELD
        self.day = timezone.localtime(seen.planned_for if over else None, LONDON)
        now = f"{self.day:%H:%M}"
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
                "Time they arrived", width="5", max_length=10, initial=now
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
            "Time they arrived", width="5", max_length=10, initial=now
        )
        self.workers = dict(workers)

    def _time(self, field: str):
        read = read_time(self.cleaned_data.get(field) or "")
        if read is None:
            self.add_error(field, "Enter a time, such as 2:30pm or 14:30")
            return None
        found = self.day.replace(hour=read.hour, minute=read.minute, second=0, microsecond=0)
        return found.astimezone(LONDON)

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
