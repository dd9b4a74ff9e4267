"""Every piece on two pages, for looking at and for axe. Addresses of a test, never shipped."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

from lintel.access.viewers import Role, Viewer
from lintel.govuk import fields
from lintel.govuk.words import clock

AT = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
PRIYA = Viewer(
    account_id=UUID(int=7),
    name="Priya Shah",
    role=Role.MANAGER,
    council="northbeck",
    agency="northbeck-council",
    employed_by_council=True,
    registered_until=date(2027, 11, 30),
    teams=frozenset({"front-door"}),
    today=date(2026, 11, 20),
)


class ReferForm(forms.Form):
    """One of each kind of question."""

    name = fields.TextField("Your name", error="Enter your name", width="20")
    email = fields.EmailField("Email address", hint="We only use this about this contact")
    phone = fields.PhoneField("Telephone number")
    born_on = fields.WrittenDateField("Date of birth", what="Date of birth")
    seen_on = fields.DateField(
        "When did you last see the child?",
        what="The day you last saw the child",
        error="Enter the day you last saw the child",
    )
    told = fields.RadiosField(
        "Has the family been told?",
        [("yes", "Yes"), ("no", "No", "You will be asked why")],
        error="Select yes if the family has been told",
    )
    worries = fields.CheckboxesField(
        "What worries you?", [("neglect", "Neglect"), ("violence", "Violence at home")]
    )
    school = fields.SelectField("School", [("1", "Beck Primary"), ("2", "Mere High")])
    sure = fields.CheckboxField("I have read this back", error="Read this back and tick the box")
    concern = fields.LongTextField(
        "What has happened?", error="Enter what has happened", limit=100, rows=6
    )


def _entries():
    return [
        SimpleNamespace(title="Rated red", when="20 November 2026 at 1:10pm", by="Priya", text="x"),
        SimpleNamespace(title="Received", when="20 November 2026 at 12:02pm", by="", text=""),
    ]


@ensure_csrf_cookie
def gallery(request, layout):
    template = (Path(__file__).parent / "gallery.html").read_text()
    layout_name = f"govuk/layout_{layout}.html"
    form = ReferForm(request.POST if request.method == "POST" else None)
    if layout == "app":
        request.viewer = PRIYA
    clocks = [clock(AT + timedelta(minutes=m), AT) for m in (-35, 20, 130, 60 * 30)]
    page = SimpleNamespace(
        clocks=clocks,
        entries=_entries(),
        rows=[*zip(("red", "amber", "green", ""), clocks, strict=True)],
    )
    made = engines["jinja2"].from_string(template.replace("LAYOUT", layout_name))
    return HttpResponse(made.render({"page": page, "form": form}, request))


def fragment(request):
    return HttpResponse("<p>Fresh <a href='/x' id='kept'>link</a></p>")


saved: list[dict[str, str]] = []


def save(request):
    saved.append(request.POST.dict())
    return HttpResponse(status=204)


urlpatterns = [
    path("gallery/<str:layout>", gallery),
    path("fragment", fragment),
    path("save", save),
    path("board", gallery, {"layout": "app"}, name="board"),
    path("search", gallery, {"layout": "app"}, name="search"),
    path("take-call", gallery, {"layout": "app"}, name="take_call"),
    path("counts", gallery, {"layout": "app"}, name="counts"),
    path("overrides", gallery, {"layout": "app"}, name="overrides"),
    path("logout", gallery, {"layout": "app"}, name="logout"),
]
