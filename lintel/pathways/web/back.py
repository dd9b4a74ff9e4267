"""What came back after it was stepped down: counts, and the list behind each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.kernel.refusals import NotThere
from lintel.pathways import queries
from lintel.pathways.rules.step_downs import WITHIN
from lintel.pathways.web.pages import CameBackPage, line_shown, returned_shown


@guarded(Permission.VIEW_BOARD, object_type="handover", methods=("GET",))
@require_safe
def came_back(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    lines = queries.back_counted(viewer, at=now)
    whose, months = request.GET.get("whose", ""), request.GET.get("months", "")
    title, found = "", []
    if whose or months:
        line = next((line for line in lines if line.whose == whose), None)
        if line is None or months not in {str(each) for each in WITHIN}:
            raise NotThere("list")
        title = f"{line.title}: came back within {months} months"
        found = queries.came_back(viewer, whose=whose, months=int(months), at=now)
    page = CameBackPage(
        heads=[f"Back within {each} months" for each in WITHIN],
        lines=[line_shown(line) for line in lines],
        title=title,
        returned=[returned_shown(each) for each in found],
    )
    return render(request, "pathways/came_back.html", {"page": page})
