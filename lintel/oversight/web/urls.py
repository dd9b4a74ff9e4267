"""Addresses of oversight."""

from django.urls import URLPattern, path

from lintel.oversight.web import views

_CONTACT = "contacts/<uuid:contact_id>"
_ONE = f"{_CONTACT}/challenges/<uuid:challenge_id>"

urlpatterns: list[URLPattern] = [
    path("challenges", views.challenges, name="challenges"),
    path("challenges/themes", views.challenge_themes, name="challenge_themes"),
    path(f"{_CONTACT}/challenge", views.challenge_contact, name="challenge_contact"),
    path(f"{_CONTACT}/challenge/draft", views.challenge_draft, name="challenge_draft"),
    path(_ONE, views.challenge, name="challenge"),
    path(f"{_ONE}/draft", views.answer_draft, name="challenge_answer_draft"),
]
