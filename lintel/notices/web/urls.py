"""Addresses of notices."""

from django.urls import path

from lintel.notices.web import views

urlpatterns = [
    path("to-tell", views.to_tell, name="to_tell"),
    path("to-tell/<uuid:notice_id>", views.tell, name="tell"),
    path("alerts/<uuid:notice_id>/seen", views.seen, name="alert_seen"),
]
