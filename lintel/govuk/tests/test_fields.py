"""Questions: what they accept, what they say, and how they are drawn."""

from datetime import date

import pytest
from django import forms

from lintel.govuk import fields
from lintel.govuk.summary import error_summary
from lintel.govuk.tests.gallery import ReferForm

WHOLE = {
    "name": "Ada",
    "seen_on_day": "9",
    "seen_on_month": "March",
    "seen_on_year": "2017",
    "told": "yes",
    "sure": "on",
    "concern": "A mark on her arm",
}


def errors_of(**changes: str) -> list[str]:
    form = ReferForm({**WHOLE, **changes})
    return [item["text"] for item in error_summary(form)]


def test_whole_answers_are_taken():
    form = ReferForm({**WHOLE, "born_on": "1/2/15"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == date(2017, 3, 9)
    assert form.cleaned_data["born_on"] == date(2015, 2, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 201}, "Your name must be 200 characters or fewer"),
        ({"seen_on_month": ""}, "The day you last saw the child must include a month"),
        (
            {"seen_on_day": "31", "seen_on_month": "2"},
            "The day you last saw the child must be a real date",
        ),
        (
            {"born_on": "ages ago"},
            "Date of birth must be a real date, such as 9 March 2017 or 9/3/2017",
        ),
        ({"told": ""}, "Select yes if the family has been told"),
        ({"told": "perhaps"}, "Select yes if the family has been told"),
        ({"email": "ada@"}, "Enter an email address in the correct format, like name@example.com"),
        (
            {"concern": "x" * 101},
            "What has happened? must be 100 characters or fewer. You have 1 character too many",
        ),
    ],
)
def test_an_error_says_how_to_put_it_right(changes, words):
    assert errors_of(**changes) == [words]


def test_a_line_end_counts_once_as_the_browser_counts_it():
    assert errors_of(concern="x" * 49 + "\r\n" + "x" * 50) == []


def test_what_was_typed_comes_back_when_it_is_wrong():
    drawn = str(ReferForm({**WHOLE, "name": "", "born_on": "ages <ago>", "seen_on_day": "zz"}))
    assert 'value="ages &lt;ago&gt;"' in drawn
    assert 'value="zz"' in drawn
    assert "A mark on her arm" in drawn


def test_nothing_is_chosen_beforehand():
    assert "checked" not in str(ReferForm())


def test_what_people_write_cannot_become_markup():
    class Form(forms.Form):
        pick = fields.RadiosField("<b>Pick</b>", [("1", "<script>", "<i>hint</i>")], error="<u>")

    drawn = str(Form({}))
    for raw in ("<script>", "<b>", "<i>", "<u>"):
        assert raw not in drawn


def test_choices_may_be_offered_when_the_form_is_made():
    form = ReferForm(WHOLE)
    form.fields["school"].offer([("9", "New School", "by the river")])
    assert form.fields["school"].choices == [("", "Choose one"), ("9", "New School")]


def test_each_error_leads_to_its_field():
    hrefs = [item["href"] for item in error_summary(ReferForm({}))]
    assert hrefs == ["#id_name", "#id_seen_on-day", "#id_told", "#id_sure", "#id_concern"]
    drawn = str(ReferForm({}))
    for href in hrefs:
        assert f'id="{href[1:]}"' in drawn
