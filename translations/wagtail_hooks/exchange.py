from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks

from translations.views.exchange import ExchangeView
from translations.wagtail_hooks.menu import REGISTER, TranslatorsMenuItem


@hooks.register("register_admin_urls")
def exchange_urls():
    return [path("translations/exchange/", ExchangeView.as_view(), name="translation_exchange")]


@hooks.register(REGISTER)
def exchange_menu_item():
    return TranslatorsMenuItem(
        _("Translate with files"),
        reverse("translation_exchange"),
        name="translation-exchange",
        icon_name="download",
        order=20,
    )
