"""One entry of the main menu for all that translators do."""

from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from translations.desk import may_open

REGISTER = "register_translations_menu_item"
menu = Menu(register_hook_name=REGISTER, construct_hook_name="construct_translations_menu")


class TranslatorsMenuItem(MenuItem):
    """An entry for those who have something on the desk."""

    def is_shown(self, request):
        return may_open(request.user)


@hooks.register("register_admin_menu_item")
def translations_menu():
    return SubmenuMenuItem(
        _("Translations"),
        menu,
        name="translations",
        icon_name="wagtail-localize-language",
        order=150,
    )
