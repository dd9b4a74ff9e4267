"""Beginning, leaving and coming back."""

from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access.addresses import address_of
from lintel.kernel.instants import day_in_words, london_day
from lintel.policy.in_force import councils, policy_for
from lintel.portal import drafts
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers
from lintel.portal.rules.steps import frontier, way
from lintel.portal.web import letterbox, pages
from lintel.portal.web.forms.draft import CodeForm
from lintel.portal.web.letterbox import open_to_all
from lintel.portal.web.visit import BUSY, FORGED, held_by, setting


@open_to_all("GET", "HEAD")
def start(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    held = held_by(request, at)
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
        drafts.throw_away(token, at=timezone.now())
    letterbox.forget(response)
    return response


@open_to_all("GET", "HEAD")
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once, with nothing of the form left on the device."""
    response = HttpResponseRedirect(pages.SOMEWHERE_ELSE)
    letterbox.forget(response)
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
                address_of(request), "code", limit=keeping.CODES_IN_WINDOW, at=at
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
