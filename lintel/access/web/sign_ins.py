"""Your sign-ins: where you are signed in, and what you sign in with. And, for a manager and a
system administrator, who of the council is signed in."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access import actions, guessing, passkeys, second_factor, sign_ins
from lintel.access.guards import guarded
from lintel.access.models import Account
from lintel.access.roles import ROLE_WORDS
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission, Role
from lintel.access.web.done import say_done, what_was_done
from lintel.access.web.forms import PasskeyNameForm
from lintel.access.web.pages import (
    PasskeyLine,
    RecoveryCodesPage,
    SignedInLine,
    SignedInPage,
    SignInLine,
    YourSignInsPage,
)
from lintel.kernel.instants import day_in_words, london_day, recently_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused


@guarded(None, object_type="own account", methods=("GET",))
@require_safe
def your_sign_ins(request: HttpRequest) -> HttpResponse:
    now, account = timezone.now(), request.user
    this = request.session.session_key or ""
    seen = sign_ins.open_sign_ins([account], at=now, this=this)
    page = YourSignInsPage(
        sign_ins=tuple(_sign_in(one, at=now) for one in seen),
        others=sum(not one.is_this for one in seen),
        passkeys=tuple(_passkey(one, at=now) for one in passkeys.passkeys_of(account)),
        passkeys_work=passkeys.can_be_used_here(request),
        recovery_codes=second_factor.recovery_codes_left(account),
        done=what_was_done(request),
    )
    return render(request, "access/your_sign_ins.html", {"page": page})


@guarded(None, object_type="own account", methods=("POST",))
@require_POST
def end(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    actions.end_sign_in(sign_in_id=sign_in_id, by=request.viewer, at=timezone.now())
    say_done(request, "That session has ended")
    return redirect("your_sign_ins")


@guarded(None, object_type="own account", methods=("POST",))
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    this = request.session.session_key or ""
    actions.end_other_sign_ins(this=this, by=request.viewer, at=timezone.now())
    say_done(request, "Every other session of yours has ended")
    return redirect("your_sign_ins")


@guarded(None, object_type="own account", methods=("GET", "POST"))
@stepped_up(reading=True)
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The name is typed, the browser makes the key, and both come in one form."""
    form = PasskeyNameForm(request.POST or None)
    if form.is_valid():
        credential = passkeys.read_new(request.POST.get("passkey", ""))
        if credential is None:
            form.add_error(None, "No passkey was made. Try again on this device or another")
        else:
            try:
                actions.add_passkey(
                    name=form.cleaned_data["name"],
                    credential=credential,
                    by=request.viewer,
                    at=timezone.now(),
                )
            except Refused as why:
                form.add_error(None, why.refusals[0].message)
            else:
                say_done(request, "The passkey is added")
                return redirect("your_sign_ins")
    return render(request, "access/add_passkey.html", {"form": form})


@guarded(None, object_type="own account", methods=("POST",))
@stepped_up
@require_POST
def begin_adding(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkeys.begin_adding(request.user))


@guarded(None, object_type="own account", methods=("POST",))
@require_POST
def begin_using(request: HttpRequest) -> HttpResponse:
    """The challenge for stepping up."""
    return JsonResponse(passkeys.begin_using(request.user))


@guarded(None, object_type="own account", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def name_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    now = timezone.now()
    known = {one.passkey_id: one.name for one in passkeys.passkeys_of(request.user)}
    if passkey_id not in known:
        raise NotThere
    form = PasskeyNameForm(request.POST or None, initial={"name": known[passkey_id]})
    if form.is_valid():
        try:
            actions.name_passkey(
                passkey_id=passkey_id, name=form.cleaned_data["name"], by=request.viewer, at=now
            )
        except Invalid as wrong:
            form.add_error("name", wrong.refusals[0].message)
        else:
            say_done(request, "The passkey has its new name")
            return redirect("your_sign_ins")
    return render(request, "access/name_passkey.html", {"form": form})


@guarded(None, object_type="own account", methods=("POST",))
@stepped_up
@require_POST
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    actions.remove_passkey(passkey_id=passkey_id, by=request.viewer, at=timezone.now())
    say_done(request, "The passkey signs nobody in from now on")
    return redirect("your_sign_ins")


@guarded(None, object_type="own account", methods=("POST",))
@stepped_up
@require_POST
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = actions.renew_recovery_codes(by=request.viewer, at=timezone.now())
    page = RecoveryCodesPage(tuple(codes), reverse("your_sign_ins"))
    return render(request, "access/recovery_codes.html", {"page": page})


@guarded(Permission.END_SESSIONS, object_type="account", methods=("GET",))
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Colleagues with a session, and those whom too many guesses keep out just now."""
    now, viewer = timezone.now(), request.viewer
    mine = viewer.account_id
    people = {
        account.pk: account
        for account in Account.objects.filter(council=viewer.council, is_active=True)
        if account.is_human
    }
    slowed = guessing.slowed_down(people, at=now)
    sessions: dict[UUID, list[str]] = {}
    for one in sign_ins.open_sign_ins(people.values(), at=now):
        words = f"{one.device}, last used {recently_in_words(one.seen_at, at=now)}"
        sessions.setdefault(one.account_id, []).append(words)
    shown = [people[key] for key in {*sessions, *slowed}]
    page = SignedInPage(
        lines=tuple(
            SignedInLine(
                name=account.name,
                role=ROLE_WORDS[Role(account.role)],
                sessions=tuple(sessions.get(account.pk, ())),
                is_slowed=account.pk in slowed,
                end=reverse("end_sessions", args=[account.pk]),
                lift="" if account.pk == mine else reverse("lift_guessing", args=[account.pk]),
            )
            for account in sorted(shown, key=lambda one: (one.name, str(one.pk)))
        ),
        done=what_was_done(request),
    )
    return render(request, "access/signed_in.html", {"page": page})


@guarded(Permission.END_SESSIONS, object_type="account", methods=("POST",))
@stepped_up
@require_POST
def end_sessions(request: HttpRequest, account_id: UUID) -> HttpResponse:
    actions.expire_sessions(account_id=account_id, by=request.viewer, at=timezone.now())
    say_done(request, "Every session of that account has ended")
    return redirect("signed_in")


@guarded(Permission.END_SESSIONS, object_type="account", methods=("POST",))
@stepped_up
@require_POST
def lift_guessing(request: HttpRequest, account_id: UUID) -> HttpResponse:
    actions.lift_guessing(account_id=account_id, by=request.viewer, at=timezone.now())
    say_done(request, "They can try to sign in again now")
    return redirect("signed_in")


def _sign_in(one: sign_ins.SignInSeen, *, at: datetime) -> SignInLine:
    return SignInLine(
        device=one.device,
        since=recently_in_words(one.began_at, at=at),
        seen="Now: you are using it" if one.is_this else recently_in_words(one.seen_at, at=at),
        end="" if one.is_this else reverse("end_sign_in", args=[one.sign_in_id]),
    )


def _passkey(one: passkeys.Passkey, *, at: datetime) -> PasskeyLine:
    used = recently_in_words(one.last_used_at, at=at) if one.last_used_at else "Never"
    return PasskeyLine(
        name=one.name,
        added=day_in_words(london_day(one.added_at)),
        used=used,
        rename=reverse("name_passkey", args=[one.passkey_id]),
        remove=reverse("remove_passkey", args=[one.passkey_id]),
    )
