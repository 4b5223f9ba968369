from django.core.management.base import BaseCommand

from search import index


class Command(BaseCommand):
    help = "Brings the search index up to date. What has not changed is left as it is."

    def add_arguments(self, parser):
        parser.add_argument("--clear", action="store_true", help="Empty the index first.")
        parser.add_argument(
            "--stale",
            action="store_true",
            help="Only what an earlier version of the text analysis has written.",
        )

    def handle(self, *args, **options):
        progress = self.progress if options["verbosity"] else lambda *args: None
        if options["clear"]:
            index.clear()
        written = index.rebuild(only_stale=options["stale"], progress=progress)
        self.stdout.write(f"{written} entries written.")

    def progress(self, kind, done, total):
        self.stdout.write(f"{kind}: {done} of {total}")
