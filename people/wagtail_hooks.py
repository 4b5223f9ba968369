from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from people.access import may_manage
from people.views import people


@hooks.register("register_admin_urls")
def people_urls():
    return [
        path("people/", people.PeopleView.as_view(), name="people"),
        path("people/invite/", people.InviteView.as_view(), name="people_invite"),
        path("people/invitations/", people.InvitationsView.as_view(), name="people_invitations"),
        path(
            "people/invitations/<int:pk>/again/",
            people.InviteAgainView.as_view(),
            name="people_invite_again",
        ),
        path(
            "people/invitations/<int:pk>/withdraw/",
            people.WithdrawView.as_view(),
            name="people_withdraw",
        ),
        path("people/<int:pk>/", people.PersonView.as_view(), name="person"),
        path("people/<int:pk>/take-away/", people.TakeAwayView.as_view(), name="person_take_away"),
        path("people/<int:pk>/remove/", people.RemoveView.as_view(), name="person_remove"),
    ]


class PeopleMenuItem(MenuItem):
    def is_shown(self, request):
        return may_manage(request.user)


@hooks.register("register_admin_menu_item")
def people_menu_item():
    return PeopleMenuItem(
        gettext_lazy("People"), reverse("people"), name="people", icon_name="group", order=260
    )


class PlaceFormatter(LogFormatter):
    """A sentence that names the place."""

    message_before = ""  # where another place was given up for it

    def format_message(self, log_entry):
        place, before = log_entry.data.get("place"), log_entry.data.get("before")
        message = self.message_before if before and self.message_before else self.message
        return str(message) % {"place": place or _("none"), "before": before}


# The label of what is done, the sentence about it, that with a place given up.
LOGGED = {
    "invite": (gettext_lazy("Invite"), gettext_lazy("Invited: %(place)s")),
    "invite_again": (gettext_lazy("Invite again"), gettext_lazy("Invited again: %(place)s")),
    "withdraw": (
        gettext_lazy("Withdraw an invitation"),
        gettext_lazy("Invitation withdrawn: %(place)s"),
    ),
    "accept": (
        gettext_lazy("Accept an invitation"),
        gettext_lazy("Invitation accepted: %(place)s"),
        gettext_lazy("Invitation accepted: %(place)s, before: %(before)s"),
    ),
    "give": (
        gettext_lazy("Give access"),
        gettext_lazy("Access given: %(place)s"),
        gettext_lazy("Access given: %(place)s, before: %(before)s"),
    ),
    "take_away": (
        gettext_lazy("Take access away"),
        gettext_lazy("Access taken away: %(place)s"),
    ),
    "remove": (
        gettext_lazy("Take all access away"),
        gettext_lazy("All access taken away: %(place)s"),
    ),
}


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, sentences in LOGGED.items():
        fields = dict(zip(("label", "message", "message_before"), sentences, strict=False))
        actions.register_action(f"people.{name}")(type("Formatter", (PlaceFormatter,), fields))
