from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from core.digest import digests
from core.models import ReviewDigest


class Command(BaseCommand):
    help = "Mail each person, once a week, what waits for them: pages to look over, approvals."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7, help="How many days ahead (7).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent.")
        parser.add_argument("--force", action="store_true", help="Send again in the same week.")

    def handle(self, *args, days, dry_run, force, verbosity, **options):
        failed = []
        for user, sections in digests(days).items():
            if not user.email:
                number = sum(len(section.things) for section in sections)
                self.stderr.write(f"{user}: no e-mail address, {number} things due")
            elif dry_run:
                things = [str(thing) for section in sections for thing in section.things]
                self.stdout.write(f"{user}: {', '.join(things)}")
            else:
                try:
                    sent = send_once(user, sections, force)
                except Exception as error:  # noqa: BLE001 - one address must not stop the others
                    failed.append(str(user))
                    self.stderr.write(f"{user}: {error}")
                else:
                    if verbosity:
                        self.stdout.write(f"{user}: {'sent' if sent else 'has had it this week'}")
        if failed:
            raise CommandError(f"Not sent, will be tried again: {', '.join(failed)}")


def send_once(user, sections, force):
    """Send a person's mail unless they have had one this week; True when it was sent.

    Raises:
        what the mail server answers; then nothing is noted, and the next run tries again.
    """
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    try:
        with transaction.atomic():
            if force:
                ReviewDigest.objects.filter(user=user, week=monday).delete()
            # The note first: of two runs at once, the second waits for it and then finds it.
            ReviewDigest.objects.create(user=user, week=monday)
            send(user, sections)
    except IntegrityError:
        return False
    return True


def send(user, sections):
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        base_url = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        parts = [
            render_to_string(one.template, {"things": one.things, "base_url": base_url}).strip()
            for one in sections
        ]
        body = render_to_string("core/email/digest.txt", {"user": user, "parts": parts})
        send_mail(str(sections[0].subject), body.strip() + "\n", [user.email])
