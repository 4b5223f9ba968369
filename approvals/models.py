from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """What somebody said when they submitted a page last, beside what Wagtail's workflow holds."""

    workflow_state = models.OneToOneField(
        "wagtailcore.WorkflowState",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="submission",
    )
    note = models.TextField(
        _("note for the reviewer"),
        blank=True,
        max_length=2000,
        help_text=_("What is new, and what to look at."),
    )
    due_on = models.DateField(
        _("needed by"),
        null=True,
        blank=True,
        help_text=_("The day by which it has to be approved."),
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = []
