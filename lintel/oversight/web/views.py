"""Challenges: raise one, read it, answer it, take it further; the lists and the themes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.govuk.answers import say_done, show_refusals, version_seen, what_was_done
from lintel.kernel.instants import deadline_in_words, recently_in_words, when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.oversight import actions, queries
from lintel.oversight.queries import Challengeable, ChallengeSeen
from lintel.oversight.web.forms import AnswerForm, ChallengeForm, FurtherForm, WithdrawForm
from lintel.oversight.web.pages import (
    ChallengePage,
    ChallengesPage,
    OwnShown,
    RaisePage,
    StepCount,
    StepToCome,
    challenge_shown,
    themes_page,
)
from lintel.policy.in_force import policy_for

DRAFT_MOST = 100_000  # characters in all the fields of one draft
BOTH = ("GET", "POST")


# --- Raising one ---------------------------------------------------------------------------


@guarded(Permission.CHALLENGE, object_type="contact", methods=BOTH)
@require_http_methods(["GET", "POST"])
def challenge_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Disagree about one contact. Nothing of it is shown here but its reference."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    near = queries.challengeable(viewer, contact_id, at=now)
    about: dict[str, Any] = {"is_decided": near.is_decided, "agencies": near.agencies}
    if request.method != "POST":
        initial, saved_at = _kept(viewer, _draft(contact_id))
        form = ChallengeForm(initial=initial, **about)
        return _raise_page(request, near, form, saved_at=saved_at)
    form, status = ChallengeForm(request.POST, **about), 422
    if form.is_valid():
        try:
            made = actions.raise_challenge(
                contact_id=contact_id, said=form.said(), by=viewer, at=now
            )
        except (Invalid, Refused) as wrong:
            show_refusals(form, wrong.refusals)
            status = 409 if isinstance(wrong, Refused) else 422
        else:
            contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
            say_done(
                request, "Your challenge has been sent. The contact cannot close until it ends"
            )
            return redirect("challenge", contact_id, made)
    return _raise_page(request, near, form, status=status)


def _raise_page(
    request: HttpRequest,
    near: Challengeable,
    form: ChallengeForm,
    *,
    saved_at: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    now = timezone.now()
    levels = policy_for(viewer.council).challenging.levels
    rule = policy_for(viewer.council).clock_rule
    page = RaisePage(
        reference=near.reference,
        contact=_back_to(viewer, near.contact_id),
        steps=[
            StepToCome(one.title, one.owner, rule(one.clock, on=now.date()).length_words)
            for one in levels
        ],
        autosave=reverse("challenge_draft", args=[near.contact_id]),
        saved_at=saved_at,
    )
    return render(request, "oversight/raise.html", {"page": page, "form": form}, status=status)


def _back_to(viewer: Viewer, contact_id: UUID) -> str:
    """The contact for who may open it, else the list of challenges."""
    if viewer.role is not Role.REFERRER and contact_queries.found(viewer, contact_id):
        return reverse("contact", args=[contact_id])
    return reverse("challenges")


# --- One challenge -------------------------------------------------------------------------


@guarded(Permission.CHALLENGE, object_type="challenge", methods=BOTH)
@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, contact_id: UUID, challenge_id: UUID) -> HttpResponse:
    """Read one, with what this viewer may do about it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = queries.one_challenge(viewer, challenge_id, at=now)
    if seen.contact_id != contact_id:
        raise NotThere("challenge")
    if request.method != "POST":
        actions.open_challenge(challenge_id=challenge_id, by=viewer, at=now)
        initial, saved_at = _kept(viewer, _draft(challenge_id, answer=True))
        return _challenge_page(request, seen, _forms(initial=initial), saved_at=saved_at)
    tried = request.POST.get("do", "")
    all_forms = _forms(data=request.POST, tried=tried)
    form, act, words = _to_do(tried, all_forms, challenge_id, viewer, version_seen(request))
    status = 422
    if form.is_valid():
        try:
            came = act()
        except (Invalid, Refused) as wrong:
            show_refusals(form, wrong.refusals)
            status = 409 if isinstance(wrong, Refused) else 422
        else:
            contacts.drop_draft(form=_draft(challenge_id, answer=True), by=viewer, at=now)
            say_done(request, words(came))
            return redirect("challenge", contact_id, challenge_id)
    return _challenge_page(request, seen, all_forms, tried=tried, status=status)


def _to_do(
    tried: str, all_forms: dict[str, Any], challenge_id: UUID, viewer: Viewer, level_seen: int
) -> tuple[Any, Callable[[], Any], Callable[[Any], str]]:
    """The form whose button was pressed, what it does, and what is said once it is done."""
    common = {"challenge_id": challenge_id, "by": viewer, "at": timezone.now()}
    if tried == "further":
        form = all_forms["further"]
        return (
            form,
            lambda: actions.take_further(
                level=level_seen, reason=form.cleaned_data["reason"] or "", **common
            ),
            lambda level: f"Taken to step {level}",
        )
    if tried == "withdraw":
        form = all_forms["withdraw"]
        return (
            form,
            lambda: actions.withdraw_challenge(reason=form.cleaned_data["reason"] or "", **common),
            lambda _: "Settled. The challenge no longer holds the contact",
        )
    form = all_forms["answer"]
    return form, lambda: actions.answer_challenge(said=form.said(), **common), _answered_words


def _answered_words(came: actions.Answered) -> str:
    if came.reopened:
        return "Answered. The contact has been reopened, and must be decided again"
    if came.closed:
        return "Answered. A team has taken the child on, so the contact has closed"
    return "Answered. Whoever challenged is told"


def _forms(
    *, data: Any = None, initial: dict[str, Any] | None = None, tried: str = ""
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "further": FurtherForm(data if tried == "further" else None),
        "withdraw": WithdrawForm(data if tried == "withdraw" else None),
    }
    unnamed = tried not in made
    made["answer"] = AnswerForm(data if data is not None and unnamed else None, initial=initial)
    for name, form in made.items():
        form.auto_id = f"id_{name}_%s"
    return made


def _challenge_page(
    request: HttpRequest,
    seen: ChallengeSeen,
    all_forms: dict[str, Any],
    *,
    tried: str = "",
    saved_at: str = "",
    status: int = 200,
) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    policy = policy_for(viewer.council).challenging
    form: forms.Form = all_forms.get(tried, all_forms["answer"])
    if (
        not seen.answers_for_others
        and not form.is_bound
        and "answered_for" in all_forms["answer"].fields
    ):
        all_forms["answer"].fields["answered_for"].label = "Who gave this answer? (if not you)"
    page = ChallengePage(
        shown=challenge_shown(seen, policy=policy, at=now),
        whole=seen.whole,
        may_answer=seen.may_answer,
        asks_for_whom=seen.answers_for_others,
        may_take_further=seen.may_take_further,
        may_withdraw=seen.may_withdraw,
        further_until=deadline_in_words(seen.further_until)
        if seen.further_until and seen.may_take_further
        else "",
        level=seen.level,
        next_step=policy.level(seen.level + 1).title,
        tried=tried,
        autosave=reverse("challenge_answer_draft", args=[seen.contact_id, seen.id]),
        saved_at=saved_at,
        done=[done.words for done in what_was_done(request)],
    )
    given = {"page": page, "forms": all_forms, "form": form}
    return render(request, "oversight/challenge.html", given, status=status)


# --- What is typed is kept -----------------------------------------------------------------


@guarded(Permission.CHALLENGE, object_type="draft", methods=("POST",))
@require_POST
def challenge_draft(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Keep what is being typed about a contact."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    queries.challengeable(viewer, contact_id, at=now)
    return _keep(request, _draft(contact_id))


@guarded(Permission.CHALLENGE, object_type="draft", methods=("POST",))
@require_POST
def answer_draft(request: HttpRequest, contact_id: UUID, challenge_id: UUID) -> HttpResponse:
    """Keep what is being typed as an answer."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if queries.one_challenge(viewer, challenge_id, at=now).contact_id != contact_id:
        raise NotThere("challenge")
    return _keep(request, _draft(challenge_id, answer=True))


def _keep(request: HttpRequest, draft: str) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    typed = {
        name: value
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "do")
    }
    if sum(len(str(value)) for value in typed.values()) > DRAFT_MOST:
        return HttpResponseBadRequest()
    contacts.save_draft(form=draft, fields=typed, by=viewer, at=now)
    return JsonResponse({"saved_at": when_in_words(now)})


def _draft(about: UUID, *, answer: bool = False) -> str:
    return f"challenge_answer:{about}" if answer else f"challenge:{about}"


def _kept(viewer: Viewer, draft: str) -> tuple[dict[str, Any], str]:
    kept = contact_queries.draft(viewer, draft)
    return (dict(kept[0]), when_in_words(kept[1])) if kept else ({}, "")


# --- Lists ---------------------------------------------------------------------------------


@guarded(Permission.CHALLENGE, object_type="challenge", methods=("GET",))
@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """The open ones by step and clock, for who may read decisions; and one's own."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    policy = policy_for(viewer.council)

    def shown(found: list[ChallengeSeen]) -> list[Any]:
        return [challenge_shown(one, policy=policy.challenging, at=now) for one in found]

    sees_all = sees(viewer, Zone.DECISION)
    open_ones = queries.open_challenges(viewer, at=now) if sees_all else []
    own = queries.my_challenges(viewer, at=now)
    waiting = open_ones if sees_all else own
    to_answer = [one for one in waiting if one.may_answer and (one.on_my_list or not sees_all)]
    page = ChallengesPage(
        sees_all=sees_all,
        steps=[
            StepCount(
                f"at step {level.number}: {level.title}",
                sum(one.level == level.number for one in open_ones),
                sum(one.level == level.number and one.is_late(at=now) for one in open_ones),
                f"#step-{level.number}",
            )
            for level in policy.challenging.levels
        ],
        open=shown(open_ones),
        to_answer=shown(to_answer),
        mine=shown([one for one in own if sees_all or one not in to_answer]),
        whose="Yours and your agency’s" if viewer.role in queries.OF_AN_AGENCY else "Yours",
        told=_told(viewer) if viewer.role is Role.REFERRER else None,
        themes=reverse("challenge_themes") if viewer.may(Permission.VIEW_COUNTS) else "",
        phone=policy.phone,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "oversight/challenges.html", {"page": page})


def _told(viewer: Viewer) -> list[OwnShown]:
    now = timezone.now()
    return [
        OwnShown(
            one.reference,
            recently_in_words(one.received_at, at=now),
            reverse("challenge_contact", args=[one.contact_id]),
        )
        for one in contact_queries.told_by(viewer)
    ]


@guarded(Permission.VIEW_COUNTS, object_type="figures", methods=("GET",))
@require_safe
def challenge_themes(request: HttpRequest) -> HttpResponse:
    """What was challenged month by month, and how it ended."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    hides_small = not viewer.may(Permission.VIEW_BOARD)
    page = themes_page(queries.themes(viewer, at=now), hides_small=hides_small, at=now)
    return render(request, "oversight/themes.html", {"page": page})
