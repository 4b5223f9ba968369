"""Two offices and their people, and a news item of the first that nobody has published."""

from contextlib import ExitStack

import pytest

from django.contrib.auth.models import Group

from wagtail import hooks
from wagtail.users.models import UserProfile

from approvals import actions
from core.permissions import SECRETARIAT
from core.tests.factories import UserFactory
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.access import ensure_office_access
from regional_offices.models import Approval, RegionalOfficeTeam
from regional_offices.tests.factories import team_of, two_offices


@pytest.fixture
def offices(homes):
    found = two_offices(homes)
    return {name: found[name] for name in ("chengdu", "ulyanovsk")}


def person(name, *groups, language="en"):
    user = UserFactory(
        username=name, email=f"{name}@example.org", first_name=name.capitalize(), last_name="Sample"
    )
    user.groups.add(*groups)
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


@pytest.fixture
def people(offices):
    chengdu, ulyanovsk = team_of(offices["chengdu"]), team_of(offices["ulyanovsk"])
    superuser = person("superuser")
    superuser.is_superuser = True
    superuser.save()
    return {
        "editor": person("editor", chengdu.editors),
        "manager": person("manager", chengdu.managers),
        "other editor": person("other-editor", ulyanovsk.editors),
        "other manager": person("other-manager", ulyanovsk.managers),
        "secretary": person("secretary", Group.objects.get(name=SECRETARIAT)),
        "superuser": superuser,
    }


@pytest.fixture
def news(offices, people):
    index = NewsIndexPageFactory(parent=offices["chengdu"])
    page = NewsPageFactory(parent=index, title="Secret news", live=False)
    page.save_revision(user=people["editor"])
    return page


@pytest.fixture
def by_managers(offices):
    """What the offices submit is approved by their own managers."""
    for office in offices.values():
        RegionalOfficeTeam.objects.filter(pk=team_of(office).pk).update(approval=Approval.MANAGERS)
        ensure_office_access(office)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def submitted(news, people, commit):
    with commit():
        actions.submit(news, people["editor"], "Please hurry.")
    return news


@pytest.fixture
def register_hook():
    """Registers a function for a hook until the end of the test."""
    with ExitStack() as stack:
        yield lambda name, function: stack.enter_context(hooks.register_temporarily(name, function))
