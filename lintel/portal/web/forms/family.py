"""The children, and the other people in their lives."""

import re
from datetime import date

import nhs_number
from django import forms

from lintel.govuk.fields import RadiosField, TextField, WrittenDateField
from lintel.portal.web.forms.step_form import PhoneAsWritten, StepForm, StoryField

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
YEARS = re.compile(r"(?:about|around|nearly|approx\.?)? *(\d{1,2}) *(?:y|yrs?|years?)? *(?:old)?")
UNDER_ONE = re.compile(r"(?:about|around|nearly)? *\d{1,2} *(?:days?|weeks?|months?) *(?:old)?")


class NameForm(StepForm):
    given_name = TextField(
        "First name",
        error="Enter the child’s first name, or describe the child",
        hint="If you do not know it, describe the child, such as “boy in red coat, flat 4”.",
        autocomplete="off",
    )
    family_name = TextField("Family name (optional)", autocomplete="off")


class AgeForm(StepForm):
    date_of_birth = WrittenDateField("Date of birth, if you know it", what="Date of birth")
    age_years = TextField(
        "Or age in years",
        hint="Your best guess will do. For a baby, write months, like 8 months.",
        width="10",
        autocomplete="off",
    )
    expected_on = WrittenDateField(
        "Or, if the baby is not born yet, the date it is due", what="Date the baby is due"
    )

    def clean_age_years(self) -> int | None:
        words = self.cleaned_data["age_years"].strip().lower()
        if not words:
            return None
        if UNDER_ONE.fullmatch(words):
            months = re.search(r"(\d+) *months?", words)
            return int(months[1]) // 12 if months else 0
        years = YEARS.fullmatch(words)
        if years is None:
            raise forms.ValidationError("Age must be a number of years, like 7")
        if int(years[1]) > 25:
            raise forms.ValidationError("Age must be 25 or younger")
        return int(years[1])

    def clean_date_of_birth(self) -> date | None:
        born = self.cleaned_data["date_of_birth"]
        if born and born > self.on:
            raise forms.ValidationError("Date of birth must be in the past")
        return born

    def clean(self) -> None:
        said = self.cleaned_data
        born = said.get("date_of_birth") or said.get("age_years") is not None
        if born and said.get("expected_on"):
            self.add_error("expected_on", "Enter an age or the date the baby is due, but not both")


class AboutForm(StepForm):
    sex = RadiosField("Sex (optional)", [("F", "Female"), ("M", "Male"), ("U", "I do not know")])
    school = TextField(
        "School, college or nursery (optional)",
        hint="Where the child goes, if you know",
        autocomplete="off",
    )
    nhs_number = TextField(
        "NHS number (optional)", width="20", inputmode="numeric", autocomplete="off"
    )
    upn = TextField("Unique pupil number (optional)", width="20", autocomplete="off")

    def ready(self) -> None:
        if not self.answers.is_professional:
            del self.fields["nhs_number"], self.fields["upn"]

    def clean_nhs_number(self) -> str:
        words = self.cleaned_data["nhs_number"]
        plain = re.sub(r"[\s-]", "", words)
        if plain and not (plain.isascii() and plain.isdigit() and nhs_number.is_valid(plain)):
            raise forms.ValidationError("Enter an NHS number of 10 digits, like 999 123 4560")
        return words

    def clean_upn(self) -> str:
        words = self.cleaned_data["upn"].replace(" ", "").upper()
        if words and not re.fullmatch(r"[A-Z][0-9]{11}[0-9A-Z]", words):
            raise forms.ValidationError("Enter a unique pupil number, like H801200001001")
        return words


class AddressForm(StepForm):
    lines = StoryField(
        "Address (optional)",
        hint="As much as you know, one part on each line",
        rows=4,
        limit=800,
    )
    postcode = TextField(
        "Postcode (optional)",
        width="10",
        autocomplete="off",
        hint="The whole postcode. Write part of one in the address instead.",
    )

    def clean_lines(self) -> str:
        words = self.cleaned_data["lines"]
        if any(len(line) > 200 for line in words.splitlines()):
            raise forms.ValidationError("Each line of the address must be 200 characters or fewer")
        return words

    def clean_postcode(self) -> str:
        words = self.cleaned_data["postcode"]
        if words and not POSTCODE.fullmatch(words):
            raise forms.ValidationError("Enter a full UK postcode, like ZN1 1AA")
        return words


class ChildrenForm(StepForm):
    more = RadiosField(
        "Do you need to tell us about another child?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if you need to tell us about another child",
        hint="For example, a brother or sister you are also worried about.",
    )


class PersonForm(StepForm):
    relationship = TextField(
        "Who is this person to the child?",
        error="Enter who this person is to the child",
        hint="For example, mother, stepfather, older brother or lodger",
        autocomplete="off",
    )
    given_name = TextField("First name (optional)", autocomplete="off")
    family_name = TextField("Family name (optional)", autocomplete="off")
    phone = PhoneAsWritten("Telephone number (optional)")
    safe_contact = StoryField(
        "How is it safe to contact this person? (optional)",
        hint="For example, “do not ring this number, he checks the phone”.",
        rows=2,
        limit=1_000,
    )

    def ready(self) -> None:
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class OthersForm(StepForm):
    more = RadiosField(
        "Do you want to tell us about somebody?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if you want to tell us about somebody",
    )

    def ready(self) -> None:
        if self.answers.adults:
            self.fields["more"].label = "Do you want to tell us about somebody else?"
