"""What each page asks. Forms check shape; `contacts.rules` checks sense when it is handed in."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from lintel.portal.rules.answers import Typed
from lintel.portal.rules.steps import Step
from lintel.portal.web.forms import concern, family, referrer
from lintel.portal.web.forms.step_form import StepForm

FORMS: Mapping[str, type[StepForm]] = {
    "danger": referrer.DangerForm,
    "call-999": referrer.NothingForm,
    "council": referrer.CouncilForm,
    "who": referrer.WhoForm,
    "kind": referrer.KindForm,
    "workplace": referrer.WorkplaceForm,
    "your-details": referrer.YourDetailsForm,
    "relationship": referrer.RelationshipForm,
    "naming": referrer.NamingForm,
    "your-contact": referrer.YourContactForm,
    "safe-contact": referrer.SafeContactForm,
    "name": family.NameForm,
    "age": family.AgeForm,
    "about": family.AboutForm,
    "address": family.AddressForm,
    "children": family.ChildrenForm,
    "person": family.PersonForm,
    "others": family.OthersForm,
    "worries": concern.WorriesForm,
    "categories": concern.CategoriesForm,
    "why-now": concern.WhyNowForm,
    "family-told": concern.FamilyToldForm,
}


def as_query(typed: Typed) -> QueryDict:
    """What was typed, as a form is sent."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def typed_in(form_class: type[StepForm], data: QueryDict) -> dict[str, tuple[str, ...]]:
    """What was typed into the boxes of a page, exactly; other boxes are not taken."""
    return {name: tuple(data.getlist(name)) for name in form_class.base_fields if name in data}


def form_of(step: Step, data: QueryDict | None, **about: Any) -> StepForm:
    """The form of a step. Shape: `about` is answers, policy, councils and on."""
    return FORMS[step.page.key](data, key=step.page.key, **about)
