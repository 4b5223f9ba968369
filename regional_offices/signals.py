from django.db.models.signals import post_save
from django.dispatch import receiver

from wagtail.signals import page_published

from regional_offices.access import ensure_office_access
from regional_offices.models import RegionalOfficePage


@receiver(post_save, sender=RegionalOfficePage)
def office_made(sender, instance, created, raw=False, **kwargs):
    """A new office, or a new language version of one, gets its team's rights at once."""
    if created and not raw:
        ensure_office_access(instance)


@receiver(page_published, sender=RegionalOfficePage)
def office_published(sender, instance, **kwargs):
    """The team follows the title, and an office that becomes one gets its team."""
    ensure_office_access(instance)
