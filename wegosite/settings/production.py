"""Production: everything comes from the environment, and what is missing is named at start."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import VAR_DIR, database, redis_cache

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL")
if missing := [name for name in REQUIRED if not os.environ.get(name)]:
    raise ImproperlyConfigured(f"Set these environment variables: {', '.join(missing)}")


def flag(name, default):
    return os.environ.get(name, default) == "1"


SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
DATABASES = database(os.environ["DATABASE_URL"])
WAGTAILADMIN_BASE_URL = os.environ["SITE_URL"]
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

STATIC_ROOT = os.environ.get("STATIC_ROOT", VAR_DIR / "static")
MEDIA_ROOT = os.environ.get("MEDIA_ROOT", VAR_DIR / "media")
DOCUMENTS_ROOT = os.environ.get("DOCUMENTS_ROOT", VAR_DIR / "private")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Counters (log-in attempts) and site paths must be shared by all processes.
if redis_url := os.environ.get("REDIS_URL"):
    CACHES = redis_cache(redis_url)
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
        }
    }

SECURE_SSL_REDIRECT = True
if flag("BEHIND_TLS_PROXY", "1"):  # only where the proxy overwrites this header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
# These two bind the whole domain of the client: each can be set, preload is off by default.
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_INCLUDE_SUBDOMAINS", "1")
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", "0")
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preload is the owner of the domain's decision
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", "0")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")
