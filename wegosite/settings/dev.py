"""A developer's or a stranger's own machine: `make run`.

The site looks as visitors will see it, its own error pages included. `DEBUG=1` shows Django's
technical pages instead.
"""

import os

from .base import *  # noqa: F403
from .base import VAR_DIR, database

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = "for-development-only-never-in-production"
ALLOWED_HOSTS = ["*"]
DATABASES = database(os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'wego.sqlite3'}"))
VAR_DIR.mkdir(exist_ok=True)

# Static files straight from the source tree, without collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = None
SERVE_MEDIA = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

DEMO_ALLOWED = True
