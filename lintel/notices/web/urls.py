"""Addresses of notices."""

from django.urls import path

from lintel.notices.web import alerts, views

urlpatterns = [
    path("to-tell", views.to_tell, name="to_tell"),
    path("to-tell/<uuid:notice_id>", views.tell, name="tell"),
    path("alerts", alerts.alerts, name="alerts"),
    path("alerts/seen", alerts.all_seen, name="alerts_seen"),
    path("alerts/<uuid:notice_id>/seen", alerts.seen, name="alert_seen"),
]
