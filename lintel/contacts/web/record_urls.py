"""Addresses of one contact. References and names are in no address: ids are."""

from django.urls import URLPattern, path

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts.web import people, person, record, record_steps as steps

P = Permission
ONE = "contacts/<uuid:contact_id>"


def _step(view: type[steps.Step], permission: Permission, more: str = "") -> URLPattern:
    page = guarded(permission, object_type="contact", methods=("GET", "POST"))(view)
    return path(f"{ONE}/{view.name}{more}", page, name=view.name)


urlpatterns: list[URLPattern] = [
    path(ONE, record.contact, name="contact"),
    path(f"{ONE}/people", people.people_page, name="people"),
    path(f"{ONE}/history", record.history, name="history"),
    path(f"{ONE}/trail", record.trail, name="trail"),
    path("drafts/<str:form>", record.draft, name="draft"),
    path("people/duplicates", person.duplicates_page, name="duplicates"),
    path("people/<uuid:person_id>", person.person, name="person"),
    path("people/<uuid:person_id>/with/<uuid:other_id>", person.compare, name="compare_people"),
    path("people/<uuid:person_id>/unmerge/<uuid:merge_id>", person.unmerge, name="unmerge_person"),
    _step(steps.LookStep, P.LOOK),
    _step(steps.AcknowledgeStep, P.ACKNOWLEDGE_IMMEDIATE),
    _step(steps.RateStep, P.RATE),
    _step(steps.HoldStep, P.HOLD),
    _step(steps.ReleaseStep, P.HOLD),
    _step(steps.AssignStep, P.ASSIGN),
    _step(steps.NoteStep, P.ADD_NOTE),
    _step(steps.CorrectStep, P.CORRECT),
    _step(steps.CloseStep, P.CLOSE),
    _step(steps.ReopenStep, P.REOPEN),
    _step(steps.SetAsideStep, P.DISMISS_INDICATOR, "/<uuid:indicator_id>"),
]
