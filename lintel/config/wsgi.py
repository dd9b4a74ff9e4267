"""What a web server imports."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
# From here on a database that is not there is one that went away, and none is made in its place.
settings.DATABASE_IS_THERE = True
application = get_wsgi_application()

from lintel.config import lookout  # noqa: E402 - Django is ready only now

lookout.begin()
