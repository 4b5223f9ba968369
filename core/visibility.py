"""What a person of the admin may see of pages and documents that are somebody else's."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast

from wagtail.models import CollectionMember, DraftStateMixin, Page, ReferenceIndex
from wagtail.permissions import page_permission_policy, policy_registry

from core.querysets import published_anywhere, restricted


def visible_to(user, pages):
    """Narrow a page queryset to those whose title a person may read: public ones and their own.

    Args:
        user: a person of the admin.
        pages: a `PageQuerySet`.

    Returns:
        the queryset: live pages that are not private, and what the person may edit or publish.
    """
    if user.is_superuser:
        return pages
    own = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    public = Page.objects.live().filter(~restricted("path"), ~restricted("alias_of__path"))
    # Subqueries of keys: a search can't be narrowed by conditions of another kind.
    return pages.filter(Q(pk__in=public.values("pk")) | Q(pk__in=own.values("pk")))


def is_visible_to(user, page):
    return visible_to(user, Page.objects.filter(pk=page.pk)).exists()


def choosable(user, model):
    """What a person may choose in a form, as a queryset of a model.

    Pages that they may see; pictures and documents by the rights on their collection; of records
    with drafts those that are published, or that they may change; of anything else all.
    """
    if issubclass(model, Page):
        return visible_to(user, model._default_manager.all())
    policy = policy_registry.get_by_type(model, fallback=False)
    if issubclass(model, CollectionMember):
        return policy.instances_user_has_any_permission_for(user, {"add", "change", "choose"})
    if issubclass(model, DraftStateMixin) and not policy.user_has_permission(user, "change"):
        return model._default_manager.filter(live=True)
    return model._default_manager.all()


def in_public_use(documents):
    """Narrow a document queryset to those that a page which readers can see refers to.

    The reference index holds what is published of a live page, its drafts not. Records hold no
    documents.
    """
    types = ContentType.objects.get_for_models(Page, documents.model)
    pages = published_anywhere(Page.objects.all()).annotate(key=Cast("pk", CharField()))
    references = ReferenceIndex.objects.filter(
        base_content_type=types[Page],
        object_id__in=pages.values("key"),
        to_content_type=types[documents.model],
    )
    numbers = references.annotate(number=Cast("to_object_id", BigIntegerField()))
    return documents.filter(pk__in=numbers.values("number"))


def is_in_public_use(document):
    return in_public_use(type(document).objects.filter(pk=document.pk)).exists()


def may_choose_document(user, document):
    """Whether somebody may use a document, by the rights on its collection."""
    if not user.is_authenticated:
        return False
    return choosable(user, type(document)).filter(pk=document.pk).exists()
