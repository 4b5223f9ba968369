from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wagtail import hooks

from translations.desk import may_open
from translations.views.desk import DeskView, TranslationsPanel
from translations.wagtail_hooks.menu import REGISTER, TranslatorsMenuItem


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("translations/", DeskView.as_view(), name="translation_desk"),
        path(
            "translations/results/",
            DeskView.as_view(results_only=True),
            name="translation_desk_results",
        ),
    ]


@hooks.register(REGISTER)
def desk_menu_item():
    return TranslatorsMenuItem(
        _("Translation desk"),
        reverse("translation_desk"),
        name="translation-desk",
        icon_name="wagtail-localize-language",
        order=10,
    )


@hooks.register("construct_reports_menu")
def one_list_of_translations(request, menu_items):
    """The desk stands in for wagtail-localize's own report."""
    replaced = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != replaced]


@hooks.register("construct_homepage_panels")
def dashboard(request, panels):
    if may_open(request.user):
        panels.append(TranslationsPanel())


@hooks.register("insert_global_admin_css")
def desk_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wegosite/css/desk.css"))
