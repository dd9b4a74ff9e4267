"""Addresses of protection."""

from django.urls import URLPattern, path

from lintel.protection.web import convening, correcting, recording, step_views, views

_ONE = "discussions/<uuid:discussion_id>"

urlpatterns: list[URLPattern] = [
    path("discussions", views.my_discussions, name="my_discussions"),
    path("contacts/<uuid:contact_id>/discussion", views.discussion_of, name="discussion"),
    path("contacts/<uuid:contact_id>/convene", convening.convene, name="convene_discussion"),
    path(_ONE, views.discussion, name="one_discussion"),
    path(f"{_ONE}/answer", views.answer, name="answer_discussion"),
    path(f"{_ONE}/share", views.share, name="discussion_share"),
    path(f"{_ONE}/attendance", views.attendance, name="discussion_attendance"),
    path(f"{_ONE}/outcome", recording.outcome, name="discussion_outcome"),
    path(f"{_ONE}/correct", correcting.correct, name="correct_discussion"),
    path(f"{_ONE}/drafts/<str:form>", views.draft, name="discussion_draft"),
    path(f"{_ONE}/minutes", views.minutes, name="discussion_minutes"),
    path(f"{_ONE}/actions/<uuid:action_id>/done", views.action_done, name="discussion_action"),
    path("contacts/<uuid:contact_id>/steps/<uuid:step_id>", step_views.step, name="step"),
    path("not-seen-by-a-paediatrician", step_views.unseen, name="unseen_by_paediatrician"),
]
