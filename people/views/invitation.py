"""What somebody sees who opens an invitation: no account is needed."""

from django.contrib.auth import get_user_model, login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from wagtail.admin import messages

from people import invitations
from people.forms import AccountForm
from people.places import Places
from users.throttle import Throttle

wrong_tokens = Throttle("wrong-invitations")


def free_username(email):
    """What a new person logs in with: the address, or one beside it where that is taken."""
    names, number, name = get_user_model().objects, 1, email.lower()
    while names.filter(username__iexact=name).exists():
        number += 1
        name = f"{email.lower()[:145]}-{number}"
    return name


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], "dispatch")
class InvitationView(View):
    """Shows an invitation to whoever has its link. Mail scanners follow links: POST uses it up.

    A new person chooses a name and a password. Somebody who has an account logs in to it first: an
    invitation never opens an account that is there.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, token):
        if wrong_tokens.is_over(request):
            return wrong_tokens.answer(request)
        self.invitation = invitations.find(token)
        if self.invitation is None:
            wrong_tokens.count(request)
            return self.finish(self.gone(request, 404))
        with override(self.invitation.language):
            return self.finish(self.open(request, token))

    def finish(self, response):
        # The address is a secret: it is sent to nobody, and found by nobody.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def gone(self, request, status):
        context = {"invitation": self.invitation}
        return render(request, "people/invitation_gone.html", context, status=status)

    def open(self, request, token):
        self.place = Places().by_key.get(self.invitation.place)
        if not (self.invitation.is_open and self.place and self.place.is_open):
            return self.gone(request, 410)
        account = invitations.accounts(self.invitation.email).first()
        if account and account.is_superuser and not account.is_active:
            return self.gone(request, 410)
        if request.user.is_authenticated:
            email = request.user.email
            if email and email.casefold() == self.invitation.email.casefold():
                return self.with_account(request)
            return self.show(request, "people/invitation_other.html")
        if account and account.is_active:
            where = urlencode({"next": request.path})
            login_url = f"{reverse('wagtailadmin_login')}?{where}"
            return self.show(request, "people/invitation_log_in.html", login_url=login_url)
        return self.without_account(request, account)

    def show(self, request, template, **context):
        context |= {"invitation": self.invitation, "place": self.place}
        response = render(request, template, context)
        return response

    def with_account(self, request):
        if request.method != "POST":
            return self.show(request, "people/invitation_accept.html")
        if not invitations.accept(self.invitation, request.user):
            return self.gone(request, 410)
        return self.welcome(request)

    def without_account(self, request, account):
        email = self.invitation.email
        person = account or get_user_model()(username=free_username(email), email=email)
        form = AccountForm(request.POST if request.method == "POST" else None, instance=person)
        if request.method != "POST" or not form.is_valid():
            return self.show(request, "people/invitation_account.html", form=form, person=person)
        person = form.save(commit=False)
        password = form.cleaned_data["password1"]
        if not invitations.accept_with_account(self.invitation, person, password):
            return self.gone(request, 410)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return self.welcome(request)

    def welcome(self, request):
        text = _("Welcome. You have access now: %(place)s.")
        messages.success(request, text % {"place": self.place.name})
        return redirect("wagtailadmin_home")
