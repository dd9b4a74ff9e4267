"""Where to open what stands in the way, as another system is told."""

from datetime import timedelta

import pytest

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.contacts.tests import given
from lintel.protection import actions
from lintel.protection.rules.outcomes import How, OutcomeSaid
from lintel.protection.tests.given import TWO, convened, partnership, seen

LATER = TWO + timedelta(hours=3)
pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def test_one_at_which_nobody_was_says_where_to_say_who():
    partnership()
    by = given.a_manager()
    _, made = convened(by)
    said = OutcomeSaid(how=How.NOT_HELD, reason="The line was dead")
    actions.record_outcome(discussion_id=made, said=said, by=by, at=TWO)
    manager = Caller(Role.MANAGER, Account.objects.get(id=by.account_id))
    [child] = [one.record_id for one in seen(made, by).about]
    sent = {
        "how": "held",
        "corrected_because": "It was held",
        "not_quorate_because": "Nobody is known to have come",
        "section47": "no",
        "section47_because": "One fall, seen by two people",
        "seeing": [{"child": str(child), "who": "The social worker", "by": LATER.isoformat()}],
        "siblings": "No other child in the home",
        "parents_not_told_because": "Not before the child has been seen",
        "criminal": True,
        "medical": "needed",
    }
    version = manager("GET", f"/discussions/{made}").json()["version"]
    told = manager("POST", f"/discussions/{made}/correct", sent, **{"If-Match": f'"{version}"'})
    assert told.status_code == 409
    [nobody] = [one for one in told.json()["refusals"] if one["code"] == "nobody_there"]
    assert nobody["cause_url"] == f"/discussions/{made}/attendance"
