"""Measures the translation desk with few and with many pages, in a database of its own."""

import statistics
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail.models import GroupPagePermission, Locale, Page

from core.permissions import ensure_secretariat, permission
from translations.models import ItemTranslation, State, TranslatedItem

TIMES = 5
SECTIONS = 20
BATCH = 1000
# Of thirteen translations most are up to date.
STATES = [
    *[State.UP_TO_DATE] * 6,
    *[State.OUTDATED] * 2,
    *[State.MISSING] * 2,
    State.IN_PROGRESS,
    State.DRAFT,
    State.MACHINE,
]
VIEWS = {
    "desk": ("translation_desk", ""),
    "desk: a search": ("translation_desk", "?q=page-1"),
    "desk: outdated in Russian, oldest first": (
        "translation_desk",
        "?language=ru&state=outdated&ordering=since",
    ),
    "desk: last page": ("translation_desk", "?p=999999"),
    "dashboard": ("wagtailadmin_home", ""),
}


class Command(BaseCommand):
    help = (
        "Measures the translation desk with few and with many pages, as an editor of the"
        " Secretariat and a translator into Russian see it. Makes a database for that and removes"
        " it: a file of SQLite, or one on the server that DATABASE_URL names."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sizes",
            nargs="+",
            type=int,
            default=[100, 10_000],
            help="How many pages in the source language, each with a cell in every language.",
        )

    def handle(self, *args, sizes, **options):
        few = {}
        self.stdout.write(f"Median of {TIMES} on {connection.vendor}.")
        self.stdout.write(f"{'pages':>7}{'queries':>9}{'ms':>7}{'ratio':>7}")
        with scratch_database(), override_settings(DEBUG=False, SECURE_SSL_REDIRECT=False):
            site = Site()
            for size in sorted(sizes):
                site.grow(size)
                for what, (queries, milliseconds) in site.measure().items():
                    ratio = milliseconds / few.setdefault(what, milliseconds)
                    self.stdout.write(
                        f"{size:>7}{queries:>9}{milliseconds:>7.0f}{ratio:>6.1f}×  {what}"
                    )


@contextmanager
def scratch_database():
    """Have the default connection lead to an empty database while it is needed."""
    name, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    with tempfile.TemporaryDirectory() as folder:
        sqlite = connection.vendor == "sqlite"
        test["NAME"] = str(Path(folder) / "bench.sqlite3") if sqlite else f"bench_{name}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


class Site:
    """A home page in each language, sections beneath it, pages beneath those, and two people."""

    def __init__(self):
        Page.objects.filter(depth__gt=1).delete()
        self.size = 0
        self.kind = ContentType.objects.get_for_model(Page)
        self.now = timezone.now()
        self.locales = [
            Locale.objects.get_or_create(language_code=code)[0]
            for code, _name in settings.LANGUAGES
        ]
        key = uuid.uuid4()
        root = Page.objects.get(depth=1)
        homes = [self.page(root, step, key, locale) for step, locale in enumerate(self.locales, 1)]
        self.homes = {page.locale_id: page for page in Page.objects.bulk_create(homes)}
        self.sections = []
        self.people = {
            "Secretariat": self.person("secretariat", ensure_secretariat()),
            "translator": self.person("translator", self.translators()),
        }

    def translators(self):
        group = Group.objects.create(name="Translators into Russian")
        russian = next(one for one in self.homes.values() if one.locale.language_code == "ru")
        for codename in ("add_page", "change_page"):
            GroupPagePermission.objects.create(
                group=group, page=russian, permission=permission(codename)
            )
        group.permissions.add(
            permission("access_admin"), permission("submit_translation", "wagtail_localize")
        )
        return group

    def person(self, username, group):
        user = get_user_model().objects.create(username=username)
        user.groups.add(group)
        return user

    def page(self, parent, step, key, locale):
        slug = f"page-{step}"
        title = f"A page of the benchmark, {parent.slug}, {slug}"
        return Page(
            path=Page._get_path(parent.path, parent.depth + 1, step),
            depth=parent.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            translation_key=key,
            locale=locale,
            content_type=self.kind,
        )

    def grow(self, size):
        """Add sources, with versions, rows and cells, until there are `size` of them."""
        while self.size < size:
            stop = min(size, self.size + BATCH, SECTIONS if self.size < SECTIONS else size)
            self.add(range(self.size, stop))
            self.size = stop
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as the server does by itself, a minute later

    def add(self, numbers):
        """Add sections or, when there are enough of them, pages beneath them."""
        sections = numbers.start < SECTIONS
        added = []
        for number in numbers:
            parents = self.homes if sections else self.sections[number % SECTIONS]
            step = number + 1 if sections else number // SECTIONS
            key = uuid.uuid4()
            states = {
                locale.pk: STATES[(number + place) % len(STATES)] if place else State.SOURCE
                for place, locale in enumerate(self.locales)
            }
            versions = {
                locale.pk: self.page(parents[locale.pk], step, key, locale)
                for locale in self.locales
                # A section is there in every language, so that its pages have a place.
                if sections or states[locale.pk] != State.MISSING
            }
            added.append((versions, states, versions if sections else parents))
        Page.objects.bulk_create([one for versions, *_rest in added for one in versions.values()])
        if sections:
            self.sections += [versions for versions, *_rest in added]
        items = TranslatedItem.objects.bulk_create(
            [self.item(versions, section) for versions, _states, section in added]
        )
        ItemTranslation.objects.bulk_create(
            [
                self.cell(item, locale, states[locale.pk], versions.get(locale.pk))
                for item, (versions, states, _section) in zip(items, added, strict=True)
                for locale in self.locales
            ]
        )

    def item(self, versions, section):
        source, section = versions[self.locales[0].pk], section[self.locales[0].pk]
        return TranslatedItem(
            translation_key=source.translation_key,
            content_type=self.kind,
            source_locale=source.locale,
            source_pk=str(source.pk),
            title=source.title,
            section=section.translation_key,
            section_title=section.title,
            is_live=True,
            contents=texts(),
            changed_at=self.now - timedelta(minutes=source.pk),
        )

    def cell(self, item, locale, state, version):
        started = state not in (State.SOURCE, State.MISSING)
        return ItemTranslation(
            item=item,
            locale=locale,
            state=state,
            since=self.now - timedelta(hours=item.pk % 2400),
            target_pk=str(version.pk) if version and state != State.MISSING else "",
            is_live=state in (State.SOURCE, State.UP_TO_DATE, State.OUTDATED),
            seen=texts() if started else {},
            translated=texts() if started else {},
        )

    def measure(self):
        """Open each view as each person.

        Returns:
            a dictionary: by what was opened the number of queries and the median milliseconds.
        """
        found = {}
        for name, user in self.people.items():
            client = Client(HTTP_HOST="localhost")
            client.force_login(user)
            for what, (view, query) in VIEWS.items():
                url = f"{reverse(view)}{query}"
                client.get(url)  # the caches were cold
                with CaptureQueriesContext(connection) as queries:
                    response = client.get(url)
                if response.status_code != 200:
                    raise CommandError(f"{url} answers {response.status_code}.")
                number = len(queries)  # the next request empties the log
                times = []
                for _time in range(TIMES):
                    start = time.perf_counter()
                    client.get(url)
                    times.append(time.perf_counter() - start)
                found[f"{name}, {what}"] = number, statistics.median(times) * 1000
        return found


def texts():
    """Contents of the size of the demo's pages."""
    paragraph = "A sentence that stands for the others of its page. " * 5
    return {"title": ["A title"], "summary": [paragraph], f"body.{uuid.uuid4()}": [paragraph] * 3}
