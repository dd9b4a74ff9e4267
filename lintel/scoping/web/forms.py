"""What somebody says who asks by token."""

from django import forms

from lintel.govuk.fields import CheckboxesField, RadiosField


class AskForm(forms.Form):
    children = CheckboxesField(
        "Which children are you asking about?", error="Select the children to ask about"
    )
    partner = RadiosField("Who are you asking?", error="Select who to ask")
    purpose = RadiosField(
        "Why are you asking?",
        error="Select why you are asking",
        hint="The reason and its lawful basis go with the question, and both sides keep them",
    )
