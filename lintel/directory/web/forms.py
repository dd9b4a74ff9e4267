"""What whoever looks after accounts and the directory types."""

from collections.abc import Sequence

from django import forms

from lintel.access.roles import ROLE_CAN, ROLE_WORDS
from lintel.access.rules import Appointment, tidy_number
from lintel.access.scopes import SCOPE_WORDS, Scope
from lintel.access.viewers import Role
from lintel.directory.rules.kinds import AGENCY_KIND_WORDS, TEAM_KIND_WORDS, Agency, Team
from lintel.directory.rules.routing import tidy
from lintel.govuk.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    EmailField,
    LongTextField,
    NumberField,
    PhoneField,
    RadiosField,
    SelectField,
    TextField,
)

YES, NO = "yes", "no"
LAST_DAY = "The last day it counts. For example, 30 11 2027"


class AppointmentForm(forms.Form):
    """What somebody is for the council. Agencies and teams are those of its directory."""

    role = RadiosField(
        "Role",
        tuple((role.value, ROLE_WORDS[role], ROLE_CAN[role]) for role in Role),
        error="Select what they do",
    )
    agency = SelectField("Who employs them?", error="Select who employs them")
    employed_by_council = RadiosField(
        "Is that the council itself?",
        ((YES, "Yes"), (NO, "No, a provider, a partner or a school")),
        error="Select whether the council itself employs them",
        hint="Only registered social workers employed by the council may look, rate and decide.",
        inline=True,
    )
    teams = CheckboxesField("Teams", hint="Needed by whoever accepts hand-overs.")
    registration_number = TextField(
        "Social Work England registration number",
        hint="Needed for social workers and their managers. For example, SW12345",
        width="10",
        max_length=30,
    )
    registered_until = DateField(
        "Registration is valid until",
        what="Last day of their registration",
        hint=f"{LAST_DAY}. From the day after, they can read but not look, rate or decide.",
    )
    employed_until = DateField(
        "Last day of employment, if you know it",
        what="Last day of employment",
        hint=f"{LAST_DAY}. From the day after, they cannot sign in.",
    )

    why = LongTextField(
        "Why do they need it?",
        hint="A second person reads this before they confirm a new role, employer, team or "
        "registration, or that somebody comes back. Other changes need no reason.",
        rows=2,
        limit=500,
        counted=False,
    )

    def __init__(
        self, *args, agencies: Sequence[Agency], teams_there: Sequence[Team], **rest
    ) -> None:
        super().__init__(*args, **rest)
        self.fields["agency"].offer((each.key, each.title) for each in agencies)
        self.fields["teams"].offer(
            (each.key, each.title)
            if each.title == TEAM_KIND_WORDS[each.kind]
            else (each.key, each.title, TEAM_KIND_WORDS[each.kind])
            for each in teams_there
        )

    def appointed(self) -> Appointment:
        told = self.cleaned_data
        return Appointment(
            role=Role(told["role"]),
            agency=told["agency"],
            employed_by_council=told["employed_by_council"] == YES,
            teams=frozenset(told["teams"]),
            registration_number=tidy_number(told["registration_number"]),
            registered_until=told["registered_until"],
            employed_until=told["employed_until"],
        )


def as_typed(appointed: Appointment) -> dict[str, object]:
    """An appointment as the form's first answers."""
    return {
        "role": appointed.role.value,
        "agency": appointed.agency,
        "employed_by_council": YES if appointed.employed_by_council else NO,
        "teams": sorted(appointed.teams),
        "registration_number": appointed.registration_number,
        "registered_until": appointed.registered_until,
        "employed_until": appointed.employed_until,
    }


class InviteForm(AppointmentForm):
    name = TextField(
        "Full name",
        error="Enter their full name",
        hint="As their colleagues know them. For a system, what it is called.",
        max_length=150,
        width="two-thirds",
    )
    email = EmailField("Email address", hint="We send them the link. They can sign in with it too.")
    username = TextField(
        "User name",
        error="Enter a user name",
        hint="Letters, numbers, dots, hyphens and underscores. For example, j.okafor",
        max_length=150,
        width="20",
    )
    why = LongTextField(
        "Why do they need it?",
        error="Enter why they need it",
        hint="A second person reads this before they confirm it.",
        rows=2,
        limit=500,
        counted=False,
    )
    field_order = ("name", "email", "username")


class TokenForm(forms.Form):
    scopes = CheckboxesField(
        "What may it be used for?",
        error="Select what it may be used for",
        hint="Never more than the account may. Select what the other system needs, and no more.",
    )
    days = RadiosField(
        "How long does it work?",
        (("30", "30 days"), ("90", "90 days"), ("365", "A year")),
        error="Select how long it works",
    )

    def __init__(self, *args, **rest) -> None:
        super().__init__(*args, **rest)
        self.fields["scopes"].offer((one.value, *SCOPE_WORDS[one]) for one in Scope)


class AgencyForm(forms.Form):
    title = TextField("Name", error="Enter the name of the agency", width="two-thirds")
    kind = SelectField("Kind", AGENCY_KIND_WORDS.items(), error="Select what kind of agency it is")
    phone = PhoneField("Telephone number", max_length=40)
    email = EmailField("Email address")


class TeamForm(forms.Form):
    title = TextField("Name", error="Enter the name of the team", width="two-thirds")
    kind = RadiosField("Kind", TEAM_KIND_WORDS.items(), error="Select what kind of team it is")
    phone = PhoneField("Telephone number", max_length=40)
    email = EmailField("Email address")
    opening = TextField("When it is open", hint="For example, Monday to Friday, 9am to 5pm")
    takes_by_default = CheckboxField(
        "Work of this kind goes to this team unless somebody chooses another"
    )
    covers = TextField(
        "Postcodes it covers",
        hint="Beginnings of postcodes with commas between, such as NB4, NB6 1. "
        "Leave it empty if it covers everywhere.",
        max_length=2_000,
    )
    ages_from = NumberField("Youngest age it works with", hint="In years. Leave it empty for any.")
    ages_to = NumberField("Oldest age it works with", hint="In years. Leave it empty for any.")
    places = NumberField(
        "How many families it can help at once",
        hint="Leave it empty if nobody counts places. Whoever decides sees how many are left.",
    )

    def clean_covers(self) -> str:
        return tidy(self.cleaned_data["covers"])


class ChangeTeamForm(TeamForm):
    """A team keeps its kind: work that is on its way was sent for that."""

    kind = None


class ServiceForm(forms.Form):
    title = TextField("Name", error="Enter the name of the service", width="two-thirds")
    summary = LongTextField(
        "What it does", hint="In words for a family.", rows=3, limit=1_000, counted=False
    )
    phone = PhoneField("Telephone number", max_length=40)
    url = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address like https://www.example.org"},
    )
    for_ages = TextField("For what ages", hint="For example, 8 to 17", max_length=60, width="10")
