"""Addresses of the portal. None holds anything about anybody."""

from django.urls import path

from lintel.portal.web import entry, files, sending, steps

urlpatterns = [
    path("refer", entry.start, name="refer"),
    path("refer/start-again", entry.start_again, name="refer_start_again"),
    path("refer/files", files.add_files, name="refer_files"),
    path("refer/check", sending.check, name="refer_check"),
    path("refer/sent", sending.sent, name="refer_sent"),
    path("refer/saved", entry.saved, name="refer_saved"),
    path("refer/return", entry.come_back, name="refer_return"),
    path("refer/leave", entry.leave, name="refer_leave"),
    path("refer/<slug:each>/<int:number>/remove", steps.remove, name="refer_remove"),
    path("refer/<slug:each>/<int:number>/<slug:key>", steps.step_of_each, name="refer_each"),
    path("refer/<slug:key>", steps.step, name="refer_step"),
]
