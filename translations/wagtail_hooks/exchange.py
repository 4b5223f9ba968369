from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from translations.desk import may_open
from translations.views.exchange import ExchangeView


@hooks.register("register_admin_urls")
def exchange_urls():
    return [path("translations/exchange/", ExchangeView.as_view(), name="translation_exchange")]


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request):
        return may_open(request.user)


@hooks.register("register_admin_menu_item")
def exchange_menu_item():
    return ExchangeMenuItem(
        _("Translate with files"),
        reverse("translation_exchange"),
        name="translation-exchange",
        icon_name="download",
        order=151,
    )
