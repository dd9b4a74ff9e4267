"""The worker whose own family is known to the hub: its record is nowhere, glass or no glass."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts import queries
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.demo import conflicted
from lintel.demo.loading import Company
from lintel.demo.restricted import BRIONY
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere
from lintel.restrictions.tests.given import broken, hidden

pytestmark = pytest.mark.django_db


def test_what_is_told_of_her_niece_is_not_there_for_her_restricted_or_not():
    account = given.an_account(Role.SCREENER, name="Moira Hathersall")
    company = Company({conflicted.KEY: account.id}, london_day(NOON))
    conflicted.declare(company, at=NOON)
    moira, colleague = given.viewer_of(account, NOON), given.a_screener()
    told, kept = given.received(children=(BRIONY,)), hidden("own_family", children=(BRIONY,))
    assert queries.the_contact(colleague, told.id)
    for one in (told, kept):
        with pytest.raises(NotThere):
            queries.the_contact(moira, one.id)
    with pytest.raises(NotThere):
        broken(kept, by=moira, at=NOON)
    assert broken(kept, by=colleague, at=NOON)
