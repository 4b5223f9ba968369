"""The test suite: fast, silent, nothing left behind.

`DATABASE_URL` runs it on PostgreSQL, `REDIS_URL` with Redis (a database of its own: it is emptied).
"""

import os
import tempfile

from .base import *  # noqa: F403
from .base import database, redis_cache

SECRET_KEY = "for-tests-only"
ALLOWED_HOSTS = ["testserver", "localhost"]
DATABASES = database(os.environ.get("DATABASE_URL", "sqlite://:memory:"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="wego-test-media-")
DOCUMENTS_ROOT = tempfile.mkdtemp(prefix="wego-test-documents-")
if redis_url := os.environ.get("REDIS_URL"):
    # Workers of pytest-xdist empty their caches: each has a database of its own, from this one on.
    address, number = redis_url.rsplit("/", 1)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES = redis_cache(f"{address}/{int(number) + int(worker)}")
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAILADMIN_BASE_URL = "http://testserver"
DEMO_ALLOWED = True
