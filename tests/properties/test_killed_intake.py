"""A server that is killed in the middle of intake has lost nothing it said it had.

A real server, real kills, the product's own commands to look. The long version is
tools/torture/kill_during_intake.py.
"""

import pytest

from tools.torture._instance import a_database
from tools.torture.kill_during_intake import torture


@pytest.mark.either_database
@pytest.mark.walk  # one database in each run of the suite, the other in the next
def test_what_was_acknowledged_before_a_kill_is_there_once_and_whole(tmp_path):
    with a_database() as database:
        found = torture(tmp_path, database, kills=2, contacts=60)

    assert found.faults == []
    assert (found.lost, found.doubled) == ([], [])
    assert found.kills == 2
    assert found.acknowledged >= 60
