"""A real OpenID Connect provider on this machine: allauth's own, in a process of its own.

    python a_provider.py FOLDER CALLBACK   prints its address, then serves until it is ended

Two people have accounts there: "mia", with a verified e-mail address, and "sly", without.
/enter?who=mia stands for the page on which they sign in.
"""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import include, path

PEOPLE = {"mia": True, "sly": False}


class Quiet(WSGIRequestHandler):
    def log_message(self, *words) -> None:
        """Nothing: the output is the address."""


def enter(request):
    from django.contrib.auth import get_user_model, login

    user = get_user_model().objects.get(username=request.GET["who"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("in")


urlpatterns = [path("enter", enter)]


def begin(folder: Path, callback: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    settings.configure(
        SECRET_KEY="a-provider-that-only-a-test-talks-to",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "idp.sqlite3")}
        },
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        IDP_OIDC_PRIVATE_KEY=pem.decode(),
        LOGIN_URL="/enter",
        # Each exchange of a token asks for the secret of the client, and its own hash is slow.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
    )
    django.setup()
    urlpatterns.append(path("", include("allauth.idp.urls")))
    call_command("migrate", verbosity=0)
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model

    for name, verified in PEOPLE.items():
        email = f"{name}@northbeck.example"
        user = get_user_model().objects.create(username=name, email=email)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    client = Client(
        id="lintel", name="Lintel", scopes="openid\nprofile\nemail", skip_consent=True,
        redirect_uris=callback,
    )  # fmt: skip
    client.set_secret("a-secret-of-the-client")
    client.save()


if __name__ == "__main__":
    begin(Path(sys.argv[1]), sys.argv[2])
    from django.core.wsgi import get_wsgi_application

    server = make_server(
        "127.0.0.1", 0, get_wsgi_application(), server_class=WSGIServer, handler_class=Quiet
    )
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
