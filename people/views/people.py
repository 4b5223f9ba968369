"""Who has access to what, and giving and taking it: for those with the right *manage people*."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people import access, invitations
from people.forms import GiveForm, InviteForm, PeopleFilterForm
from people.models import Invitation
from people.places import Places

PER_PAGE = 20
ENTRIES = 50


class ManagersMixin:
    """Refuses everybody else, superusers apart. `places` are read once a request."""

    def dispatch(self, request, *args, **kwargs):
        if not access.may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def places(self):
        return Places()


class PeopleMixin(ManagersMixin, WagtailAdminTemplateMixin):
    header_icon = "user"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        above = {"url": reverse("people"), "label": _("People")}
        return [above, {"url": "", "label": self.get_header_title()}]

    def paginate(self, found):
        return Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))


class PeopleView(PeopleMixin, TemplateView):
    """Everyone with access, twenty a page, and how many invitations are open."""

    page_title = gettext_lazy("People")
    template_name = "people/people.html"
    breadcrumbs_items = []

    def get_breadcrumbs_items(self):
        return []

    def get_people(self, form):
        people = access.people()
        if not form.is_valid():
            return people
        for word in form.cleaned_data["q"].split():
            people = people.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(username__icontains=word)
                | Q(email__icontains=word)
            )
        if place := self.places.by_key.get(form.cleaned_data["place"]):
            for group in place.groups:
                people = people.filter(groups=group)
        if state := form.cleaned_data["state"]:
            people = people.filter(is_active=state == "active")
        return people

    def get_context_data(self, **kwargs):
        form = PeopleFilterForm(self.request.GET, places=self.places)
        page = self.paginate(self.get_people(form))
        for person in page.object_list:
            person.places = self.places.of(person)
        return super().get_context_data(
            form=form,
            people=page,
            open_invitations=Invitation.objects.open().count(),
            is_filtered=any(self.request.GET.get(name) for name in form.fields),
            **kwargs,
        )


class InvitationsView(PeopleMixin, TemplateView):
    page_title = gettext_lazy("Invitations")
    template_name = "people/invitations.html"
    header_icon = "mail"

    def get_context_data(self, **kwargs):
        found = Invitation.objects.select_related("invited_by").order_by("-created_at", "-pk")
        page = self.paginate(found)
        for invitation in page.object_list:
            invitation.place_name = self.places.name(invitation.place)
        return super().get_context_data(invitations=page, **kwargs)


def tell(request, invitation, was_sent):
    """Say what became of the mail. The invitation is there either way."""
    values = {"email": invitation.email}
    if was_sent:
        messages.success(request, _("An invitation was sent to %(email)s.") % values)
    else:
        text = _("The invitation for %(email)s could not be mailed. Send it again from this list.")
        messages.error(request, text % values)


class InviteView(PeopleMixin, FormView):
    page_title = gettext_lazy("Invite a person")
    template_name = "people/invite.html"
    header_icon = "mail"
    form_class = InviteForm
    success_url = reverse_lazy("people_invitations")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "places": self.places, "by": self.request.user}

    def get_initial(self):
        return {"place": self.request.GET.get("place", "")}

    def form_valid(self, form):
        data = form.cleaned_data
        place = self.places.by_key[data["place"]]
        invitation, token = invitations.invite(
            data["email"], place, data["language"], self.request.user
        )
        tell(self.request, invitation, invitations.send(invitation, token))
        return super().form_valid(form)


class InvitationActionView(ManagersMixin, View):
    """What a button of the list does. POST only."""

    http_method_names = ["post"]

    def post(self, request, pk):
        self.act(request, get_object_or_404(Invitation, pk=pk))
        return redirect("people_invitations")


class InviteAgainView(InvitationActionView):
    def act(self, request, invitation):
        place = self.places.by_key.get(invitation.place)
        if invitation.accepted_at or not (place and place.is_open):
            messages.error(request, _("This invitation can’t be sent again."))
            return
        invitation.invited_by = request.user
        token = invitations.renew(invitation, request.user, self.places)
        tell(request, invitation, invitations.send(invitation, token))


class WithdrawView(InvitationActionView):
    def act(self, request, invitation):
        if invitations.withdraw(invitation, request.user, self.places):
            text = _("The invitation for %(email)s is withdrawn.")
            messages.success(request, text % {"email": invitation.email})
        else:
            messages.error(request, _("This invitation is not open any more."))


class OnePersonMixin(PeopleMixin):
    """A page on one person. Takes the primary key of the user."""

    def dispatch(self, request, pk, *args, **kwargs):
        if not access.may_manage(request.user):
            raise PermissionDenied
        found = get_user_model().objects.prefetch_related("groups")
        self.person = get_object_or_404(found, pk=pk)
        self.may_change = access.may_change(request.user, self.person)
        if request.method == "POST" and not self.may_change:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def held(self):
        return self.places.of(self.person)

    @property
    def name(self):
        return self.person.get_full_name() or self.person.get_username()

    def get_page_subtitle(self):
        return self.name

    def get_success_url(self):
        return reverse("person", args=[self.person.pk])


class PersonView(OnePersonMixin, FormView):
    """All access of a person, and what became of it. POST gives a place."""

    page_title = gettext_lazy("Access")
    template_name = "people/person.html"
    form_class = GiveForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "places": self.places, "held": self.held}

    def form_valid(self, form):
        if not self.person.is_active:
            messages.error(self.request, _("This person has to be invited again."))
            return redirect(self.get_success_url())
        place = self.places.by_key[form.cleaned_data["place"]]
        access.give(self.person, place, self.places, self.request.user)
        text = _("%(person)s has access now: %(place)s.")
        messages.success(self.request, text % {"person": self.name, "place": place.name})
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        groups = {pk for place in self.places.all for pk in place.groups}
        history = access.entries().filter(object_id=str(self.person.pk))
        return super().get_context_data(
            person=self.person,
            held=self.held,
            other_groups=[group for group in self.person.groups.all() if group.pk not in groups],
            may_change=self.may_change,
            history=history.select_related("user").order_by("-timestamp", "-pk")[:ENTRIES],
            **kwargs,
        )


class TakeAwayView(OnePersonMixin, View):
    """Takes one place from a person. POST only."""

    http_method_names = ["post"]

    def post(self, request):
        place = next((one for one in self.held if one.key == request.POST.get("place")), None)
        if place is None:
            messages.error(request, _("The person does not have this access."))
        else:
            access.take_away(self.person, place, self.places, request.user)
            text = _("%(person)s has no access any more: %(place)s.")
            messages.success(request, text % {"person": self.name, "place": place.name})
        return redirect(self.get_success_url())


class RemoveView(OnePersonMixin, TemplateView):
    """Takes everything from a person in one step. Asks first."""

    page_title = gettext_lazy("Take all access away")
    template_name = "people/remove.html"

    def dispatch(self, request, pk, *args, **kwargs):
        response = super().dispatch(request, pk, *args, **kwargs)
        if not self.may_change:
            raise PermissionDenied
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, held=self.held, **kwargs)

    def post(self, request):
        access.remove(self.person, self.places, request.user)
        text = _("%(person)s has no access any more and is logged out everywhere.")
        messages.success(request, text % {"person": self.name})
        return redirect("people")
