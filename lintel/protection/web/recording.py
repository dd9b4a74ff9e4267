"""The page on which what came of a strategy discussion is recorded."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.directory import queries as directory
from lintel.govuk.answers import show_refusals
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.protection import actions, queries
from lintel.protection.rules.outcomes import How
from lintel.protection.web.forms import AdjournForm, HeldForm, NotHeldForm
from lintel.protection.web.one_form import BOTH, OneForm, must_record

TITLES = {
    How.HELD: ("Record what was decided", "Record this outcome"),
    How.NOT_HELD: ("Say why it is not held", "Record that it is not held"),
    How.ADJOURNED: ("Adjourn the discussion", "Adjourn it"),
}
FORMS: dict[How, type[forms.Form]] = {
    How.HELD: HeldForm,
    How.NOT_HELD: NotHeldForm,
    How.ADJOURNED: AdjournForm,
}
DONE = {
    How.HELD: "Recorded. Everybody who was asked is told that the minutes are ready",
    How.NOT_HELD: "Recorded that it was not held",
    How.ADJOURNED: "Adjourned. Everybody who was asked is told the new time",
}


@guarded(Permission.RECORD_DISCUSSION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    posted = request.method == "POST"
    sent = (request.POST if posted else request.GET).get("how", "")
    how = How(sent) if sent in [*How] else How.HELD
    asked = OneForm(request, discussion_id, draft=f"discussion_{how}")
    must_record(asked)
    row = queries.one_discussion(asked.viewer, discussion_id, at=asked.at)
    sitting = actions.sitting_of(row, by=asked.viewer, at=asked.at)
    form: Any = FORMS[how](request.POST if posted else None, initial={"how": how} | asked.first())
    if isinstance(form, HeldForm):
        form.ask_for(
            children=list(sitting.children.items()),
            parties=sitting.parties,
            is_quorate=sitting.quorum.is_quorate,
            assume_medical=sitting.assume_medical,
            agencies=owners_in(row.council),
        )
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                actions.record_outcome(
                    discussion_id=discussion_id, said=form.said(), by=asked.viewer, at=asked.at
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                return asked.done(DONE[how])
    title, button = TITLES[how]
    words: dict[str, Any] = {"title": title, "button": button}
    if isinstance(form, HeldForm):
        words["groups"] = groups_of(form)
        words["aside"] = (f"Each child is seen by {when_in_words(sitting.seen_within)}",)
        words["warning"] = (
            "There is an injury, or a kind of harm that calls for one: assume that a medical is "
            "needed. If it is not, say why, and what each party thinks"
            if sitting.assume_medical
            else ""
        )
        return asked.page(form, "protection/held.html", status, **words)
    return asked.page(form, "protection/step.html", status, **words)


def owners_in(council: str) -> list[tuple[str, str]]:
    found = [(f"agency:{one.key}", one.title) for one in directory.agencies(council)]
    return found + [(f"team:{one.key}", one.title) for one in directory.teams(council)]


def groups_of(form: HeldForm) -> list[tuple[str, list[str]]]:
    """The questions in sections, in the order a chair asks them."""
    children = range(len(form.children))
    views = [name for name in form.fields if name.startswith("view_")]
    actions_of = [
        f"{name}_{place}"
        for place in range(sum(name.startswith("what_") for name in form.fields))
        for name in ("what", "agency", "owner", "due")
    ]
    quorate = [name for name in ("not_quorate_because",) if name in form.fields]
    return [
        *([("Not quorate", quorate)] if quorate else []),
        ("Section 47", ["section47", "section47_because"]),
        (
            "Seeing the children",
            [f"see_{part}_{place}" for place in children for part in ("who", "by")] + ["siblings"],
        ),
        ("Medical", ["medical", "medical_because", *views]),
        ("The parents", ["parents_told", "parents_not_told_because"]),
        ("The police", ["criminal", "criminal_because"]),
        *([("What was agreed", actions_of)] if actions_of else []),
    ]
