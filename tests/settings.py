"""The product's settings with a folder, a secret and a database that only tests use."""

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="lintel-tests-"))
(_folder / "secret.key").write_text("a-fixed-secret-that-only-the-tests-use-0123456789abcdef\n")
(_folder / "instance").write_text("0123456789abcdef\n")
os.environ["LINTEL_DATA"] = str(_folder)
os.environ.pop("LINTEL_SECRET_FILE", None)
os.environ["LINTEL_DATABASE_URL"] = os.environ.get("LINTEL_TEST_DATABASE_URL", "")

from lintel.config.settings import *  # noqa: E402, F403
from lintel.config.settings import MIDDLEWARE, STORAGES  # noqa: E402

# A live server in a test serves files by their plain names, so pages must ask for those.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
ALLOWED_HOSTS = ["*"]

# Argon2 is slow on purpose; whether it is in force is looked at in tests/test_settings.py.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
