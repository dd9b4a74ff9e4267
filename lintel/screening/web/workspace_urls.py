"""Addresses of an agency's workspace."""

from django.urls import URLPattern, path

from lintel.screening.web import workspace

urlpatterns: list[URLPattern] = [
    path("requests", workspace.requests, name="requests"),
    path("requests/<uuid:request_id>", workspace.one_request, name="request"),
    path("requests/<uuid:request_id>/draft", workspace.answer_draft, name="answer_draft"),
    path("requests/<uuid:request_id>/give", workspace.give_request, name="give_request"),
    path("items/<uuid:contribution_id>/handling", workspace.change_mark, name="change_mark"),
]
