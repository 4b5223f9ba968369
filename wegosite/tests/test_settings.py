import os
import subprocess
import sys

import pytest

from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "SITE_URL": "https://example.org",
}


def production(**environment):
    """What the production settings say when they are read with an environment."""
    return subprocess.run(
        [sys.executable, "-c", "import wegosite.settings.production as s; print(s.DEMO_ALLOWED)"],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_it_needs_and_allows_no_demo():
    done = production(**COMPLETE)
    assert (done.returncode, done.stdout.strip()) == (0, "False")


@pytest.mark.parametrize("name", COMPLETE)
def test_production_names_what_is_missing(name):
    done = production(**{key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode == 1
    assert f"Set these environment variables: {name}" in done.stderr


def test_readers_and_content_have_the_same_seven_languages():
    assert settings.WAGTAIL_CONTENT_LANGUAGES is settings.LANGUAGES
    assert [code for code, _name in settings.LANGUAGES] == [
        "en",
        "ko",
        "zh-hans",
        "ru",
        "es",
        "fr",
        "ar",
    ]
