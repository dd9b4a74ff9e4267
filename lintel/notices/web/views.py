"""People to tell: the list, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.kernel.refusals import Invalid, Refused
from lintel.notices import actions, queries
from lintel.notices.web.forms import NOT_REACHED, ToldForm
from lintel.notices.web.pages import Row, TellPage, ToTellPage

ROWS = 50
NOTED = {"told": "Noted: they have been told", "tried": "Noted: they could not be reached"}


@guarded(Permission.TELL_REFERRER, object_type="notice", methods=("GET",))
def to_tell(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer
    count = queries.how_many_to_tell(viewer)
    last = max(1, -(-count // ROWS))
    asked = request.GET.get("page", "1")
    number = min(int(asked), last) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    first = (max(number, 1) - 1) * ROWS
    lines = queries.people_to_tell(viewer, first=first, count=ROWS)
    here = reverse("to_tell")
    page = ToTellPage(
        rows=[Row.of(line, at=now) for line in lines],
        count=count,
        late=sum(1 for line in lines if line.due_at and line.due_at <= now),
        words=f"{first + 1} to {first + len(lines)} of {count}" if lines else "",
        earlier=f"{here}?page={number - 1}" if number > 1 else "",
        later=f"{here}?page={number + 1}" if number < last else "",
        noted=NOTED.get(request.GET.get("noted", ""), ""),
    )
    return render(request, "notices/to_tell.html", {"page": page})


@guarded(Permission.TELL_REFERRER, object_type="notice", methods=("GET", "POST"))
def tell(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer
    form = ToldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        how, note = form.cleaned_data["how"], form.cleaned_data["note"]
        try:
            if how == NOT_REACHED:
                actions.mark_tried(notice_id=notice_id, note=note, by=viewer, at=now)
            else:
                actions.mark_done(notice_id=notice_id, how=how, note=note, by=viewer, at=now)
        except (Refused, Invalid) as refused:
            form.show(refused)
        else:
            noted = "tried" if how == NOT_REACHED else "told"
            return redirect(f"{reverse('to_tell')}?noted={noted}")
    notice = actions.open_notice(notice_id=notice_id, by=viewer, at=now)
    page = TellPage.of(notice, at=now)
    return render(request, "notices/tell.html", {"page": page, "form": form})
