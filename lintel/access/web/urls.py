"""Where signing in and out happens. allauth's own addresses are not served."""

from django.urls import path

from lintel.access.web import demo, resets, step_up, views

urlpatterns = [
    path("login", views.sign_in, name="login"),
    path("login/code", views.code, name="login_code"),
    path("login/set-up-code", views.set_up_code, name="login_set_up_code"),
    path("login/demo", demo.be_somebody, name="login_demo"),
    path("login/invitation", resets.invitation, name="invitation"),
    path("login/invitation/<str:token>", resets.invitation_link, name="invitation_link"),
    path("step-up", step_up.step_up, name="step_up"),
    path("logout", views.sign_out, name="logout"),
    path("password-reset", resets.ask, name="password_reset"),
    path("password-reset/sent", resets.sent, name="password_reset_sent"),
    path("password-reset/choose", resets.choose, name="password_reset_choose"),
    path("password-reset/<str:who>/<str:token>", resets.link, name="password_reset_link"),
]
