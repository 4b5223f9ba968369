"""What a page says in its own language alone, where its texts are translated one by one.

The page's own editor holds a panel for it. wagtail-localize's stands in for that, and has none.
"""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages
from wagtail.admin.panels import HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.views.pages.preview import PreviewOnEditView

from approvals.actions import complaints
from approvals.page_views import EditView
from translations.drafts import draft_of
from translations.states import cell_of, translation_of


def translation_to(page):
    """wagtail-localize's record of translating a page by segments into its language, or None."""
    cell = None if page.alias_of_id else cell_of(page)
    return translation_of(cell.item, cell.locale_id) if cell else None


def local_panel(model):
    """The one panel of the editor, bound to a type of page."""
    language = HelpPanel(template="translations/local_language.html")
    tabs = [ObjectList([*model.local_panels, language], heading=gettext_lazy("Local content"))]
    return TabbedInterface(tabs, base_form_class=model.base_form_class).bind_to_model(model)


class LocalContentView(EditView):
    """Wagtail's editor of a page with that one panel.

    So rights, locks, approval, saving by itself and forms that are too old are as for any page. A
    page that isn't translated by segments has the panel in its own editor, and leads there.
    """

    def get_object(self):
        page = self.real_page_record.specific
        self.translation = translation_to(page)
        return draft_of(self.translation) if self.translation else page

    def run_hook(self, hook_name, *args, **kwargs):
        if hook_name == "before_edit_page":  # here wagtail-localize's editor would step in
            return None if self.translation else redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().run_hook(hook_name, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.narrow()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.narrow()
        return super().post(request, *args, **kwargs)

    def narrow(self):
        self.edit_handler = local_panel(self.page_class)
        self.form_class = self.edit_handler.get_form_class()

    def publish_action(self):
        """What is said here goes live with the texts, so not while one of them is missing."""
        if problem := complaints(self.page):
            text = _("It can't go live yet. What you typed is saved as a draft. %s")
            messages.error(self.request, text % problem)
            return self.save_action()
        return super().publish_action()

    def get_page_title(self):
        return _("Local content")

    def get_edit_url(self):
        return reverse("local_content", args=[self.page.pk])

    def get_preview_url(self):
        return reverse("local_content_preview", args=[self.page.pk])

    def redirect_away(self):
        return redirect(self.next_url or self.get_edit_url())


class LocalContentPreview(PreviewOnEditView):
    def get_object(self):
        page = super().get_object()
        translation = translation_to(page)
        return draft_of(translation) if translation else page

    def get_form(self, query_dict):
        form_class = local_panel(type(self.object)).get_form_class()
        parent = self.object.get_parent().specific
        return form_class(
            query_dict or None,
            instance=self.object,
            parent_page=parent,
            for_user=self.request.user,
        )
