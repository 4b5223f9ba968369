"""What every environment shares. Safe by itself: no secret, no DEBUG, no host is set here."""

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the running site writes (database, uploads, collected files) lives in one folder.
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

DEBUG = False

INSTALLED_APPS = [
    # Ours come first, so that their templates and admin hooks win over Wagtail's.
    "home",
    "search",
    "people",
    "regional_offices",
    "news",
    "awards",
    "partners",
    "faq",
    "pages",
    "translations",
    "approvals",
    "languages",
    "core",
    "images",
    "documents",
    "users",
    "demo",
    "wegosite",
    "wagtail_localize",
    "wagtail_localize.locales",  # replaces wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "core.middleware.SecurityHeadersMiddleware",  # outermost: redirects and errors get headers too
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.BadInputMiddleware",
    "core.middleware.AdminMethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "languages.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.ProtectedRecordMiddleware",
    "users.middleware.LoginThrottleMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "wegosite.urls"
WSGI_APPLICATION = "wegosite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "wegosite" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def database(url):
    """The DATABASES setting for one address, with options that hold under load.

    SQLite waits for a writer instead of failing; PostgreSQL ends a runaway statement.
    """
    config = dj_database_url.parse(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # Compiling a query takes longer than any of ours runs: hence no jit.
        config["OPTIONS"] = {"options": "-c statement_timeout=15s -c lock_timeout=5s -c jit=off"}
    return {"default": config}


DATABASES = database(f"sqlite:///{VAR_DIR / 'wego.sqlite3'}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# One list for the interface and the content: what a reader can choose, a page can exist in.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ko", _("Korean")),
    ("zh-hans", _("Simplified Chinese")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# Our own strings; those that Wagtail leaves in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"  # the Secretariat's

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Not beneath MEDIA_ROOT, which the web server serves: a document can be private.
DOCUMENTS_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def redis_cache(url):
    """The CACHES setting for a Redis address. A server that hangs is given half a second."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }


CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The translation editor and long pages post many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

WAGTAIL_SITE_NAME = "WeGO"
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin asks no third-party host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # who is to approve is told: approvals
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # one address, the same in every language
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
SEARCH_LOG_DAYS = 90  # what people searched for is deleted after so many: manage.py purge_searches
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

WAGTAILIMAGES_IMAGE_MODEL = "images.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.CustomImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "documents.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.forms.CustomDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []

# A translation starts as a draft: nobody's English goes live under another language's address.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False


def machine_translator(environment):
    """The WAGTAILLOCALIZE_MACHINE_TRANSLATOR setting: None unless `MACHINE_TRANSLATOR` names one.

    Args:
        environment: the variables of docs/deployment.md.

    Raises:
        ImproperlyConfigured: for a service that is not known, or lacks a variable or its library.
    """
    service = environment.get("MACHINE_TRANSLATOR", "").strip().lower()
    if not service:
        return None
    url = environment.get("MACHINE_TRANSLATOR_URL", "").rstrip("/")
    key = environment.get("MACHINE_TRANSLATOR_KEY", "")
    project = environment.get("MACHINE_TRANSLATOR_PROJECT", "")
    classes = {
        "libretranslate": "libretranslate.LibreTranslator",
        "deepl": "deepl.DeepLTranslator",
        "google": "google.GoogleCloudTranslator",
    }
    if service not in classes:
        names = ", ".join(classes)
        raise ImproperlyConfigured(f"MACHINE_TRANSLATOR is {service!r}: use one of {names}.")
    if service == "libretranslate":
        needed = {"MACHINE_TRANSLATOR_URL": url}
        options = {"LIBRETRANSLATE_URL": url, "API_KEY": key}
    elif service == "deepl":
        needed = {"MACHINE_TRANSLATOR_KEY": key}
        options = {"AUTH_KEY": key}
    else:
        needed = {"MACHINE_TRANSLATOR_KEY": key, "MACHINE_TRANSLATOR_PROJECT": project}
        options = {"CREDENTIALS_PATH": key, "PROJECT_ID": project}
    if missing := [name for name, value in needed.items() if not value]:
        raise ImproperlyConfigured(f"MACHINE_TRANSLATOR={service} needs {', '.join(missing)}.")
    if service == "google" and not is_installed("google.cloud.translate"):
        raise ImproperlyConfigured("MACHINE_TRANSLATOR=google needs wagtail-localize[google].")
    timeout = environment.get("MACHINE_TRANSLATOR_TIMEOUT") or "10"
    if not timeout.isdecimal() or int(timeout) == 0:
        raise ImproperlyConfigured("MACHINE_TRANSLATOR_TIMEOUT must be a number of seconds.")
    return {
        "CLASS": f"wagtail_localize.machine_translators.{classes[service]}",
        "OPTIONS": {**options, "TIMEOUT": int(timeout)},
    }


def is_installed(module):
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package it would be in
        return False


# Off by default. What a machine proposes goes nowhere before a person has reviewed it.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(os.environ)

# The demo content may be loaded only where this is on: development and tests.
DEMO_ALLOWED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
