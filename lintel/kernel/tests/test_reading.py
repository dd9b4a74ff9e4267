"""While a page is read the same question is asked once, and never for longer."""

from lintel.kernel.reading import once_a_reading, one_reading, shelf


class Counter:
    def __init__(self) -> None:
        self.asked = 0

    def ask(self, *words: str) -> list[str]:
        self.asked += 1
        return [*words]


def test_a_question_is_asked_once_while_a_page_is_read():
    counter = Counter()
    teams = once_a_reading(counter.ask)
    with one_reading():
        assert [teams("northbeck"), teams("northbeck"), teams("southmere")] == [
            ["northbeck"], ["northbeck"], ["southmere"],
        ]  # fmt: skip
    assert counter.asked == 2


def test_another_page_asks_anew_and_so_does_a_command():
    counter = Counter()
    teams = once_a_reading(counter.ask)
    for _ in range(2):
        with one_reading():
            teams("northbeck")
    teams("northbeck")
    teams("northbeck")
    assert counter.asked == 4


def test_what_one_caller_does_to_a_list_no_other_sees():
    teams = once_a_reading(Counter().ask)
    with one_reading():
        teams("northbeck").append("southmere")
        assert teams("northbeck") == ["northbeck"]


def test_two_questions_with_the_same_words_are_two():
    first, second = Counter(), Counter()
    with one_reading():
        once_a_reading(first.ask)("northbeck")
        once_a_reading(second.ask)("northbeck")
    assert (first.asked, second.asked) == (1, 1)


def test_a_shelf_outside_a_page_is_kept_by_nobody():
    shelf("names")["a"] = 1
    assert shelf("names") == {}
    with one_reading():
        shelf("names")["a"] = 1
        assert shelf("names") == {"a": 1}
    with one_reading():
        assert shelf("names") == {}
