"""Ways to begin a test of the API: what a school sends, and somebody with a token."""

import json
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from lintel.access import actions as access
from lintel.access.models import Account
from lintel.access.viewers import Role, the_system
from lintel.contacts.tests import given

SENT = {
    "kind": "welfare",
    "source": "2A",
    "referrer": {
        "name": "Ama Fletcher",
        "role": "Teacher",
        "agency": "Elm School",
        "phone": "",
        "email": "office@elm.example",
    },
    "children": [
        {
            "given_name": "Tomas",
            "family_name": "Ashgrove",
            "date_of_birth": "2019-05-04",
            "expected_on": None,
            "age_years": None,
            "sex": "M",
            "nhs_number": "",
            "upn": "",
            "ethnicity": "",
            "address": {"lines": ["1 Elm Row"], "postcode": "ZN1 1AA", "uprn": ""},
            "school": "",
        }
    ],
    "adults": [
        {
            "given_name": "",
            "family_name": "",
            "date_of_birth": None,
            "relationship": "mother",
            "address": None,
            "safe_contact": "do not ring",
        }
    ],
    "concern": "He came to school tired on three days.",
    "categories": ["family_stress"],
    "immediate_danger": False,
    "family_told": True,
    "family_told_reason": "",
    "consent": "not_asked",
    "occurred_at": None,
}


class Caller:
    """Another system with the token of one account."""

    def __init__(self, role: Role, account: Account | None = None, **differences) -> None:
        account = account or given.an_account(role, **differences)
        now = timezone.now()
        self.account = account
        self.token = access.issue_token(
            account_id=account.id, by=the_system("northbeck", today=now.date()), at=now
        )
        self.client = Client()

    def __call__(self, method: str, path: str, body=None, **headers):
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data=b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )

    def hands_in(self, key: str = "", **differences):
        return self(
            "POST", "/contacts", SENT | differences, **{"Idempotency-Key": key or uuid4().hex}
        )
