"""News reaches whoever listens, in order, and a failing handler stops the teller."""

from dataclasses import dataclass

import pytest

from lintel.kernel import news


@dataclass(frozen=True)
class Rang:
    times: int


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    monkeypatch.setattr(news, "_listeners", {})


def test_everybody_who_listens_is_told_once_and_in_order():
    heard = []
    first, second = (lambda e: heard.append(("first", e))), (lambda e: heard.append(("second", e)))
    news.listen(Rang, first)
    news.listen(Rang, second)
    news.listen(Rang, first)
    news.tell(Rang(2))
    assert heard == [("first", Rang(2)), ("second", Rang(2))]


def test_news_nobody_listens_for_is_no_trouble():
    news.tell(Rang(1))


def test_a_handler_that_fails_fails_the_teller():
    def refuse(event):
        raise RuntimeError

    news.listen(Rang, refuse)
    with pytest.raises(RuntimeError):
        news.tell(Rang(1))
