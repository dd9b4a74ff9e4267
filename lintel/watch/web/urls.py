"""Addresses of watch."""

from django.urls import URLPattern, path

from lintel.watch.web import views

urlpatterns: list[URLPattern] = [
    path("watch", views.watch, name="watch"),
    path("watch/<uuid:question_id>", views.question, name="question"),
    path("watch/contacts/<uuid:contact_id>", views.who_opened_contact, name="who_opened_contact"),
    path("watch/people/<uuid:person_id>", views.who_opened_person, name="who_opened_person"),
]
