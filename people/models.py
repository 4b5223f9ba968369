import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VALID_FOR = timedelta(days=7)


def content_languages():
    return settings.LANGUAGES


def digest(token):
    """What is kept of a token: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def for_address(self, email):
        return self.filter(email__iexact=email)


class Invitation(models.Model):
    """A place for one person, sent to one address, to be accepted once within seven days."""

    class State(models.TextChoices):
        OPEN = "open", _("Sent, not accepted yet")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    email = models.EmailField(
        # It becomes the name that the person logs in with.
        _("e-mail address"),
        max_length=150,
    )
    place = models.CharField(_("access to"), max_length=60)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=content_languages,
        default=settings.LANGUAGE_CODE,
        help_text=_("Of the invitation, and of the admin for a new person until they change it."),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        default_permissions = []
        permissions = [("manage_people", "Can invite people and take their access away")]

    def __str__(self):
        return self.email

    @property
    def state(self):
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    def renew_token(self):
        """A new token of 32 random bytes, valid for seven days from now. Not saved.

        Returns:
            the token, which is kept nowhere: it stands in the mail alone.
        """
        token = secrets.token_urlsafe(32)
        self.token_hash = digest(token)
        self.created_at = timezone.now()
        self.expires_at = self.created_at + VALID_FOR
        return token
