"""A person as somebody told us about them: words, not yet anybody we know.

(From the lead: contacts.actions.receive builds this and imports `folded_name`; keep these names.)
"""

import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PersonTold:
    given_name: str = ""
    family_name: str = ""
    middle_names: str = ""
    alias_given_name: str = ""
    alias_family_name: str = ""
    date_of_birth: date | None = None
    expected_on: date | None = None
    age_years: int | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    ethnicity: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""
    phone: str = ""
    is_child: bool = True


def folded_name(given_name: str, family_name: str) -> str:
    """A name for finding, not for showing: family name first, no case, accents or punctuation.

    >>> folded_name("Zoë", "O'Brien-Smith")
    'obrien smith zoe'
    """
    words = f"{family_name} {given_name}".replace("'", "").replace("\u2019", "")
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())[:400]
