from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Collection


class Role(models.TextChoices):
    """What somebody may do on an office's pages."""

    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Manager")


class Approval(models.TextChoices):
    """Who says that a page of an office may be published."""

    SECRETARIAT = "secretariat", _("the Secretariat")
    MANAGERS = "managers", _("the office’s own managers")


class RegionalOfficeTeam(models.Model):
    """The people of one office: two groups with rights on its page in every language.

    Keyed by the translation key, which all language versions of the office's page share.
    """

    office_key = models.UUIDField(unique=True, editable=False)
    editors = models.OneToOneField(
        "auth.Group", on_delete=models.PROTECT, related_name="edits_office", editable=False
    )
    managers = models.OneToOneField(
        "auth.Group", on_delete=models.PROTECT, related_name="manages_office", editable=False
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="regional_office", editable=False
    )
    approval = models.CharField(
        _("submitted pages are approved by"),
        max_length=20,
        choices=Approval,
        default=Approval.SECRETARIAT,
        help_text=_("The Secretariat can approve as well when the office’s managers do."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("office team")
        verbose_name_plural = _("office teams")
        default_permissions = ["change"]

    def __str__(self):
        return self.collection.name

    @property
    def is_closed(self):
        return self.closed_at is not None

    def group(self, role):
        """The group of a `Role`."""
        return self.managers if role == Role.MANAGER else self.editors
