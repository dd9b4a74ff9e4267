"""The product's settings with a folder, a secret and a database that only tests use."""

import atexit
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import jinja2

_folder = Path(tempfile.mkdtemp(prefix="lintel-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "secret.key").write_text("a-fixed-secret-that-only-the-tests-use-0123456789abcdef\n")
(_folder / "instance").write_text("0123456789abcdef\n")
os.environ["LINTEL_DATA"] = str(_folder)
os.environ.pop("LINTEL_SECRET_FILE", None)
os.environ.pop("LINTEL_URL", None)
os.environ["LINTEL_DATABASE_URL"] = os.environ.get("LINTEL_TEST_DATABASE_URL", "")

from lintel.config.settings import *  # noqa: E402, F403
from lintel.config.settings import (  # noqa: E402
    DATABASES,
    MIDDLEWARE,
    ROOT,
    STORAGES,
    TEMPLATES,
)

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, so that threads have connections of their own, as in the product. Only the wait
    # for the disk is left out.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"

# A live server in a test serves files by their plain names, so pages must ask for those.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]

# Argon2 is slow on purpose; that the product uses it is looked at in tests/test_settings.py.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# What a template was compiled to is found again by the next run: to compile them all takes three
# seconds of work. Jinja holds it against the template, and its name says what compiled it.
_maker = (jinja2.__version__ + (ROOT / "lintel/govuk/environment.py").read_text()).encode()
TEMPLATES[0]["OPTIONS"]["bytecode_cache"] = jinja2.FileSystemBytecodeCache(
    pattern=f"lintel-{sha256(_maker).hexdigest()[:12]}-%s"
)
