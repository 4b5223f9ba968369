from django.core.management.base import BaseCommand

from regional_offices.access import ensure_office_access
from regional_offices.models import RegionalOfficePage


class Command(BaseCommand):
    help = "Makes or repairs the groups, the rights and the collection of every office."

    def handle(self, *args, **options):
        done = set()
        for office in RegionalOfficePage.objects.order_by("path"):
            if office.translation_key in done:
                continue
            done.add(office.translation_key)
            if team := ensure_office_access(office):
                self.stdout.write(f"{team}: rights are in order")
