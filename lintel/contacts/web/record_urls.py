"""Addresses of one contact. References and names are in no address: ids are."""

from django.urls import URLPattern, path

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts.web import conflicts, family, glass, masked, people, person, record
from lintel.contacts.web.endings import CloseStep, ReopenStep
from lintel.contacts.web.first_look import AcknowledgeStep, LookStep
from lintel.contacts.web.holds import AssignStep, HoldStep, ReleaseStep
from lintel.contacts.web.notes import CorrectStep, NoteStep
from lintel.contacts.web.ratings import RateStep, SetAsideStep
from lintel.contacts.web.restricting import RestrictStep, restrict_person
from lintel.contacts.web.senior_reads import SeniorReadStep
from lintel.contacts.web.steps import Step

P = Permission
ONE = "contacts/<uuid:contact_id>"


def _step(view: type[Step], permission: Permission, more: str = "") -> URLPattern:
    page = guarded(permission, object_type="contact", methods=("GET", "POST"))(view)
    where = view.name.replace("_", "-")
    return path(f"{ONE}/{where}{more}", page, name=view.name)


urlpatterns: list[URLPattern] = [
    path(ONE, record.contact, name="contact"),
    path(f"{ONE}/break-glass", glass.break_glass, name="break_glass"),
    path("break-glass", glass.break_glass_by_reference, name="break_glass_by_reference"),
    path(f"{ONE}/possible-conflict", conflicts.possible_conflict, name="possible_conflict"),
    path("conflicts", conflicts.my_conflicts, name="my_conflicts"),
    path("conflicts/declare", conflicts.declare_conflict, name="declare_conflict"),
    path("conflicts/details", conflicts.own_details, name="own_details"),
    path("conflicts/of-others", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:conflict_id>/end", conflicts.end_conflict, name="end_conflict"),
    path(f"{ONE}/people", people.people_page, name="people"),
    path(f"{ONE}/history", family.history, name="history"),
    path("people/<uuid:person_id>/family", family.family, name="family"),
    path(f"{ONE}/masked/<slug:zone>", masked.open_masked, name="open_masked"),
    path(f"{ONE}/trail", record.trail, name="trail"),
    path("drafts/<str:form>", record.draft, name="draft"),
    path("people/duplicates", person.duplicates_page, name="duplicates"),
    path("people/<uuid:person_id>", person.person, name="person"),
    path("people/<uuid:person_id>/with/<uuid:other_id>", person.compare, name="compare_people"),
    path("people/<uuid:person_id>/unmerge/<uuid:merge_id>", person.unmerge, name="unmerge_person"),
    _step(LookStep, P.LOOK),
    _step(AcknowledgeStep, P.ACKNOWLEDGE_IMMEDIATE),
    _step(RateStep, P.RATE),
    _step(HoldStep, P.HOLD),
    _step(ReleaseStep, P.HOLD),
    _step(AssignStep, P.ASSIGN),
    _step(NoteStep, P.ADD_NOTE),
    _step(CorrectStep, P.CORRECT),
    _step(SeniorReadStep, P.SENIOR_READ),
    _step(RestrictStep, P.RESTRICT),
    path("people/<uuid:person_id>/restrict", restrict_person, name="restrict_person"),
    _step(CloseStep, P.CLOSE),
    _step(ReopenStep, P.REOPEN),
    _step(SetAsideStep, P.DISMISS_INDICATOR, "/<uuid:indicator_id>"),
]
