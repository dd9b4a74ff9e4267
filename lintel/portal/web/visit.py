"""What every page of a visit needs: the draft it goes on with, and what to say when it cannot."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.kernel.instants import london_day
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import councils, policy_for
from lintel.portal import drafts
from lintel.portal.drafts import Held
from lintel.portal.rules.answers import Answers
from lintel.portal.rules.steps import Setting
from lintel.portal.web import letterbox

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


def setting() -> Setting:
    return Setting(councils=tuple(councils()))


def policy_of(answers: Answers) -> CouncilPolicy:
    """The chosen council's policy; the first council's until one is chosen."""
    known = councils()
    chosen = answers.said("council", "council")
    return policy_for(chosen if chosen in known else known[0])


def about(answers: Answers, at: datetime) -> dict[str, Any]:
    return {
        "answers": answers,
        "policy": policy_of(answers),
        "councils": {key: policy_for(key).council_title for key in councils()},
        "on": london_day(at),
    }


def held_by(request: HttpRequest, at: datetime) -> Held | None:
    token = letterbox.token_of(request)
    return drafts.held(token, at=at) if token else None


def put_aside(token: str, at: datetime) -> HttpResponse:
    response = redirect("refer_saved")
    code = drafts.put_aside(token, at=at)
    if code:
        letterbox.forget(response, letterbox.DRAFT)
        letterbox.give_code(response, code)
    return response
