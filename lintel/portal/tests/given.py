"""Ways to begin a test of the form. People are invented. A walker fills pages in as asked."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from lintel.portal.web.forms import FORMS

Typed = dict[str, Any]

NEIGHBOUR: dict[str, Typed] = {
    "danger": {"danger": "no"},
    "call-999": {},
    "council": {"council": "northbeck"},
    "who": {"who": "public"},
    "kind": {"kind": "welfare"},
    "relationship": {"source": "1B"},
    "naming": {"naming": "anonymous"},
    "name": {"given_name": "Tom"},
    "age": {"age_years": "about 6"},
    "about": {},
    "address": {"lines": "Flat 4, the tower by the canal"},
    "children": {"more": "no"},
    "others": {"more": "no"},
    "worries": {"concern": "He is outside alone at night, crying, most nights this month."},
    "categories": {"categories": ["neglect"]},
    "why-now": {"why_now": "It snowed last night and he had no coat."},
    "family-told": {},
}

TEACHER: dict[str, Typed] = NEIGHBOUR | {
    "who": {"who": "professional"},
    "workplace": {"source": "2A"},
    "your-details": {
        "name": "Zubeda Okonkwo",
        "role": "Class teacher",
        "agency": "Millbank Primary",
        "phone": "01632 960 432 ext 5",
        "email": "z.okonkwo@millbank.example",
    },
    "safe-contact": {"safe_contact": ""},
    "name": {"given_name": "Tom", "family_name": "Ashdown"},
    "age": {"date_of_birth": "9 March 2017"},
    "about": {"sex": "M", "school": "Millbank Primary"},
    "address": {"lines": "12 Canal Row\nNorthbeck", "postcode": "ZN1 1AA"},
    "person": {"relationship": "stepfather", "phone": "", "safe_contact": "he checks the phone"},
    "family-told": {
        "told": "no",
        "reason": "It could put Tom at more risk",
        "consent": "not_asked",
    },
}


@dataclass
class Walker:
    """Somebody at the form. Goes where the form leads and types what `says` holds for the page.

    Shape: `seen` is every address it was led to, in order.
    """

    client: Client
    says: dict[str, Typed]
    seen: list[str] = field(default_factory=list)

    def type(self, address: str, **typed: Any) -> Any:
        return self.client.post(f"/refer/{address}", typed)

    def walk(self, begin: str = "danger", *, until: str = "check") -> str:
        """Follow the form from a page to another; where it ended."""
        address = begin
        while address != until:
            self.seen.append(address)
            assert len(self.seen) < 80, f"going in circles: {self.seen}"
            shown = self.client.get(f"/refer/{address}")
            assert shown.status_code == 200, (address, shown.status_code, shown.get("Location"))
            said = self.says.get(address, self.says.get(address.rpartition("/")[2], {}))
            answer = self.client.post(f"/refer/{address}", said)
            assert answer.status_code == 302, (address, answer.content.decode()[:3000])
            address = answer["Location"].removeprefix("/refer/")
        return address

    def send(self) -> Any:
        return self.client.post("/refer/check", {"then": "send"})


def every_form() -> list[str]:
    return sorted(FORMS)
