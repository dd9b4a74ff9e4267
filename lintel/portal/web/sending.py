"""Check your answers, send, and what happens next."""

from dataclasses import replace
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access.addresses import address_of
from lintel.access.viewers import the_public
from lintel.contacts.rules.telling import Telling
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.policy.in_force import policy_for
from lintel.portal import actions, drafts
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers
from lintel.portal.rules.composing import compose
from lintel.portal.rules.steps import CHECK, frontier, way
from lintel.portal.web import letterbox, pages
from lintel.portal.web.forms import as_query, form_of
from lintel.portal.web.forms.referrer import relationships
from lintel.portal.web.forms.step_form import StepForm
from lintel.portal.web.letterbox import open_to_all
from lintel.portal.web.visit import (
    BUSY,
    FORGED,
    NOT_SAVED_YET,
    TOO_MANY,
    about,
    held_by,
    policy_of,
    put_aside,
    setting,
)

GONE = (
    "Nothing has been sent, because we no longer have what you had added: {names}. Add it again, "
    "or send what you have told us without it"
)


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
            return put_aside(token, at) if held_by(request, at) else redirect("refer")
        if not drafts.may_knock(address_of(request), "send", limit=keeping.SENT_IN_WINDOW, at=at):
            return _show_check(request, at, notice=_kept(TOO_MANY), status=429)
        return _send(request, at)
    except (OperationalError, InterfaceError):
        return _show_check(request, at, notice=_kept(BUSY), status=503)


def _kept(notice: str) -> str:
    return notice.replace(NOT_SAVED_YET, "Your answers are kept, but they have not been sent yet. ")


def _send(request: HttpRequest, at: datetime) -> HttpResponse:
    held = held_by(request, at)
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
    except Refused as refused:
        gone = drafts.let_go_of_what_is_gone(token, at=at)
        if not gone:
            raise
        said = (replace(refused.refusals[0], message=GONE.format(names=", ".join(gone))),)
        return _show_check(request, at, refusals=said, status=409)
    return redirect("refer_sent")


def _telling(answers: Answers, at: datetime) -> Telling | None:
    """The telling of these answers as far as they make sense; None before there is a kind."""
    clean = {address: form.cleaned_data for address, form in _forms(answers, at).items()}
    if not clean.get("kind", {}).get("kind"):
        return None
    return compose(answers, clean, relationships=relationships(policy_of(answers)))


def _forms(answers: Answers, at: datetime) -> dict[str, StepForm]:
    """A checked form for each page on the way; a list of people asks nothing here."""
    known = about(answers, at)
    forms = {}
    for each in way(answers, setting()):
        typed = as_query(answers.typed.get(each.address, {}))
        form = form_of(each, None if each.page.listing else typed, **known)
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
        held = held_by(request, at)
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
    held = held_by(request, at)
    if held is None or held.sent is None:
        return redirect("refer")
    shown = pages.sent_page(held.sent, policy_for(held.sent.council), on=london_day(at))
    return render(request, "portal/sent.html", {"page": shown})
