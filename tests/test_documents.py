"""docs/generated says what the code says."""

from tools.draw.__main__ import behind, drawn


def test_every_generated_page_is_current():
    assert behind(drawn()) == [], "run python3 dev.py draw"
