from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from languages.fallback import answer
from languages.links import PageLinkHandler
from languages.models import FallbackPolicy


@hooks.register("before_serve_page", order=-10)
def answer_in_another_language(page, request, serve_args, serve_kwargs):
    if page.locale.language_code != get_language():
        return answer(page, request)
    return None


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def link_to_what_can_be_read(features):
    features.register_link_type(PageLinkHandler)


class FallbackPolicyViewSet(ModelViewSet):
    """What readers get in place of a page that is not published in their language."""

    model = FallbackPolicy
    name = "language_fallbacks"
    url_prefix = "language-fallbacks"
    icon = "globe"
    menu_label = _("Language fallback")
    add_to_settings_menu = True
    menu_order = 710
    list_display = ["locale", "action"]
    list_filter = ["action"]
    ordering = ["locale__language_code"]
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def fallback_policy_viewset():
    return FallbackPolicyViewSet()
