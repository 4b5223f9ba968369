from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demo.accounts import ensure_accounts
from demo.builder import DemoBuilder
from demo.reader import languages
from home.models import HomePage


class Command(BaseCommand):
    help = (
        "Loads the demo content: what is missing is made, what is there is left as it is."
        " Refuses to run where DEMO_ALLOWED is off, as it is in production."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing when the site has pages beneath its home page already.",
        )

        parser.add_argument(
            "--language",
            action="append",
            choices=languages(),
            help="Load this language only; may be given more than once. All are loaded without it.",
        )

    def handle(self, *args, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo content is for development and tests. This installation does not allow"
                " it: the setting DEMO_ALLOWED is off."
            )
        has_pages = HomePage.objects.filter(numchild__gt=0).exists()
        if options["if_empty"] and has_pages:
            self.stdout.write("The site has content; the demo is not loaded again.")
            return
        with transaction.atomic():
            call_command("setup_site", verbosity=0, stdout=self.stdout)
            author = ensure_accounts()["secretariat-editor"]
            builder = DemoBuilder(author, report=self.stdout.write)
            builder.build(options["language"] or languages())
            ensure_accounts()  # once more: the offices exist now
        self.stdout.write("Reading documents for the search…")
        call_command("extract_document_text", stdout=StringIO())
        self.stdout.write("Preparing pictures in all sizes…")
        builder.make_renditions()
        self.stdout.write(self.style.SUCCESS("The demo content is loaded."))
