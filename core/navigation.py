"""What the header and the footer show, read in a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language

from wagtail.models import Page, Site

from core.models import Announcement, Menu, MenuItem, Organisation
from core.querysets import published


@dataclass
class Link:
    title: str
    url: str
    is_current: bool = False


@dataclass
class Navigation:
    """The furniture of one page view. Every link is live, public and in the reader's language."""

    home_url: str = ""
    main: list = field(default_factory=list)
    footer: list = field(default_factory=list)  # of {"title", "links"}
    legal: list = field(default_factory=list)
    organisation: Organisation | None = None
    announcement: dict | None = None


def get_navigation(request, current=None):
    """Collect menus, organisation details and announcement in the active language.

    Args:
        request: the request, for addresses; may be None in a preview.
        current: the page that is shown, to mark its link and its section's link as current.

    Returns:
        a `Navigation`. Empty parts stay empty: a language without menus has none.
    """
    language = get_language()
    menus = list(
        Menu.objects.filter(locale__language_code=language)
        .prefetch_related(
            Prefetch("items", MenuItem.objects.select_related("page").order_by("sort_order"))
        )
        .order_by("sort_order", "pk")
    )
    organisation = (
        Organisation.objects.filter(locale__language_code=language)
        .prefetch_related("social_links")
        .order_by("pk")
        .first()
    )
    announcement = (
        Announcement.objects.filter(
            Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()),
            locale__language_code=language,
            live=True,
        )
        .select_related("page")
        .order_by("-pk")
        .first()
    )

    wanted = [item.page for menu in menus for item in menu.items.all()]
    if announcement and announcement.page:
        wanted.append(announcement.page)
    keys = {page.translation_key for page in wanted}
    site = Site.find_for_request(request) if request else None
    if site:
        keys.add(site.root_page.translation_key)
    pages = {
        page.translation_key: page
        for page in published(Page.objects.filter(translation_key__in=keys), language)
    }

    def link(page, label):
        target = pages.get(page.translation_key)
        if target is None:
            return None
        return Link(
            title=label or target.title,
            url=target.get_url(request),
            is_current=bool(current and current.pk and current.path.startswith(target.path)),
        )

    def links(menu):
        made = (link(item.page, item.label) for item in menu.items.all())
        return [one for one in made if one]

    navigation = Navigation(organisation=organisation)
    home = site and pages.get(site.root_page.translation_key)
    navigation.home_url = home.get_url(request) if home else f"/{language}/"
    for menu in menus:
        entries = links(menu)
        if menu.place == Menu.Place.MAIN:
            navigation.main.extend(entries)
        elif menu.place == Menu.Place.LEGAL:
            navigation.legal.extend(entries)
        elif entries:
            navigation.footer.append({"title": menu.title, "links": entries})
    if announcement:
        navigation.announcement = {
            "message": announcement.message,
            "link": announcement.page and link(announcement.page, announcement.link_text),
        }
    return navigation
