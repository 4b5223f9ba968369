from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from core.models import ReviewDigest
from core.reviews import due_by_person


class Command(BaseCommand):
    help = "Mail each person, once a week, the pages that they are to look over."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7, help="How many days ahead (7).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent.")
        parser.add_argument("--force", action="store_true", help="Send again in the same week.")

    def handle(self, *args, days, dry_run, force, verbosity, **options):
        failed = []
        for user, pages in due_by_person(days).items():
            if not user.email:
                self.stderr.write(f"{user}: no e-mail address, {len(pages)} pages due")
            elif dry_run:
                self.stdout.write(f"{user}: {', '.join(page.draft_title for page in pages)}")
            else:
                try:
                    sent = send_once(user, pages, force)
                except Exception as error:  # noqa: BLE001 - one address must not stop the others
                    failed.append(str(user))
                    self.stderr.write(f"{user}: {error}")
                else:
                    if verbosity:
                        self.stdout.write(f"{user}: {'sent' if sent else 'has had it this week'}")
        if failed:
            raise CommandError(f"Not sent, will be tried again: {', '.join(failed)}")


def send_once(user, pages, force):
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
            send(user, pages)
    except IntegrityError:
        return False
    return True


def send(user, pages):
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        context = {
            "user": user,
            "pages": pages,
            "base_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        }
        body = render_to_string("core/email/review_digest.txt", context)
        send_mail(_("Pages to look over"), body.strip() + "\n", [user.email])
