"""The public and professional form: one thing a page, and nothing typed is lost."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access.viewers import the_public
from lintel.contacts.rules.telling import Telling
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.kernel.instants import day_in_words, london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import councils, policy_for
from lintel.portal import actions, drafts
from lintel.portal.drafts import Held
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers
from lintel.portal.rules.composing import compose
from lintel.portal.rules.steps import BY_KEY, CHECK, Setting, Step, frontier, step_at, way
from lintel.portal.web import letterbox, pages
from lintel.portal.web.forms import (
    FORMS,
    CodeForm,
    RemoveForm,
    StepForm,
    as_query,
    form_of,
    relationships,
    typed_in,
)
from lintel.portal.web.letterbox import open_to_all

NOT_SAVED_YET = "Everything you typed is still on this page. Nothing has been saved yet. "
FORGED = NOT_SAVED_YET + (
    "The page may have been open for a long time, or your browser may not allow cookies, which "
    "this form needs. Check what you wrote, then try again."
)
GARBLED = NOT_SAVED_YET + "Some of it could not be read. Remove what looks odd, then try again."
BUSY = NOT_SAVED_YET + "We could not save it just now. Wait a moment, then try again."
TOO_MANY = NOT_SAVED_YET + (
    "We are receiving a great deal from your network just now. Wait a few minutes, then try "
    "again. If you cannot wait, ring us."
)
GONE = (
    "What you told us on earlier pages is no longer here. It was kept for a week, or another "
    "page ended it. What you typed on this page is saved. You need to answer the others again."
)


FILLED_IN = (
    "We have filled in where the first child lives. Change it if this child lives elsewhere."
)


def setting() -> Setting:
    return Setting(councils=tuple(councils()))


def policy_of(answers: Answers) -> CouncilPolicy:
    """The chosen council's policy; the first council's until one is chosen."""
    known = councils()
    chosen = answers.said("council", "council")
    return policy_for(chosen if chosen in known else known[0])


def _about(answers: Answers, at: datetime) -> dict[str, Any]:
    return {
        "answers": answers,
        "policy": policy_of(answers),
        "councils": {key: policy_for(key).council_title for key in councils()},
        "on": london_day(at),
    }


# --- The pages of the table -----------------------------------------------------------


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
            _address(request), "answer", limit=keeping.ANSWERS_IN_WINDOW, at=at
        ):
            return _give_back(request, asked, at, notice=TOO_MANY, status=429)
        return _take_answer(request, asked, at)
    except (OperationalError, InterfaceError):
        return _give_back(request, asked, at, notice=BUSY, status=503)


def _show_step(request: HttpRequest, asked: Step, at: datetime) -> HttpResponse:
    held = _held(request, at)
    if held and held.sent:
        return redirect("refer_sent")
    answers = held.answers if held else Answers()
    on_the_way = step_at(asked.address, answers, setting())
    if on_the_way is None:
        return redirect(pages.href(frontier(answers, setting())))
    typed = answers.typed.get(asked.address)
    form = form_of(asked, as_query(typed) if typed else None, **_about(answers, at))
    if typed is None:
        form.initial = _beginning(asked, answers)
        if any(form.initial.values()):
            form.fields["lines"].help_text = FILLED_IN
    elif asked.address in answers.done:
        # Shown again as it was said; errors belong to answers that did not make sense.
        form = form_of(asked, None, **_about(answers, at))
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
        form = outcome["form"] = form_of(asked, request.POST, **_about(answers, at))
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
        response = _put_aside(token, at)
    elif notice:
        form = outcome.get("form") or form_of(asked, request.POST, **_about(answers, at))
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
    about = _about(answers, at)
    wrong = {
        each.address
        for each in way(answers, setting())
        if each.address in answers.done
        and not each.page.listing
        and not form_of(each, as_query(answers.typed.get(each.address, {})), **about).is_valid()
    }
    return replace(answers, done=answers.done - wrong)


def _give_back(
    request: HttpRequest, asked: Step, at: datetime, *, notice: str, status: int
) -> HttpResponse:
    """The same page with everything typed on it, from what was sent alone if need be."""
    try:
        held = _held(request, at)
    except (OperationalError, InterfaceError):
        held = None
    answers = held.answers if held else _for_late(asked)
    form = form_of(asked, None, **_about(answers, at))
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


# --- Beginning, leaving and coming back -----------------------------------------------


@open_to_all("GET", "HEAD")
def start(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    held = _held(request, at)
    unfinished = held is not None and held.sent is None
    more = {
        "begin": pages.href(way(Answers(), setting())[0].address),
        "go_on": pages.href(frontier(held.answers, setting())) if held and unfinished else "",
        "phones": tuple(pages.phones_of(policy_for(key)) for key in councils()),
        "kept_days": keeping.KEPT_FOR.days,
    }
    shown = pages.PlainPage("Tell us about a child", more=more)
    response = render(request, "portal/start.html", {"page": shown})
    if held and held.sent:
        letterbox.forget(response, letterbox.DRAFT)
    return response


@open_to_all("POST")
def start_again(request: HttpRequest) -> HttpResponse:
    response = redirect("refer")
    if letterbox.is_forged(request):
        return response
    token = letterbox.token_of(request)
    if token:
        drafts.throw_away(token)
    letterbox.forget(response)
    return response


@open_to_all("GET", "HEAD")
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once, with nothing of the form left on the device."""
    response = HttpResponseRedirect(pages.SOMEWHERE_ELSE)
    letterbox.forget(response)
    return response


def _put_aside(token: str, at: datetime) -> HttpResponse:
    response = redirect("refer_saved")
    code = drafts.put_aside(token, at=at)
    if code:
        letterbox.forget(response, letterbox.DRAFT)
        letterbox.give_code(response, code)
    return response


@open_to_all("GET", "HEAD")
def saved(request: HttpRequest) -> HttpResponse:
    code = letterbox.code_of(request)
    if not code:
        return redirect("refer")
    # The whole of the last day, whatever the hour at which it was saved.
    until = day_in_words(london_day(timezone.now() + keeping.KEPT_FOR - timedelta(days=1)))
    shown = pages.PlainPage("Write down this code", more={"code": code, "until": until})
    return render(request, "portal/saved.html", {"page": shown})


@open_to_all("GET", "HEAD", "POST")
def come_back(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    notice, status = "", 200
    if request.method == "POST" and letterbox.is_forged(request):
        form, notice, status = CodeForm(initial=request.POST.dict()), FORGED, 403
    elif request.method == "POST" and form.is_valid():
        try:
            if not drafts.may_knock(
                _address(request), "code", limit=keeping.CODES_IN_WINDOW, at=at
            ):
                notice, status = "There were too many tries. Wait ten minutes, then try again.", 429
                form = CodeForm(initial=request.POST.dict())
            else:
                token = drafts.bring_back(form.cleaned_data["code"], at=at)
                if token:
                    held = drafts.held(token, at=at)
                    answers = held.answers if held else Answers()
                    response = redirect(pages.href(frontier(answers, setting())))
                    letterbox.forget(response, letterbox.CODE)
                    letterbox.give_token(response, token)
                    return response
                form.add_error("code", CodeForm.WRONG)
        except (OperationalError, InterfaceError):
            form, notice, status = CodeForm(initial=request.POST.dict()), BUSY, 503
    if form.is_bound and form.errors:
        status = 422
    shown = pages.PlainPage("Come back to what you began", back=pages.href(""), notice=notice)
    response = render(
        request, "portal/come_back.html", {"page": shown, "form": form}, status=status
    )
    if status in {429, 503}:
        response.headers["Retry-After"] = "600" if status == 429 else "60"
    return response


@open_to_all("GET", "HEAD", "POST")
def remove(request: HttpRequest, each: str, number: int) -> HttpResponse:
    at = timezone.now()
    held = _held(request, at)
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


# --- Check, send, done ----------------------------------------------------------------


@open_to_all("GET", "HEAD", "POST")
def check(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        return _show_check(request, at)
    if letterbox.is_forged(request):
        return _show_check(request, at, notice=FORGED, status=403)
    try:
        if request.POST.get("then") == "later":
            token = letterbox.token_of(request)
            return _put_aside(token, at) if _held(request, at) else redirect("refer")
        if not drafts.may_knock(_address(request), "send", limit=keeping.SENT_IN_WINDOW, at=at):
            return _show_check(request, at, notice=_kept(TOO_MANY), status=429)
        return _send(request, at)
    except (OperationalError, InterfaceError):
        return _show_check(request, at, notice=_kept(BUSY), status=503)


def _kept(notice: str) -> str:
    return notice.replace(NOT_SAVED_YET, "Your answers are kept, but they have not been sent yet. ")


def _send(request: HttpRequest, at: datetime) -> HttpResponse:
    held = _held(request, at)
    if held is None:
        return redirect("refer")
    if held.sent:
        return redirect("refer_sent")
    told = _telling(held.answers, at)
    if told is None or frontier(held.answers, setting()) != CHECK:
        return _show_check(request, at, status=422)
    council = policy_of(held.answers).key
    by = the_public(council, today=london_day(at))
    token = letterbox.token_of(request)
    try:
        actions.hand_in(token=token, telling=told, council=council, by=by, at=at)
    except Invalid as invalid:
        return _show_check(request, at, refusals=invalid.refusals, status=422)
    return redirect("refer_sent")


def _telling(answers: Answers, at: datetime) -> Telling | None:
    """The telling of these answers as far as they make sense; None before there is a kind."""
    clean = {address: form.cleaned_data for address, form in _forms(answers, at).items()}
    if not clean.get("kind", {}).get("kind"):
        return None
    return compose(answers, clean, relationships=relationships(policy_of(answers)))


def _forms(answers: Answers, at: datetime) -> dict[str, StepForm]:
    """A checked form for each page on the way; a list of people asks nothing here."""
    about = _about(answers, at)
    forms = {}
    for each in way(answers, setting()):
        typed = as_query(answers.typed.get(each.address, {}))
        form = form_of(each, None if each.page.listing else typed, **about)
        form.full_clean()
        forms[each.address] = form
        if each.page.listing:
            form.cleaned_data = {}
    return forms


def _show_check(
    request: HttpRequest,
    at: datetime,
    *,
    refusals: tuple[Refusal, ...] | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        held = _held(request, at)
    except (OperationalError, InterfaceError):
        return render(
            request,
            "portal/busy.html",
            {"page": pages.PlainPage("We could not do that just now")},
            status=503,
            headers={"Retry-After": "60"},
        )
    if held is None:
        return redirect("refer")
    if held.sent:
        return redirect("refer_sent")
    answers, policy = held.answers, policy_of(held.answers)
    if refusals is None:
        told = _telling(answers, at)
        refusals = what_is_wrong(told, at=at, policy=policy) if told else ()
    shown = pages.check_page(
        answers,
        setting(),
        _forms(answers, at),
        refusals=refusals,
        policy=policy,
        on=london_day(at),
        notice=notice,
    )
    response = render(request, "portal/check.html", {"page": shown}, status=status)
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


@open_to_all("GET", "HEAD")
def sent(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    held = _held(request, at)
    if held is None or held.sent is None:
        return redirect("refer")
    shown = pages.sent_page(held.sent, policy_for(held.sent.council), on=london_day(at))
    return render(request, "portal/sent.html", {"page": shown})


def _held(request: HttpRequest, at: datetime) -> Held | None:
    token = letterbox.token_of(request)
    return drafts.held(token, at=at) if token else None


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
