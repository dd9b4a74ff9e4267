"""Addresses of the portal. None holds anything about anybody."""

from django.urls import path

from lintel.portal.web import views

urlpatterns = [
    path("refer", views.start, name="refer"),
    path("refer/start-again", views.start_again, name="refer_start_again"),
    path("refer/check", views.check, name="refer_check"),
    path("refer/sent", views.sent, name="refer_sent"),
    path("refer/saved", views.saved, name="refer_saved"),
    path("refer/return", views.come_back, name="refer_return"),
    path("refer/leave", views.leave, name="refer_leave"),
    path("refer/<slug:each>/<int:number>/remove", views.remove, name="refer_remove"),
    path("refer/<slug:each>/<int:number>/<slug:key>", views.step_of_each, name="refer_each"),
    path("refer/<slug:key>", views.step, name="refer_step"),
]
