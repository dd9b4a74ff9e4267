"""Where signing in and out happens. allauth's own addresses are not served."""

from django.urls import path

from lintel.access.web import demo, passkeys, resets, sign_ins, single_sign_on, step_up, views

urlpatterns = [
    path("login", views.sign_in, name="login"),
    path("login/code", views.code, name="login_code"),
    path("login/set-up-code", views.set_up_code, name="login_set_up_code"),
    path("login/code/passkey", views.code_passkey, name="login_code_passkey"),
    path("login/passkey", passkeys.passkey, name="login_passkey"),
    path("login/passkey/begin", passkeys.begin, name="login_passkey_begin"),
    path("login/passkey/password", passkeys.password, name="login_passkey_password"),
    # allauth finds these two by name.
    path("login/sso/<slug:provider_id>", single_sign_on.go, name="openid_connect_login"),
    path(
        "login/sso/<slug:provider_id>/callback",
        single_sign_on.come_back,
        name="openid_connect_callback",
    ),
    path("login/demo", demo.be_somebody, name="login_demo"),
    path("login/invitation", resets.invitation, name="invitation"),
    path("login/invitation/<str:token>", resets.invitation_link, name="invitation_link"),
    path("step-up", step_up.step_up, name="step_up"),
    path("your-sign-ins", sign_ins.your_sign_ins, name="your_sign_ins"),
    path("your-sign-ins/end-others", sign_ins.end_others, name="end_other_sign_ins"),
    path(
        "your-sign-ins/recovery-codes", sign_ins.renew_recovery_codes, name="renew_recovery_codes"
    ),
    path("your-sign-ins/passkeys/add", sign_ins.add_passkey, name="add_passkey"),
    path("your-sign-ins/passkeys/make", sign_ins.begin_adding, name="begin_adding_passkey"),
    path("your-sign-ins/passkeys/use", sign_ins.begin_using, name="begin_using_passkey"),
    path(
        "your-sign-ins/passkeys/<int:passkey_id>/name",
        sign_ins.name_passkey,
        name="name_passkey",
    ),
    path(
        "your-sign-ins/passkeys/<int:passkey_id>/remove",
        sign_ins.remove_passkey,
        name="remove_passkey",
    ),
    path("your-sign-ins/<uuid:sign_in_id>/end", sign_ins.end, name="end_sign_in"),
    path("signed-in", sign_ins.signed_in, name="signed_in"),
    path("signed-in/<uuid:account_id>/end", sign_ins.end_sessions, name="end_sessions"),
    path("signed-in/<uuid:account_id>/lift", sign_ins.lift_guessing, name="lift_guessing"),
    path("logout", views.sign_out, name="logout"),
    path("password-reset", resets.ask, name="password_reset"),
    path("password-reset/sent", resets.sent, name="password_reset_sent"),
    path("password-reset/choose", resets.choose, name="password_reset_choose"),
    path("password-reset/<str:who>/<str:token>", resets.link, name="password_reset_link"),
]
