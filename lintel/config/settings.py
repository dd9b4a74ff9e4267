"""Django's settings, from a few names in the environment and nothing else.

LINTEL_DATA: the folder an instance keeps its files in; ./.data unless given.
LINTEL_DATABASE_URL: postgres://... ; an SQLite file in the data folder unless given.
LINTEL_SECRET_FILE: one line that seals sessions and the trail; DATA/secret.key unless given.
LINTEL_URL, optional: the address people use, when a proxy serves it over https.
LINTEL_CLAMD, optional: where the virus scanner listens, "unix:/run/clamav/clamd.ctl" or
    "tcp:127.0.0.1:3310". Debian's own place is tried without it; "off" asks none.
LINTEL_ANCHORS, optional: the folder to which the trail's anchor goes each day, or after "|" the
    command that is handed it; DATA/anchors unless given.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import lintel
from lintel.config import sso
from lintel.config.databases import database

ROOT = Path(lintel.__file__).resolve().parent.parent
DATA = Path(os.environ.get("LINTEL_DATA", ".data")).absolute()
SECRET_FILE = Path(os.environ.get("LINTEL_SECRET_FILE", DATA / "secret.key"))

# Left empty when there is none: Django refuses at the first use, and `serve` says what to do.
SECRET_KEY = SECRET_FILE.read_text().strip() if SECRET_FILE.is_file() else ""

_anchors = os.environ.get("LINTEL_ANCHORS", "")
ANCHOR_COMMAND = _anchors[1:].strip() if _anchors.startswith("|") else ""
ANCHORS = Path(DATA / "anchors" if ANCHOR_COMMAND or not _anchors else _anchors).absolute()

PUBLIC_URL = os.environ.get("LINTEL_URL", "")
_address = urlsplit(PUBLIC_URL)
HTTPS = _address.scheme == "https"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [_address.hostname])]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"] if PUBLIC_URL else []

CONTEXTS = (
    "portal",
    "api",
    "demo",
    "pathways",
    "duty",
    "continuity",
    "watch",
    "oversight",
    "protection",
    "screening",
    "scoping",
    "files",
    "contacts",
    "people",
    "restrictions",
    "directory",
    "notices",
    "sharing",
    "audit",
    "govuk",
    "access",
    "policy",
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *(f"lintel.{context}" for context in CONTEXTS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "lintel.config",
]

MIDDLEWARE = [
    "lintel.config.middleware.Headers",
    "lintel.config.busy.ComeAgain",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lintel.config.middleware.Sizes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lintel.config.witness.Witness",
    "lintel.config.middleware.Refusals",
]

ROOT_URLCONF = "lintel.config.urls"
WSGI_APPLICATION = "lintel.config.wsgi.application"
APPEND_SLASH = False

DATABASES = {"default": database(os.environ.get("LINTEL_DATABASE_URL", ""), data=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by every process: the replay guard of one-time codes and the rate limits live here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lintel_cache",
    }
}

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            ROOT / "lintel" / "govuk" / "jinja2",
            *(ROOT / "lintel" / context / "web" / "jinja2" for context in CONTEXTS),
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "lintel.govuk.environment.environment",
            "context_processors": ["lintel.config.furniture.furniture"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "lintel.govuk.renderer.Renderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [ROOT / "build" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lintel.config.static.Storage"},
}

# --- Signing in -----------------------------------------------------------------------
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["lintel.access.backends.AccountBackend"]
ACCOUNT_ADAPTER = "lintel.access.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 600  # seconds between the password and the code
ACCOUNT_RATE_LIMITS = False  # ours are in access.guessing, by account and for every process
MFA_ADAPTER = "lintel.access.adapters.FactorAdapter"
MFA_TOTP_ISSUER = "Lintel"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
SOCIALACCOUNT_ADAPTER = "lintel.access.single_sign_on.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form could not go to another site: form-action 'self'
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sso.providers(DATA)}}
PASSWORD_RESET_TIMEOUT = 3600
PASSWORD_HASHERS = [
    "lintel.access.hashing.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "name")},
    },
    {"NAME": "lintel.access.passwords.NotFromTheContext"},
    {"NAME": "lintel.access.passwords.NotARun"},
]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# A screen left on a desk is closed after a quarter of an hour, and any sign-in after a shift.
SESSION_IDLE = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# An agency at ten times the whole country's peak sends 246 contacts a minute. One whose line was
# down for a day may send all of it at once: fifty a second for a minute, and ask about some.
API_REQUESTS_A_MINUTE = 3_600

# --- What a browser is told -----------------------------------------------------------
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}lintel"
CSRF_COOKIE_NAME = f"{_prefix}lintel-form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lintel.config.errors.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": with it browsers send "Origin: null" with a form, which Django refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- What is attached -----------------------------------------------------------------
_DEBIANS = "/run/clamav/clamd.ctl"
CLAMD = os.environ.get("LINTEL_CLAMD", f"unix:{_DEBIANS}" if Path(_DEBIANS).exists() else "")
CLAMD = "" if CLAMD == "off" else CLAMD
# Files go to the disk as they come, never to memory, and no further than one may be long.
FILE_UPLOAD_HANDLERS = ["lintel.files.incoming.ToDisk"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# No narrative and no names in logs: what failed and where, not what it was given.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "lintel.config.logs.WithoutValues",
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "lintel": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
