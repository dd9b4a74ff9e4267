"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from lintel.govuk.dates import MONTHS, read_date

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9 March 2017", date(2017, 3, 9)),
        ("9th of March 2017", date(2017, 3, 9)),
        ("9/3/17", date(2017, 3, 9)),
        ("09.03.2017", date(2017, 3, 9)),
        ("9-mar-17", date(2017, 3, 9)),
        ("2017-03-09", date(2017, 3, 9)),
        ("090317", date(2017, 3, 9)),
        ("09032017", date(2017, 3, 9)),
        ("1 Sept 2020", date(2020, 9, 1)),
        ("29 February 2024", date(2024, 2, 29)),
        ("1/1/88", date(1988, 1, 1)),
        ("1/6/27", date(2027, 6, 1)),  # a child who is expected
        ("1/6/28", date(1928, 6, 1)),
    ],
)
def test_the_day_that_was_meant_is_read(written, meant):
    assert read_date(written, on=ON) == meant


@pytest.mark.parametrize(
    "written",
    ["", "soon", "9 March", "29 February 2023", "13/13/2017", "9 ma 2017", "3/9/217", "٣/٩/٢٠١٧"],
)
def test_what_is_no_day_is_not_guessed_at(written):
    assert read_date(written, on=ON) is None


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2027, 12, 31)))
def test_every_way_of_writing_a_day_means_that_day(day):
    month = MONTHS[day.month - 1]
    for written in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3].title()} {day.year}",
    ):
        assert read_date(written, on=ON) == day


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_the_reading(written):
    assert read_date(written, on=ON) is None or isinstance(read_date(written, on=ON), date)
