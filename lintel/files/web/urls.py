"""Addresses of files. None holds a name: what people call a file may say whom it is about."""

from django.urls import URLPattern, path

from lintel.files.web import views

urlpatterns: list[URLPattern] = [
    path("contacts/<uuid:contact_id>/files", views.attach_to_contact, name="attach_to_contact"),
    path("requests/<uuid:request_id>/files", views.attach_to_request, name="attach_to_request"),
    path(
        "discussions/<uuid:discussion_id>/files",
        views.attach_to_discussion,
        name="attach_to_discussion",
    ),
    path("files/<uuid:file_id>", views.one_file, name="file"),
    path("files/<uuid:file_id>/handling", views.mark_file, name="mark_file"),
]
