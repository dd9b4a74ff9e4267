"""The worry itself: what, since when, why now, and whether the family knows."""

from datetime import date

from django import forms

from lintel.govuk.fields import CheckboxesField, RadiosField, WrittenDateField
from lintel.portal.web.forms.step_form import LONGEST_STORY, StepForm, StoryField

STORY = {
    "welfare": "Enter what you are worried about",
    "signposting": "Enter what you would like help with",
    "ehc_request": "Enter what the child needs help with",
    "information_request": "Enter what you need to know and why",
}


class WorriesForm(StepForm):
    concern = StoryField("In your own words", error="-", rows=12, limit=LONGEST_STORY)

    def ready(self) -> None:
        self.ask("concern", STORY.get(self.answers.kind, STORY["welfare"]))


class CategoriesForm(StepForm):
    categories = CheckboxesField("Which of these worry you?")

    def ready(self) -> None:
        field = self.fields["categories"]
        field.offer((c.key, c.title, c.hint) for c in self.policy.categories(self.on))
        if self.answers.is_professional:
            field.help_text = "Select all that apply."
            self.ask("categories", "Select at least one thing that worries you")
        else:
            field.help_text = "Select all that apply. You can leave this out."


class WhyNowForm(StepForm):
    occurred_on = WrittenDateField(
        "When did it happen, or when did you last see it? (optional)",
        what="When it happened",
        hint="For example, 9 March 2026 or 9/3/2026. Leave it empty if it goes on all the time.",
    )
    why_now = StoryField(
        "Why are you telling us now? (optional)",
        hint="For example, what has changed, or what you think could happen next.",
        rows=5,
        limit=LONGEST_STORY,
    )

    def clean_occurred_on(self) -> date | None:
        day = self.cleaned_data["occurred_on"]
        if day and day > self.on:
            raise forms.ValidationError("When it happened must be today or in the past")
        return day


class FamilyToldForm(StepForm):
    told = RadiosField(
        "Does the family know that you are telling us?", [("yes", "Yes"), ("no", "No")]
    )
    reason = StoryField(
        "If they do not, why not? (optional)",
        hint="For example, “telling them could put the child at more risk”.",
        rows=3,
        limit=5_000,
    )
    consent = RadiosField(
        "Do they agree?",
        [
            ("given", "Yes"),
            ("refused", "No"),
            ("not_asked", "I have not asked"),
        ],
        hint="We can act on a worry about a child whether they agree or not.",
    )

    def ready(self) -> None:
        if self.answers.is_professional:
            self.ask("told", "Select yes if the family knows that you are telling us")
            self.fields["reason"].label = "If they do not, why not?"
            self.fields["consent"].label = "Do they agree? (optional)"
        else:
            self.fields["told"].label += " (optional)"
            del self.fields["consent"]

    def clean(self) -> None:
        said = self.cleaned_data
        unsaid = said.get("told") == "no" and not said.get("reason")
        if self.answers.is_professional and unsaid and "reason" not in self.errors:
            self.add_error("reason", "Enter why the family does not know")
