"""What happens to a page that is not published in the reader's language yet."""

from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, TranslatableMixin, get_page_models

from core.forms import ContentRecordForm

CACHE_KEY = "languages.fallback_rules"


class Action(models.TextChoices):
    SHOW = "show", _("Show it in another language, with a notice")
    REDIRECT = "redirect", _("Lead to it in another language")
    NOT_FOUND = "not_found", _("Not found, with a list of the languages that have it")


def language_choices():
    return list(settings.LANGUAGES)


def listed_records():
    """Records that readers see in lists and that are translated: such as partners."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin)
        and not issubclass(model, Page)
        and hasattr(model._default_manager.all(), "listed")
    ]


def kind_choices():
    """The types of page, and of record in lists, that a policy can be set for."""
    models = [model for model in get_page_models() if hasattr(model, "parent_page_types")]
    # A language is open once its home page is published: there is nothing to show in its place.
    pages = [
        model
        for model in models
        if model is not Page and Page not in model.allowed_parent_page_models()
    ]
    return sorted(
        (model._meta.label_lower, str(capfirst(model._meta.verbose_name)))
        for model in [*pages, *listed_records()]
    )


class ExceptionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Type of page"), choices=kind_choices)
    action = blocks.ChoiceBlock(label=_("What happens"), choices=Action.choices)

    class Meta:
        icon = "doc-empty"
        label = _("Type of page")


class FallbackPolicy(models.Model):
    """What a reader of one language gets in place of a page that is not published in it."""

    locale = models.OneToOneField(
        Locale,
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="fallbackpolicy",
    )
    action = models.CharField(
        _("a page that is not published in this language"),
        max_length=10,
        choices=Action,
        default=Action.NOT_FOUND,
        help_text=_(
            "When pages of a type are shown in another language, lists, feeds and the search have"
            " them too, each with the name of its language."
        ),
    )
    chain = StreamField(
        [("language", blocks.ChoiceBlock(label=_("Language"), choices=language_choices))],
        verbose_name=_("other languages"),
        blank=True,
        help_text=_("The first of them in which the page is published is taken."),
    )
    exceptions = StreamField(
        [("exception", ExceptionBlock())],
        verbose_name=_("exceptions"),
        blank=True,
        help_text=_("Types of page for which something else holds."),
    )

    base_form_class = ContentRecordForm
    panels = [
        FieldPanel("locale"),
        FieldPanel("action"),
        FieldPanel("chain"),
        FieldPanel("exceptions"),
    ]

    class Meta:
        verbose_name = _("language fallback")
        verbose_name_plural = _("language fallbacks")
        ordering = ["locale__language_code"]

    def __str__(self):
        return str(self.locale.get_display_name())

    def clean(self):
        super().clean()
        errors = {}
        if len(set(self.languages)) < len(self.languages):
            errors["chain"] = _("A language stands there twice.")
        elif self.locale_id and self.locale.language_code in self.languages:
            errors["chain"] = _("A language can't stand in for itself.")
        elif self.needs_chain and not self.languages:
            errors["chain"] = _("Say which languages are taken in its place.")
        kinds = [block.value["kind"] for block in self.exceptions]
        if len(set(kinds)) < len(kinds):
            errors["exceptions"] = _("A type of page stands there twice.")
        if errors:
            raise ValidationError(errors)

    @property
    def needs_chain(self):
        actions = {self.action, *(block.value["action"] for block in self.exceptions)}
        return actions != {Action.NOT_FOUND}

    @property
    def languages(self):
        """The codes of the languages that are taken in its place, the first choice first."""
        return [block.value for block in self.chain]

    def rules(self):
        by_kind = {block.value["kind"]: block.value["action"] for block in self.exceptions}
        return Rules(self.action, tuple(self.languages), by_kind)


@dataclass(frozen=True)
class Rules:
    """What a `FallbackPolicy` says, as plain values."""

    action: str = Action.NOT_FOUND
    languages: tuple = ()
    by_kind: dict = field(default_factory=dict)

    def action_for(self, model):
        """The `Action` for a type of page or record."""
        return self.by_kind.get(model._meta.label_lower, self.action)

    def shown_in(self, model):
        """The languages in which things of a model are shown in place of this one, in order."""
        return self.languages if self.action_for(model) == Action.SHOW else ()


NO_RULES = Rules()


def rules_by_language():
    """The `Rules` of all languages that have any, by code. One query, or none: they are cached."""
    found = cache.get(CACHE_KEY)
    if found is None:
        policies = FallbackPolicy.objects.select_related("locale")
        found = {policy.locale.language_code: policy.rules() for policy in policies}
        cache.set(CACHE_KEY, found)
    return found


def rules_for(language):
    """The `Rules` of one language; those of a language without a policy find nothing."""
    return rules_by_language().get(language, NO_RULES)


@receiver([post_save, post_delete], sender=FallbackPolicy)
def forget(**kwargs):
    cache.delete(CACHE_KEY)
