"""Asking several agencies at once, on one page: what is usual first, all of it editable."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import AGENCY_KIND_WORDS, Agency
from lintel.govuk.answers import Obstacle, say_done, show_refusals, version_seen
from lintel.govuk.words import RATINGS, clock
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Stale
from lintel.policy.in_force import policy_for
from lintel.screening import actions, queries
from lintel.screening.queries import RequestSeen
from lintel.screening.rules.asking import Settled
from lintel.screening.rules.presets import Suggested, suggest
from lintel.screening.web.asking_forms import AskForm, first_values
from lintel.screening.web.asking_pages import AgencyToAsk, AskPage, request_shown

# The council does not ask itself, nor those who only work for it.
NEVER_ASKED = frozenset({"council", "provider"})
PURPOSE = {"welfare": "protect", "information_request": "answer_a_request"}


@guarded(Permission.ASK_AGENCIES, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        asking = _Asking(contact, viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(contact_id))
        form = asking.form(initial=kept[0] if kept else asking.first())
        seen_at = str(kept[0].get("seen_at", "")) if kept else ""
        saved_at = when_in_words(kept[1]) if kept else ""
        return asking.page(request, form, seen_at=seen_at, saved_at=saved_at)
    contact = contact_queries.the_contact(viewer, contact_id)
    asking = _Asking(contact, viewer, at=now)
    form = asking.form(request.POST)
    stale, status = False, 422
    if form.is_valid():
        asks = form.asks()
        try:
            made = actions.ask_agencies(
                contact_id=contact_id, asks=asks, version=version_seen(request), by=viewer, at=now
            )
        except Stale:
            stale, status = True, 412
            asking = _Asking(contact_queries.the_contact(viewer, contact_id), viewer, at=now)
        except Invalid as wrong:
            # What is wrong for every agency alike is said once.
            where = form.answers
            once = {(where.get(r.field, r.field), r.message): r for r in wrong.refusals}
            show_refusals(form, once.values())
        else:
            contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
            words = "1 agency asked" if len(made) == 1 else f"{len(made)} agencies asked"
            say_done(request, f"{words}. Each has been told that there is a question")
            return redirect("requests_about", contact_id)
    seen_at = request.POST.get("seen_at", "")
    return asking.page(request, form, seen_at=seen_at, stale=stale, status=status)


def _draft(contact_id: UUID) -> str:
    return f"ask_agencies:{contact_id}"


class _Asking:
    """One contact, whom could be asked about it, and what they have been asked."""

    def __init__(self, contact, viewer: Viewer, *, at: datetime) -> None:
        self.contact, self.viewer, self.at = contact, viewer, at
        self.agencies: dict[str, Agency] = {
            agency.key: agency
            for agency in directory.agencies(contact.council)
            if agency.kind not in NEVER_ASKED
        }
        policy = policy_for(contact.council).asking_agencies
        self.suggested: Suggested = suggest(
            policy,
            rating=contact.rating,
            categories=contact.categories,
            kinds={key: agency.kind for key, agency in self.agencies.items()},
        )
        self.asked: dict[str, list[RequestSeen]] = defaultdict(list)
        for one in queries.requests_about(viewer, contact.id, at=at):
            self.asked[one.agency].append(one)
        self.told = contact_queries.told_in(contact)

    def form(self, *args, **named) -> AskForm:
        form = AskForm(*args, **named)
        form.ask_for(
            agencies={key: agency.title for key, agency in self.agencies.items()},
            people=[
                (str(one.record_id), one.name, "Child" if one.is_child else "Adult")
                for one in self.told
            ],
        )
        return form

    def first(self) -> dict[str, object]:
        """The usual agencies, but for those that have a question already."""
        asked = {
            key
            for key, several in self.asked.items()
            if any(one.settled_as != Settled.WITHDRAWN for one in several)
        }
        return first_values(
            self.suggested,
            asked_already=frozenset(asked),
            children=[str(one.record_id) for one in self.told if one.is_child],
            adults=[str(one.record_id) for one in self.told if not one.is_child],
            purpose=PURPOSE.get(self.contact.kind, "screen"),
        )

    def page(
        self,
        request: HttpRequest,
        form: AskForm,
        *,
        seen_at: str = "",
        saved_at: str = "",
        stale: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        contact, at = self.contact, self.at
        shown = Shown.of(contact_queries.contact_view(self.viewer, contact), at=at)
        due = queries.answer_due(contact.council, contact.rating or "", at=at)
        usual_kinds = {self.agencies[key].kind for key in self.suggested.agencies}
        usual_kinds |= self.suggested.several
        chosen = set(form["agencies"].value() or ())
        shown_agencies = [
            self._agency(place, agency, form, ticked=agency.key in chosen)
            for place, agency in enumerate(
                sorted(self.agencies.values(), key=lambda a: a.kind not in usual_kinds)
            )
        ]
        usual = [one for one in shown_agencies if self.agencies[one.key].kind in usual_kinds]
        others = [one for one in shown_agencies if one not in usual]
        rated = RATINGS[contact.rating or ""][0].lower()
        page = AskPage(
            shown=shown,
            usual=usual or others,
            others=others if usual else (),
            others_open=any(one.ticked or one.open for one in others),
            because="; ".join(self.suggested.because),
            choose=[AGENCY_KIND_WORDS.get(k, k).lower() for k in sorted(self.suggested.several)],
            due=clock(due, at).words,
            due_by=f"Rated {rated}" if contact.rating else "Not rated, so as amber",
            obstacles=() if shown.is_open else (CLOSED,),
            impossible=not shown.is_open,
            basis_open=bool(form.is_bound and (form["purpose"].errors or form["basis"].errors)),
            seen_at=at.isoformat(),
            stale=stale,
            changed=happened_since(shown, seen_at) if seen_at else [],
            saved_at=saved_at,
            autosave=reverse("draft", args=[_draft(contact.id)]),
            asked_href=reverse("requests_about", args=[contact.id]) if self.asked else "",
        )
        return render(request, "screening/ask.html", {"page": page, "form": form}, status=status)

    def _agency(self, place: int, agency: Agency, form: AskForm, *, ticked: bool) -> AgencyToAsk:
        question, parts = f"question_{agency.key}", f"parts_{agency.key}"
        asked = (request_shown(one, self.viewer, at=self.at) for one in self.asked[agency.key])
        return AgencyToAsk(
            key=agency.key,
            title=agency.title,
            kind=AGENCY_KIND_WORDS.get(agency.kind, agency.kind),
            question=question,
            parts=parts,
            asked=[f"{one.standing}. Asked: “{one.question}”" for one in asked],
            ticked=ticked,
            place=place,
            open=form.is_bound and bool(form[question].errors or form[parts].errors),
        )


CLOSED = Obstacle("This contact is closed. Reopen it to ask an agency")
