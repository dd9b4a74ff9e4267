"""Nor by a job: see test_no_way_round. On its own, because jobs commit."""

from datetime import UTC, datetime

import pytest

from lintel.notices import schedule
from tests.properties.test_no_way_round import area_teams, may_be_harmed, reached


@pytest.mark.django_db(transaction=True)
def test_no_job_passes_a_child_on():
    area_teams()
    receipt = may_be_harmed()
    for sweep in schedule.registered():
        sweep.run(datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
    assert reached(receipt.id) == []
