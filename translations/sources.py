"""Starting translations, and which version each is translated from.

wagtail-localize takes whatever it comes upon for its own. It writes the source's text over what is
there already, the records that a page refers to and the pages beneath it; it keeps a source whose
page is gone; and it lets a language be translated from two, which its editor then can't open.
"""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import policy_registry

from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

from core.fields import own_fields
from translations.memory import record_of
from translations.states import source_of


@transaction.atomic
def translate(instance, locales, user=None, related=True):
    """Start translating a page or record: a version in each language that has none yet.

    What is there in a language stays as it is.

    Args:
        instance: a page or record.
        locales: the target locales. The caller has checked the rights on the page and on them.
        user: who asks; None for the system itself.
        related: whether the records it refers to are started too where they are missing, as far as
            the user may add such records.

    Raises:
        ValidationError: when a version can't be made, such as for an address that is taken.
    """
    if isinstance(instance, Page):
        instance = instance.specific
    there = languages_of(instance)
    missing = [locale for locale in locales if locale.pk not in there]
    if not missing:
        return
    for locale in missing:
        refuse_second(instance, locale)
    source = record_of(instance)
    if related:
        for record in related_records(source, user):
            with suppress(ValidationError):
                translate(record, missing, user, related=False)
    clear_aliases(instance, missing)
    TranslationCreator(user, missing).create_translations(instance, include_related_objects=False)
    for locale in missing:
        if not instance.has_translation(locale):
            raise ValidationError(
                _("“%(title)s” can't be made in %(language)s: something there has its address.")
                % {"title": instance, "language": locale.get_display_name()}
            )


def refuse_second(instance, locale):
    """Where there can be one page of a type beneath another, it is not made twice.

    Raises:
        ValidationError: when there is one already that is no version of the page.
    """
    if not isinstance(instance, Page) or instance.max_count_per_parent != 1:
        return
    parent = instance.get_parent().get_translation_or_none(locale)
    others = type(instance).objects.exclude(translation_key=instance.translation_key)
    if parent and (other := others.child_of(parent).first()):
        raise ValidationError(
            _("“%(title)s” can't be made in %(language)s: there is “%(other)s”.")
            % {"title": instance, "language": locale.get_display_name(), "other": other}
        )


def clear_aliases(instance, locales):
    """Take from aliases that are to be translations what belongs to the source's language alone."""
    if not isinstance(instance, Page):
        return
    for alias in instance.get_translations().filter(locale__in=locales, alias_of__isnull=False):
        for name in own_fields(type(alias)):
            setattr(alias, name, alias._meta.get_field(name).get_default())
        alias.save(clean=False)


def languages_of(instance):
    """The primary keys of the locales that have a version of their own. An alias is none."""
    versions = instance.get_translations(inclusive=True)
    if isinstance(instance, Page):
        versions = versions.filter(alias_of__isnull=True)
    return set(versions.values_list("locale_id", flat=True))


def related_records(source, user):
    """The records that a source refers to, each in the language it was written in."""
    for segment in source.relatedobjectsegment_set.select_related("object__content_type"):
        model = segment.object.content_type.model_class()
        versions = list(model.objects.filter(translation_key=segment.object_id))
        policy = policy_registry.get_by_type(model)
        if versions and (user is None or policy.user_has_permission(user, "add")):
            yield source_of(versions, segment.object_id)


@receiver(post_delete)
def forget_source(sender, instance, **kwargs):
    """What was translated from a version that is deleted can be translated from another one."""
    if isinstance(instance, TranslatableMixin):
        TranslationSource.objects.filter(
            object_id=instance.translation_key, locale_id=instance.locale_id
        ).delete()


@receiver(post_save, sender=Translation)
def one_source_a_language(sender, instance, raw=False, **kwargs):
    """A language is translated from one source: the one that was named last."""
    if not raw:
        Translation.objects.filter(
            source__object_id=instance.source.object_id, target_locale=instance.target_locale_id
        ).exclude(pk=instance.pk).delete()
