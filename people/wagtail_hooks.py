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

    def format_message(self, log_entry):
        values = {"place": log_entry.data.get("place", ""), "before": log_entry.data.get("before")}
        if values["before"] and self.message_before:
            return str(self.message_before) % values
        return str(self.message) % values

    message_before = ""


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("people.invite")
    class Invite(PlaceFormatter):
        label = gettext_lazy("Invite")
        message = gettext_lazy("Invited: %(place)s")

    @actions.register_action("people.invite_again")
    class InviteAgain(PlaceFormatter):
        label = gettext_lazy("Invite again")
        message = gettext_lazy("Invited again: %(place)s")

    @actions.register_action("people.withdraw")
    class Withdraw(PlaceFormatter):
        label = gettext_lazy("Withdraw an invitation")
        message = gettext_lazy("Invitation withdrawn: %(place)s")

    @actions.register_action("people.accept")
    class Accept(PlaceFormatter):
        label = gettext_lazy("Accept an invitation")
        message = gettext_lazy("Invitation accepted: %(place)s")
        message_before = gettext_lazy("Invitation accepted: %(place)s, before: %(before)s")

    @actions.register_action("people.give")
    class Give(PlaceFormatter):
        label = gettext_lazy("Give access")
        message = gettext_lazy("Access given: %(place)s")
        message_before = gettext_lazy("Access given: %(place)s, before: %(before)s")

    @actions.register_action("people.take_away")
    class TakeAway(PlaceFormatter):
        label = gettext_lazy("Take access away")
        message = gettext_lazy("Access taken away: %(place)s")

    @actions.register_action("people.remove")
    class Remove(LogFormatter):
        label = gettext_lazy("Take all access away")

        def format_message(self, log_entry):
            place = log_entry.data.get("place") or _("none")
            return _("All access taken away: %(place)s") % {"place": place}
