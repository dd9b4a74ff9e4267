"""Addresses of people."""

from django.urls import URLPattern, path

from lintel.people.web.review import record_to_review, records_to_review

urlpatterns: list[URLPattern] = [
    path("records-to-review", records_to_review, name="records_to_review"),
    path("records-to-review/<uuid:review_id>", record_to_review, name="record_to_review"),
]
