from django.core.management.base import BaseCommand

from search import asked


class Command(BaseCommand):
    help = "Deletes what people searched for longer ago than SEARCH_LOG_DAYS."

    def handle(self, *args, **options):
        self.stdout.write(f"{asked.purge()} rows deleted.")
