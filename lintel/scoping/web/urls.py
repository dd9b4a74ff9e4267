"""Addresses of asking by token."""

from django.urls import URLPattern, path

from lintel.scoping.web import views

urlpatterns: list[URLPattern] = [
    path("contacts/<uuid:contact_id>/ask", views.ask, name="ask_by_token"),
    path("token-questions", views.token_questions, name="token_questions"),
]
