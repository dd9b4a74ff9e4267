"""What is asked of a draft itself: removing somebody from it, and coming back to it."""

from django import forms

from lintel.govuk.fields import RadiosField, TextField


class RemoveForm(forms.Form):
    sure = RadiosField(
        "Are you sure?",
        [("yes", "Yes, remove what I wrote"), ("no", "No, keep it")],
        error="Select yes if you want to remove what you wrote",
    )


class CodeForm(forms.Form):
    WRONG = "Enter a code that has not been used and is less than 7 days old"

    code = TextField(
        "Your code",
        error="Enter your code",
        hint="12 letters and numbers, like 7K4M 2Q8R TNBV",
        width="20",
        max_length=100,
        autocomplete="off",
    )
