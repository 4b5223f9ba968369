from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demo's accounts, those that exist."

    def handle(self, *args, **options):
        names = [account.username for account in ACCOUNTS]
        existing = set(
            get_user_model().objects.filter(username__in=names).values_list("username", flat=True)
        )
        if not existing:
            self.stdout.write("There are no demo accounts.")
            return
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}:")
        for account in ACCOUNTS:
            if account.username in existing:
                self.stdout.write(f"  {account.username:20} {account.role}")
