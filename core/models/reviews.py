from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewDigest(models.Model):
    """Notes that a person had the week's mail of pages to look over, so that none is sent twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="Its Monday.")

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="one_review_digest_a_week")
        ]
