"""What the Secretariat's administrators set for an office: who approves, and closing it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, UpdateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from regional_offices.access import close_office, ensure_office_access, reopen_office, versions_of
from regional_offices.models import RegionalOfficeTeam

ADMINISTER = "regional_offices.change_regionalofficeteam"


class CloseForm(forms.Form):
    unpublish = forms.TypedChoiceField(
        label=gettext_lazy("What becomes of its pages"),
        choices=[
            ("keep", gettext_lazy("They stay on the site, and say that the office has closed")),
            ("unpublish", gettext_lazy("They are taken off the site, in every language")),
        ],
        coerce=lambda value: value == "unpublish",
        widget=forms.RadioSelect,
        initial="keep",
        help_text=gettext_lazy("Nothing is deleted."),
    )


class OfficeAdministrationMixin(WagtailAdminTemplateMixin):
    """A page on one office. Takes the primary key of its team."""

    header_icon = "site"

    def dispatch(self, request, pk, *args, **kwargs):
        if not request.user.has_perm(ADMINISTER):
            raise PermissionDenied
        self.team = get_object_or_404(RegionalOfficeTeam, pk=pk)
        self.office = get_object_or_404(versions_of(self.team)[:1])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.office.title

    def get_success_url(self):
        return reverse("office_settings", args=[self.team.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(team=self.team, office=self.office, **kwargs)


class OfficeSettingsView(OfficeAdministrationMixin, UpdateView):
    page_title = gettext_lazy("Settings of the office")
    template_name = "regional_offices/admin/settings.html"
    fields = ["approval"]

    def get_object(self):
        return self.team

    def get_form(self):
        form = super().get_form()
        form.fields["approval"].widget = forms.RadioSelect(choices=form.fields["approval"].choices)
        return form

    def form_valid(self, form):
        response = super().form_valid(form)
        ensure_office_access(self.office)
        if form.has_changed():
            data = {"approval": self.team.approval}
            log(self.office, "regional_offices.settings", user=self.request.user, data=data)
        messages.success(self.request, _("The settings have been saved."))
        return response


class CloseOfficeView(OfficeAdministrationMixin, FormView):
    page_title = gettext_lazy("Close the office")
    template_name = "regional_offices/admin/close.html"
    form_class = CloseForm

    def form_valid(self, form):
        if not self.team.is_closed:
            close_office(self.team, self.request.user, form.cleaned_data["unpublish"])
        messages.success(self.request, _("%s is closed.") % self.office.title)
        return super().form_valid(form)


class ReopenOfficeView(OfficeAdministrationMixin, FormView):
    page_title = gettext_lazy("Reopen the office")
    template_name = "regional_offices/admin/reopen.html"
    form_class = forms.Form

    def form_valid(self, form):
        if self.team.is_closed:
            reopen_office(self.team, self.request.user)
        messages.success(self.request, _("%s is open again.") % self.office.title)
        return redirect(self.get_success_url())
