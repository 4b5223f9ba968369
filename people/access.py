"""Giving access and taking it away. Whatever is done here stands in the log of the person."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from people.models import Invitation

MANAGE = "people.manage_people"


def may_manage(user):
    return user.is_active and user.has_perm(MANAGE)


def may_change(user, person):
    """Whether somebody may give access to a person, or take it away.

    Not to themselves, so that they stay as they are and one is always left who may; and a
    superuser's account is for superusers alone.
    """
    if user.pk == person.pk or not may_manage(user):
        return False
    return user.is_superuser or not person.is_superuser


def people():
    """Everyone who can log in to the admin or could once: those with a place, and superusers."""
    return (
        get_user_model()
        .objects.filter(
            Q(is_superuser=True) | Q(groups__isnull=False) | Q(pk__in=have_been_removed())
        )
        .distinct()
        .prefetch_related("groups")
        .order_by("-is_active", "last_name", "first_name", "pk")
    )


def entries():
    return ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(get_user_model()),
        action__startswith="people.",
    )


def have_been_removed():
    keys = entries().filter(action="people.remove").values_list("object_id", flat=True)
    return [int(key) for key in keys]


@transaction.atomic
def give(person, place, places, by, action="people.give"):
    """Give a person a place, in exchange for another one of the same family."""
    before = [one.name for one in places.of(person) if one.family == place.family]
    person.groups.remove(*(places.family(place) - place.groups))
    person.groups.add(*place.groups)
    data = {"place": place.name, "before": before[0] if before else ""}
    log(person, action, user=by, data=data)


@transaction.atomic
def take_away(person, place, places, by):
    """Take one place from a person. Those of other families stay."""
    person.groups.remove(*places.family(place))
    log(person, "people.take_away", user=by, data={"place": place.name})


@transaction.atomic
def remove(person, places, by):
    """Take everything from a person: groups, sessions, password, open invitations.

    The account stays, without a way in, for the history of what the person wrote. A new invitation
    lets the person in again.
    """
    names = ", ".join(place.name for place in places.of(person))
    person.groups.clear()
    person.user_permissions.clear()
    person.is_active = False
    person.is_superuser = person.is_staff = False
    person.set_unusable_password()  # and with it every session, wherever sessions are kept
    person.save()
    if person.email:
        Invitation.objects.open().for_address(person.email).update(withdrawn_at=timezone.now())
    log(person, "people.remove", user=by, data={"place": names})
