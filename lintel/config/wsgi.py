"""What a web server imports."""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
# From here on a database that is not there is one that went away, and none is made in its place.
settings.DATABASE_IS_THERE = True
application = get_wsgi_application()

from lintel.config import lookout  # noqa: E402 - Django is ready only now

lookout.begin()
# A page asks some fifty questions of the database, and after each may wait this long for a thread
# that draws another page, with what it has locked. Five milliseconds, which is usual, add up.
sys.setswitchinterval(0.001)
# Whoever asks first does not wait for every page to be read in; and what stays for good is not
# looked through again for what may go, which held a page up for a third of a second.
get_resolver().url_patterns  # noqa: B018 - reading it reads them in
gc.collect()
gc.freeze()
