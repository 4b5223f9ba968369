"""The demo's people: one for each role. Only where the demo may be loaded."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from core.permissions import ensure_administrators, ensure_secretariat
from regional_offices.access import ensure_office_access
from regional_offices.models import RegionalOfficePage, Role
from translations.access import ensure_translators

PASSWORD = "wego-demo-2017"  # shown by `make run`; the demo refuses to load in production


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    role: str
    office: str = ""  # the slug of the office's page
    manages: bool = False  # the office, beside editing it
    administers: bool = False  # offices and people, beside the Secretariat's pages
    translates: str = ""  # the code of the language a translator works in
    is_superuser: bool = False


ACCOUNTS = (
    Account("superuser", "Sample", "Superuser", "everything, settings too", is_superuser=True),
    Account(
        "secretariat-admin",
        "Sample",
        "Administrator",
        "all pages, offices and their people",
        administers=True,
    ),
    Account("secretariat-editor", "Sample", "Editor", "all pages, in every language"),
    Account(
        "chengdu-manager",
        "Sample",
        "Manager (Chengdu)",
        "the Chengdu office, publishes",
        "chengdu",
        manages=True,
    ),
    Account("chengdu-editor", "Sample", "Editor (Chengdu)", "the Chengdu office", "chengdu"),
    Account(
        "ulyanovsk-editor", "Sample", "Editor (Ulyanovsk)", "the Ulyanovsk office", "ulyanovsk"
    ),
    Account(
        "korean-translator", "Sample", "Translator", "translation into Korean", translates="ko"
    ),
)


def ensure_accounts():
    """Make the demo's people that are missing, and put each in the group of their role.

    Returns:
        the users by username.
    """
    model = get_user_model()
    secretariat = ensure_secretariat()
    users = {}
    for account in ACCOUNTS:
        user = model.objects.filter(username=account.username).first()
        if user is None:
            user = model.objects.create_user(
                account.username,
                email=f"{account.username}@example.org",
                password=PASSWORD,
                first_name=account.first_name,
                last_name=account.last_name,
                is_staff=account.is_superuser,
                is_superuser=account.is_superuser,
            )
        if account.office:
            office = RegionalOfficePage.objects.filter(slug=account.office).first()
            if office and (team := ensure_office_access(office)):
                user.groups.add(team.group(Role.MANAGER if account.manages else Role.EDITOR))
        elif account.translates:
            user.groups.add(*filter(None, [ensure_translators().get(account.translates)]))
        else:
            user.groups.add(secretariat)
            if account.administers:
                user.groups.add(ensure_administrators())
        users[account.username] = user
    return users
