"""The pages of the table: each is shown, answered, and given back when it cannot be kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access.addresses import address_of
from lintel.kernel.refusals import NotThere
from lintel.policy.in_force import councils, policy_for
from lintel.portal import drafts
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers
from lintel.portal.rules.steps import BY_KEY, Step, frontier, step_at, way
from lintel.portal.web import letterbox, pages
from lintel.portal.web.forms import FORMS, as_query, form_of, typed_in
from lintel.portal.web.forms.draft import RemoveForm
from lintel.portal.web.forms.step_form import StepForm
from lintel.portal.web.letterbox import open_to_all
from lintel.portal.web.visit import (
    BUSY,
    FORGED,
    GARBLED,
    TOO_MANY,
    about,
    held_by,
    put_aside,
    setting,
)

GONE = (
    "What you told us on earlier pages is no longer here. It was kept for a week, or another "
    "page ended it. What you typed on this page is saved. You need to answer the others again."
)
FILLED_IN = (
    "We have filled in where the first child lives. Change it if this child lives elsewhere."
)


@open_to_all("GET", "HEAD", "POST")
def step(request: HttpRequest, key: str) -> HttpResponse:
    page = BY_KEY.get(key)
    if page is None or page.each:
        raise NotThere(key)
    return _step(request, Step(page))


@open_to_all("GET", "HEAD", "POST")
def step_of_each(request: HttpRequest, each: str, number: int, key: str) -> HttpResponse:
    page = BY_KEY.get(key)
    if page is None or not page.each or page.each != each:
        raise NotThere(key)
    return _step(request, Step(page, number))


def _step(request: HttpRequest, asked: Step) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        return _show_step(request, asked, at)
    if letterbox.is_forged(request):
        return _give_back(request, asked, at, notice=FORGED, status=403)
    if letterbox.is_garbled(request):
        return _give_back(request, asked, at, notice=GARBLED, status=422)
    try:
        if not drafts.may_knock(
            address_of(request), "answer", limit=keeping.ANSWERS_IN_WINDOW, at=at
        ):
            return _give_back(request, asked, at, notice=TOO_MANY, status=429)
        return _take_answer(request, asked, at)
    except (OperationalError, InterfaceError):
        return _give_back(request, asked, at, notice=BUSY, status=503)


def _show_step(request: HttpRequest, asked: Step, at: datetime) -> HttpResponse:
    held = held_by(request, at)
    if held and held.sent:
        return redirect("refer_sent")
    answers = held.answers if held else Answers()
    on_the_way = step_at(asked.address, answers, setting())
    if on_the_way is None:
        return redirect(pages.href(frontier(answers, setting())))
    typed = answers.typed.get(asked.address)
    form = form_of(asked, as_query(typed) if typed else None, **about(answers, at))
    if typed is None:
        form.initial = _beginning(asked, answers)
        if any(form.initial.values()):
            form.fields["lines"].help_text = FILLED_IN
    elif asked.address in answers.done:
        # Shown again as it was said; errors belong to answers that did not make sense.
        form = form_of(asked, None, **about(answers, at))
        form.initial = _as_typed(form, as_query(typed))
    return _render_step(request, asked, answers, form)


def _beginning(asked: Step, answers: Answers) -> dict[str, Any]:
    """Brothers and sisters mostly share an address: offered to be seen and changed."""
    if asked.page.key != "address" or asked.number == answers.children[0]:
        return {}
    first = answers.typed.get(f"child/{answers.children[0]}/address", {})
    return {name: values[-1] for name, values in first.items() if values}


def _as_typed(form: StepForm, data: QueryDict) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
    }


def _take_answer(request: HttpRequest, asked: Step, at: datetime) -> HttpResponse:
    typed = typed_in(FORMS[asked.page.key], request.POST)
    outcome: dict[str, StepForm] = {}

    def change(answers: Answers) -> Answers:
        if step_at(asked.address, answers, setting()) is None and not _is_new(asked, answers):
            # A page that is no longer on the way: what was typed is kept, should it come back.
            return answers.with_page(asked.address, typed, done=False)
        form = outcome["form"] = form_of(asked, request.POST, **about(answers, at))
        after = _after(asked, answers, typed, form)
        return _recheck(after, at)

    token = letterbox.token_of(request)
    held = drafts.keep(token, change, at=at) if token else None
    notice = ""
    if held is None:
        token = drafts.begin(change(_for_late(asked)), at=at)
        held = drafts.held(token, at=at)
        notice = GONE if asked.address != way(Answers(), setting())[0].address else ""
    assert held is not None  # noqa: S101 - it was kept a moment ago
    if held.sent:
        return redirect("refer_sent")
    answers = held.answers
    if request.POST.get("then") == "later":
        response = put_aside(token, at)
    elif notice:
        form = outcome.get("form") or form_of(asked, request.POST, **about(answers, at))
        response = _render_step(request, asked, answers, form, notice=notice)
    elif "form" in outcome and not outcome["form"].is_valid():
        response = _render_step(request, asked, answers, outcome["form"], status=422)
    else:
        response = redirect(pages.href(frontier(answers, setting())))
    if not response.cookies.get(letterbox.DRAFT):
        letterbox.give_token(response, token)
    return response


def _for_late(asked: Step) -> Answers:
    """A draft for an answer whose earlier ones are gone, with room for whom it is about."""
    answers = Answers()
    if asked.page.each == "adult":
        return replace(answers, adults=(asked.number,), last_adult=asked.number)
    if asked.page.each == "child" and asked.number != 1:
        return replace(answers, children=(asked.number,), last_child=asked.number)
    return answers


def _is_new(asked: Step, answers: Answers) -> bool:
    return asked.address == way(answers, setting())[0].address


def _after(asked: Step, answers: Answers, typed: Any, form: StepForm) -> Answers:
    right = form.is_valid()
    if not asked.page.listing:
        return answers.with_page(asked.address, typed, done=right)
    if right and form.cleaned_data["more"] == "yes":
        more = answers.with_one_more(asked.page.listing)
        # Asked again once the new one has been told.
        return replace(more, done=more.done - {asked.address})
    return replace(
        answers, done=answers.done | {asked.address} if right else answers.done - {asked.address}
    )


def _recheck(answers: Answers, at: datetime) -> Answers:
    """Unmark what a change elsewhere has made wrong, such as a kind only professionals may ask."""
    known = about(answers, at)
    wrong = {
        each.address
        for each in way(answers, setting())
        if each.address in answers.done
        and not each.page.listing
        and not form_of(each, as_query(answers.typed.get(each.address, {})), **known).is_valid()
    }
    return replace(answers, done=answers.done - wrong)


def _give_back(
    request: HttpRequest, asked: Step, at: datetime, *, notice: str, status: int
) -> HttpResponse:
    """The same page with everything typed on it, from what was sent alone if need be."""
    try:
        held = held_by(request, at)
    except (OperationalError, InterfaceError):
        held = None
    answers = held.answers if held else _for_late(asked)
    form = form_of(asked, None, **about(answers, at))
    form.initial = _as_typed(form, request.POST)
    response = _render_step(request, asked, answers, form, notice=notice, status=status)
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def _render_step(
    request: HttpRequest,
    asked: Step,
    answers: Answers,
    form: StepForm,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    known = councils()
    chosen = answers.said("council", "council")
    shown = pages.step_page(
        asked,
        _with_place_for(asked, answers),
        setting(),
        policies=tuple(policy_for(key) for key in ([chosen] if chosen in known else known)),
        notice=notice,
    )
    template = "call_999" if asked.page.key == "call-999" else "step"
    context = {"page": shown, "form": form}
    return render(request, f"portal/{template}.html", context, status=status)


def _with_place_for(asked: Step, answers: Answers) -> Answers:
    if asked.page.each == "child" and asked.number not in answers.children:
        return replace(answers, children=(*answers.children, asked.number))
    if asked.page.each == "adult" and asked.number not in answers.adults:
        return replace(answers, adults=(*answers.adults, asked.number))
    return answers


@open_to_all("GET", "HEAD", "POST")
def remove(request: HttpRequest, each: str, number: int) -> HttpResponse:
    at = timezone.now()
    held = held_by(request, at)
    listing = next((p for p in BY_KEY.values() if p.listing == each), None)
    if listing is None:
        raise NotThere(each)
    back = pages.href(listing.key)
    numbers = () if held is None else (held.answers.children, held.answers.adults)[each == "adult"]
    if held is None or number not in numbers or (each == "child" and len(numbers) < 2):
        return redirect(back)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not letterbox.is_forged(request) and form.is_valid():
        if form.cleaned_data["sure"] == "yes":
            token = letterbox.token_of(request)
            drafts.keep(token, lambda answers: answers.without(each, number), at=at)
        return redirect(back)
    place = numbers.index(number) + 1
    noun = "child" if each == "child" else "person"
    shown = pages.PlainPage(
        f"Remove {noun} {place}?", back=back, quick_exit=not held.answers.is_professional
    )
    return render(
        request,
        "portal/remove.html",
        {"page": shown, "form": form},
        status=422 if form.is_bound and form.errors else 200,
    )
