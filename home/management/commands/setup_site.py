from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from wagtail.models import Locale, Page, Site

from core.permissions import ensure_secretariat
from home.models import HomePage
from languages.models import Action, FallbackPolicy
from search.models import Entry
from translations.access import ensure_translators


class Command(BaseCommand):
    help = (
        "Makes what every installation needs: the languages and what readers get where a page is"
        " not translated, a home page, the groups and the approval workflow. Changes nothing"
        " that is there; run it after each migrate."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        for code, _name in settings.LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        self.ensure_fallback_policies()
        self.ensure_home_page()
        ensure_secretariat()
        ensure_translators()
        call_command("ensure_office_access", stdout=self.stdout)
        if not Entry.objects.exists():
            call_command("rebuild_search_index", stdout=self.stdout, verbosity=0)
        self.stdout.write("Languages, home page and groups are in order.")

    def ensure_fallback_policies(self):
        """What is not there in a language is shown in the default one, until editors say else."""
        for locale in Locale.objects.filter(fallbackpolicy=None):
            policy = FallbackPolicy(locale=locale)
            if locale.language_code != settings.LANGUAGE_CODE:
                policy.action = Action.SHOW
                policy.chain = [("language", settings.LANGUAGE_CODE)]
            policy.save()

    def ensure_home_page(self):
        """A home page in the default language, in place of the page Wagtail is installed with."""
        locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        home = HomePage.objects.filter(locale=locale).order_by("path").first()
        if home is None:
            root = Page.objects.get(depth=1)
            home = root.add_child(
                instance=HomePage(title="WeGO", slug=f"home-{locale.language_code}", locale=locale)
            )
        site = Site.objects.filter(is_default_site=True).first()
        welcome = site and site.root_page
        if site is None:
            Site.objects.create(
                hostname="localhost", root_page=home, is_default_site=True, site_name="WeGO"
            )
        elif not isinstance(welcome.specific, HomePage):
            site.root_page = home
            site.site_name = site.site_name or "WeGO"
            site.save()
            if welcome.depth > 1 and welcome.specific_class is Page:
                welcome.delete()
