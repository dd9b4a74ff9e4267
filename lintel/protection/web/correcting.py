"""The page on which what was recorded of a strategy discussion is corrected."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import NotPermitted, Permission
from lintel.govuk.answers import show_refusals
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale
from lintel.protection import actions, queries
from lintel.protection.rules.correcting import NOBODY_THERE
from lintel.protection.rules.outcomes import How, State
from lintel.protection.web.correcting_forms import (
    CORRECTS,
    CorrectHeldForm,
    about_each,
    as_recorded,
)
from lintel.protection.web.one_form import BOTH, OneForm, must_record
from lintel.protection.web.pages import outcome_shown
from lintel.protection.web.recording import groups_of

TITLES = {
    How.HELD: "Correct what was decided",
    How.NOT_HELD: "Correct it: it was not held",
}
INSTEAD = {How.HELD: "It was not held after all", How.NOT_HELD: "It was held after all"}
STALE = (
    "Somebody has corrected this while you were writing. What you wrote is kept: read what holds "
    "now, and send it again if it is still right"
)


@guarded(Permission.RECORD_DISCUSSION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    """Put what holds in place of what was recorded. What was recorded can still be read."""
    posted = request.method == "POST"
    sent = (request.POST if posted else request.GET).get("how", "")
    asked = OneForm(request, discussion_id, draft="correct_held")
    must_record(asked)
    holds = asked.seen.outcome
    if holds is None or asked.seen.state is State.CONVENED:
        raise NotThere("outcome")
    if not asked.seen.corrects:
        raise NotPermitted(Permission.OVERRIDE)
    how = How(sent) if sent in {*CORRECTS} else How(holds.how)
    if how is How.HELD and not asked.seen.parties and not posted:
        how = How.NOT_HELD  # the page says why, instead of a form that nobody could send
    asked.keep_as(f"correct_{how}")
    form = _form(request, asked, how, posted=posted)
    status, stale = 200, ""
    if posted:
        status = 422
        if form.is_valid():
            try:
                actions.correct_outcome(
                    discussion_id=discussion_id,
                    version=_version(request),
                    said=form.said(),
                    because=form.cleaned_data["corrected_because"] or "",
                    by=asked.viewer,
                    at=asked.at,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            except Stale:
                stale, status = STALE, 412
            else:
                return asked.done("Corrected. Everybody who was asked is told")
    return _page(asked, form, how, status, stale=stale)


def _form(request: HttpRequest, asked: OneForm, how: How, *, posted: bool) -> Any:
    holds = asked.seen.outcome
    assert holds is not None  # noqa: S101  the view has looked
    form: Any = CORRECTS[how](
        request.POST if posted else None, initial={"how": how} | as_recorded(holds)
    )
    if isinstance(form, CorrectHeldForm):
        row = queries.one_discussion(asked.viewer, asked.seen.id, at=asked.at)
        sitting = actions.sitting_of(row, by=asked.viewer, at=asked.at)
        form.ask_for(
            children=list(sitting.children.items()),
            parties=sitting.parties,
            is_quorate=sitting.quorum.is_quorate,
            assume_medical=sitting.assume_medical,
            agencies=(),
            actions=0,
        )
        form.initial |= about_each(form, holds)
    form.initial |= asked.first()
    return form


def _page(asked: OneForm, form: Any, how: How, status: int, *, stale: str) -> HttpResponse:
    holds = asked.seen.outcome
    assert holds is not None  # noqa: S101  the view has looked
    aside = [
        "What was recorded stays as it was, with who recorded it and when. Everybody who was "
        "asked is told that there is a correction",
    ]
    if holds.section47 in {"single", "joint"}:
        aside.append(
            "That section 47 is not met after all is for a manager to say. Its open steps then "
            "end with your reason; a medical that is asked for stays until there is an opinion "
            "or a reason why not"
        )
    elif holds.started_at:
        aside.append(
            "If section 47 is met after all, its clocks count from "
            f"{when_in_words(holds.started_at)}, when the discussion began"
        )
    ways = [(f"?how={_other(how)}", INSTEAD[how])] if asked.seen.parties else []
    if not asked.seen.parties:
        aside.append(f"Was it held after all? {NOBODY_THERE.message}")
    if asked.seen.state is State.NOT_HELD:
        ways.append((reverse("discussion_attendance", args=[asked.seen.id]), "Say who was there"))
    groups = []
    if isinstance(form, CorrectHeldForm):
        groups = [*groups_of(form), ("The correction", ["corrected_because"])]
    return asked.page(
        form,
        "protection/correct.html",
        status,
        title=TITLES[how],
        button="Correct what was recorded",
        aside=aside,
        groups=groups,
        warning=stale,
        version=asked.first().get("version") or asked.seen.version,
        how=str(how),
        ways=ways,
        holds=outcome_shown(holds, asked.seen),
    )


def _other(how: How) -> How:
    return How.NOT_HELD if how is How.HELD else How.HELD


def _version(request: HttpRequest) -> int | None:
    """What the page was made from; a page that says none was made by nobody here."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
