"""What people type to sign in.

The widgets name the GOV.UK component that draws them; the form renderer does the rest.
"""

from django import forms


class OneLine(forms.TextInput):
    component = "input"
    width = "two-thirds"


class Hidden(forms.PasswordInput):
    component = "password"


class Code(forms.TextInput):
    component = "input"
    width = "10"


def _name(label: str = "User name or email address") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=254,
        error_messages={"required": "Enter your user name or email address"},
        widget=OneLine({"autocomplete": "username", "spellcheck": "false"}),
    )


def _new_password() -> forms.CharField:
    return forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three or four unrelated words work well.",
        max_length=1000,
        strip=False,
        error_messages={"required": "Enter a new password"},
        widget=Hidden({"autocomplete": "new-password"}),
    )


class SignInForm(forms.Form):
    username = _name()
    password = forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=Hidden({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text="Six numbers from your authenticator app, or one of your recovery codes.",
        max_length=40,
        error_messages={"required": "Enter the code from your authenticator app"},
        widget=Code({"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class SetUpForm(CodeForm):
    code = forms.CharField(
        label="Code from the app",
        help_text="Six numbers. They change every half minute.",
        max_length=40,
        error_messages={"required": "Enter the code from your authenticator app"},
        widget=Code({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=Hidden({"autocomplete": "current-password"}),
    )


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="So that you know it again. For example, Work telephone",
        max_length=60,
        error_messages={"required": "Enter a name you will know it by, such as Work telephone"},
        widget=OneLine({"autocomplete": "off"}),
    )


class AskResetForm(forms.Form):
    username = _name()


class NewPasswordForm(forms.Form):
    password = _new_password()


class IdentityInvitationForm(forms.Form):
    """For somebody who signs in elsewhere: no password of Lintel's own."""

    name = forms.CharField(
        label="Your full name",
        help_text="As your colleagues know you. It is shown beside what you do.",
        max_length=150,
        error_messages={"required": "Enter your full name"},
        widget=OneLine({"autocomplete": "name", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label="User name",
        help_text="Letters, numbers, dots, hyphens and underscores.",
        max_length=150,
        error_messages={"required": "Enter a user name"},
        widget=OneLine({"autocomplete": "username", "spellcheck": "false"}),
    )


class InvitationForm(IdentityInvitationForm):
    password = _new_password()
