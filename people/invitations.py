"""From an invitation to an account. Source: OWASP, Forgot Password Cheat Sheet, on tokens."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail.admin.mail import send_mail
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from people.access import give
from people.models import Invitation, digest
from people.places import Places

logger = logging.getLogger(__name__)


def find(token):
    """The invitation of a token, in whatever state, or None."""
    return Invitation.objects.filter(token_hash=digest(token)).first()


def accounts(email):
    """The accounts with an address. One is the rule; the database does not ask for it."""
    return get_user_model().objects.filter(email__iexact=email).order_by("-is_active", "pk")


def invite(email, place, language, by):
    """Make an invitation in place of any that is open for the same address and place.

    Returns:
        the `Invitation` and its token.
    """
    with transaction.atomic():
        older = Invitation.objects.open().for_address(email).filter(place=place.key)
        older.update(withdrawn_at=timezone.now())
        invitation = Invitation(email=email, place=place.key, language=language, invited_by=by)
        token = invitation.renew_token()
        invitation.save()
        log(invitation, "people.invite", user=by, data={"place": place.name})
    return invitation, token


def renew(invitation, by, places):
    """Give an invitation that was not accepted a new token and another seven days.

    Returns:
        the token; the one before is worth nothing from now on.
    """
    with transaction.atomic():
        token = invitation.renew_token()
        invitation.withdrawn_at = None
        invitation.save()
        data = {"place": places.name(invitation.place)}
        log(invitation, "people.invite_again", user=by, data=data)
    return token


def withdraw(invitation, by, places):
    """Withdraw an invitation; False when it was not open any more."""
    with transaction.atomic():
        open_still = Invitation.objects.open().filter(pk=invitation.pk)
        if not open_still.update(withdrawn_at=timezone.now()):
            return False
        data = {"place": places.name(invitation.place)}
        log(invitation, "people.withdraw", user=by, data=data)
    return True


def send(invitation, token):
    """Mail an invitation in its language; False when the mail server would not have it."""
    with override(invitation.language):
        path = reverse("invitation", args=[token])
        inviter = invitation.invited_by
        context = {
            "invitation": invitation,
            "place": Places().name(invitation.place),
            "inviter": inviter and (inviter.get_full_name() or inviter.get_username()),
            "address": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
        }
        body = render_to_string("people/email/invitation.txt", context).strip() + "\n"
        try:
            send_mail(_("You are invited to work on the WeGO site"), body, [invitation.email])
        except Exception:  # whatever a mail server or its library raises
            logger.exception("An invitation could not be mailed")
            return False
    return True


def claim(invitation):
    """Use an invitation up. Of two requests at once, one gets True."""
    return bool(
        Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    )


@transaction.atomic
def accept(invitation, person):
    """Use an invitation up for a person who has been let in, and give its place.

    Args:
        invitation: an open `Invitation`, whose place can still be given.
        person: the account; a new or a removed one is saved by the caller in the same transaction.

    Returns:
        False, with nothing changed, when somebody else was quicker.
    """
    if not claim(invitation):
        return False
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    places = Places()
    with override(settings.LANGUAGE_CODE):  # what stands in the log
        give(person, places.by_key[invitation.place], places, person, "people.accept")
    return True


@transaction.atomic
def accept_with_account(invitation, person, password):
    """The same for a person without a way in: a new account, or one that was removed.

    Args:
        person: the user, saved or not.
        password: what the person chose.
    """
    if not Invitation.objects.open().filter(pk=invitation.pk).exists():
        return False
    person.is_active = True
    person.set_password(password)
    person.save()
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = invitation.language
    profile.save()
    if not accept(invitation, person):
        transaction.set_rollback(True)
        return False
    return True
