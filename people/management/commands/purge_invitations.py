from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from people.models import Invitation


class Command(BaseCommand):
    help = "Deletes invitations, and the addresses in them, some time after they have ended."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90, help="How long they are kept (90).")

    def handle(self, *args, days, verbosity, **options):
        before = timezone.now() - timedelta(days=days)
        deleted, _by_model = Invitation.objects.filter(expires_at__lt=before).delete()
        if verbosity:
            self.stdout.write(f"{deleted} invitations deleted")
