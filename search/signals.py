from django.dispatch import receiver

from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published


@receiver(page_published)
def index_with_children(sender, instance, **kwargs):
    """Index a page once more when its inline children are saved as well.

    The index is brought up to date when the page's own row is saved, which is before the rows of
    its questions, contacts or winners are.
    """
    insert_or_update_object(instance)
