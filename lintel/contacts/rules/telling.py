"""What somebody tells the hub: one telling, by one person, about one family, at one moment.

The same value comes from the public form, the call page, the API and the CSV import, and the
same rule says what is wrong with it, so that no way in is laxer than another.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of enquiry that come through the one door."""

    WELFARE = "welfare"
    INFORMATION_REQUEST = "information_request"
    SIGNPOSTING = "signposting"
    EHC_REQUEST = "ehc_request"


class Channel(StrEnum):
    PUBLIC_FORM = "public_form"
    PROFESSIONAL_FORM = "professional_form"
    TELEPHONE = "telephone"
    EMAIL = "email"
    WALK_IN = "walk_in"
    API = "api"
    CSV = "csv"


class Consent(StrEnum):
    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class AddressTold:
    lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""


@dataclass(frozen=True, slots=True)
class ReferrerTold:
    """Shape: anonymous only for the public; safe_contact in their words, "" when any way is."""

    name: str = ""
    role: str = ""
    agency: str = ""
    phone: str = ""
    email: str = ""
    relationship: str = ""
    safe_contact: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class ChildTold:
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    expected_on: date | None = None
    age_years: int | None = None
    sex: str = ""  # M F U, "" when not said
    nhs_number: str = ""
    upn: str = ""
    ethnicity: str = ""
    address: AddressTold | None = None
    school: str = ""


@dataclass(frozen=True, slots=True)
class AdultTold:
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    relationship: str = ""
    address: AddressTold | None = None
    phone: str = ""
    safe_contact: str = ""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """It was taken down on paper while Lintel was down, and is keyed in afterwards."""

    received_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Shape: `source` is a census source code ("2A"); `categories` are policy category keys."""

    kind: Kind
    channel: Channel
    source: str
    referrer: ReferrerTold
    children: tuple[ChildTold, ...]
    concern: str
    adults: tuple[AdultTold, ...] = ()
    categories: tuple[str, ...] = ()
    why_now: str = ""
    immediate_danger: bool = False
    family_told: bool | None = None
    family_told_reason: str = ""
    consent: Consent = Consent.NOT_KNOWN
    occurred_at: datetime | None = None
    external_reference: str = field(default="")
    on_paper: OnPaper | None = None
