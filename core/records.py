"""How the admin shows records: Wagtail's snippets, with what they lack."""

from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from core.visibility import choosable


class ChoosableMixin:
    """Wagtail's chooser offers every draft to whoever may open the admin."""

    def get_object_list(self):
        return choosable(self.request.user, self.model_class)

    def get_object(self, pk):
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class ChooseView(ChoosableMixin, chooser.ChooseView):
    pass


class ChooseResultsView(ChoosableMixin, chooser.ChooseResultsView):
    pass


class ChosenView(ChoosableMixin, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(ChoosableMixin, chooser.SnippetChosenMultipleView):
    pass


class CreateView(chooser.SnippetCreateView):
    def can_create(self):
        """Wagtail's falls over what is sent where the chooser has no form for it."""
        return super().can_create() and self.get_creation_form_class() is not None


class RecordChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView


class RecordViewSet(SnippetViewSet):
    """What every kind of record is registered with."""

    chooser_viewset_class = RecordChooserViewSet
    copy_view_enabled = False
