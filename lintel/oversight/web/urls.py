"""Addresses of oversight."""

from django.urls import URLPattern, path

from lintel.oversight.web import allegation_views, views

_CONTACT = "contacts/<uuid:contact_id>"
_ONE = f"{_CONTACT}/challenges/<uuid:challenge_id>"

urlpatterns: list[URLPattern] = [
    path("allegations", allegation_views.allegations, name="allegations"),
    path("allegations/<uuid:allegation_id>", allegation_views.allegation, name="allegation"),
    path(
        "allegations/<uuid:allegation_id>/draft",
        allegation_views.allegation_draft,
        name="allegation_draft",
    ),
    path("challenges", views.challenges, name="challenges"),
    path("challenges/themes", views.challenge_themes, name="challenge_themes"),
    path(f"{_CONTACT}/challenge", views.challenge_contact, name="challenge_contact"),
    path(f"{_CONTACT}/challenge/draft", views.challenge_draft, name="challenge_draft"),
    path(_ONE, views.challenge, name="challenge"),
    path(f"{_ONE}/draft", views.answer_draft, name="challenge_answer_draft"),
]
