import csv
import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from core.models import Announcement
from core.permissions import ensure_secretariat, permission
from core.querysets import published_anywhere
from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    UserFactory,
    locale,
    make_private,
    make_site,
    translate,
)
from partners.models import Partner
from translations import desk
from translations.guards import target_locales
from translations.management.commands.bench_translation_desk import Site
from translations.models import ItemTranslation, State, TranslatedItem

pytestmark = pytest.mark.slow

URL = "/admin/translations/"
RESULTS = "/admin/translations/results/"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Two sections and what stands in them, made once; what tests change is rolled back by each."""
    with django_db_blocker.unblock(), transaction.atomic():
        homes = make_site("ko", "ar")
        news = StandardIndexPageFactory(parent=homes["en"], title="News")
        korean_news = translate(news, homes["ko"], title="소식")
        about = StandardPageFactory(parent=homes["en"], title="About")
        korean_about = translate(about, homes["ko"], title="소개", summary="한국어")
        public = StandardPageFactory(parent=news, title="Public")
        draft = StandardPageFactory(parent=news, title="Unpublished", live=False)
        shared = StandardPageFactory(parent=news, title="Shared draft", live=False)
        translate(shared, korean_news, title="초안", live=False)
        private = make_private(StandardPageFactory(parent=homes["en"], title="Private"))
        StandardPageFactory(parent=private, title="Beneath private")
        StandardPageFactory(
            parent=news, title="Expired", expire_at=timezone.now() - timedelta(days=1)
        )
        Partner.objects.create(name="Partner", kind=Partner.Kind.COMPANY, locale=locale("en"))
        Announcement.objects.create(message="Announcement", locale=locale("en"), live=False)
        call_command("refresh_translation_desk", stdout=io.StringIO())
        named = {"news": news, "about": about, "korean_about": korean_about, "draft": draft}
        named |= {"korean_news": korean_news, "public": public, **homes}
        yield {name: page.pk for name, page in named.items()}
        transaction.set_rollback(True)


@pytest.fixture
def site(pages, db):
    found = Page.objects.specific().in_bulk(pages.values())
    return {name: found[pk] for name, pk in pages.items()}


def person(*page_rights, permissions=()):
    """A user with `(codename, page)` rights and permissions by codename.

    Whoever may enter the admin.
    """
    group = Group.objects.create(name=f"Group {Group.objects.count()}")
    for codename, page in page_rights:
        GroupPagePermission.objects.create(group=group, page=page, permission=permission(codename))
    group.permissions.add(permission("access_admin"))
    group.permissions.add(*Permission.objects.filter(codename__in=permissions))
    user = UserFactory()
    user.groups.add(group)
    return user


def translator(home):
    rights = [(codename, home) for codename in ("add_page", "change_page")]
    return person(*rights, permissions=["submit_translation"])


def superuser():
    return UserFactory(is_superuser=True)


def secretary():
    user = UserFactory()
    user.groups.add(ensure_secretariat())
    return user


def titles(response):
    return [row.item.title for row in response.context["table"].data]


def counts(response):
    """The counts above the table that are not zero: `{(language, state): (number, url)}`."""
    codes = [one.language_code for one in response.context["locales"]]
    return {
        (code, line["state"]): (cell["number"], cell["url"])
        for line in response.context["counts"]
        for code, cell in zip(codes, line["cells"], strict=True)
        if cell["number"]
    }


def refused(response):
    return response.status_code == 302 and response["Location"] == "/admin/"


@pytest.fixture
def open_desk(client):
    def opened(user, query=""):
        client.force_login(user)
        response = client.get(f"{URL}{query}")
        assert response.status_code == 200
        return response

    return opened


# Rights

RECORDS = {"Partner", "Announcement"}
# The pages that any reader may see.
PUBLIC = {"Home", "News", "About", "Public"}
SECRET = {"Unpublished", "Shared draft", "Private", "Beneath private", "Expired"}

PEOPLE = {
    "superuser": (lambda site: superuser(), PUBLIC | SECRET | RECORDS),
    "secretariat": (lambda site: secretary(), PUBLIC | SECRET | RECORDS),
    # A translator sees what is public, and what has a version of theirs.
    "translator": (lambda site: translator(site["ko"]), PUBLIC | {"Shared draft"}),
    "translator of a part": (
        lambda site: translator(site["korean_news"]),
        {"News", "Public", "Shared draft"},
    ),
    "office": (
        lambda site: person(("add_page", site["news"]), ("change_page", site["news"])),
        {"News", "Public", "Unpublished", "Shared draft", "Expired"},
    ),
    # Who may only add pages edits their own, and translates into no other language.
    "author": (lambda site: own_draft(site), {"Unpublished"}),
    "partners": (lambda site: person(permissions=["change_partner"]), {"Partner"}),
    "looks at announcements": (
        lambda site: person(permissions=["view_announcement"]),
        {"Announcement"},
    ),
}


def own_draft(site):
    user = person(("add_page", site["news"]))
    Page.objects.filter(pk=site["draft"].pk).update(owner=user)
    return user


@pytest.mark.parametrize(("make", "seen"), PEOPLE.values(), ids=PEOPLE)
def test_a_person_sees_exactly_these_rows(site, open_desk, client, make, seen):
    user = make(site)
    response = open_desk(user)
    assert set(titles(response)) == seen
    # In no other way either: the whole answer, the numbers, the search, the files.
    assert not [title for title in SECRET - seen if f">{title}<" in response.content.decode()]
    assert counts(response)["en", State.SOURCE][0] == len(seen)
    for title in SECRET | RECORDS:
        found = titles(client.get(URL, {"q": title}))
        assert (title in found) == (title in seen)
    file = b"".join(client.get(URL, {"export": "csv"}).streaming_content).decode()
    assert {row["Title"] for row in csv.DictReader(io.StringIO(file))} == seen


@pytest.mark.parametrize("url", [URL, RESULTS, f"{URL}?export=csv", f"{URL}?export=xlsx"])
def test_a_person_without_rights_is_refused(site, client, url):
    client.force_login(person())
    assert refused(client.get(url))
    client.force_login(person(("lock_page", site["news"])))
    assert refused(client.get(url))
    client.logout()
    assert client.get(url)["Location"].startswith("/admin/login/")


def test_what_a_section_is_called_is_a_secret_while_it_is_private(site, open_desk, commit):
    with commit():
        site["news"].unpublish()
    office = person(("change_page", site["public"]))
    response = open_desk(office)
    assert titles(response) == ["Public"]
    assert "News" not in response.content.decode()
    assert "News" in open_desk(secretary()).content.decode()


def test_the_title_of_a_draft_of_a_public_page_is_a_secret(site, open_desk, commit):
    with commit():
        site["public"].title = "Not published yet"
        site["public"].save_revision()
    assert "Not published yet" not in open_desk(translator(site["ko"])).content.decode()


def cells(user):
    items = list(desk.with_cells(desk.visible(user)))
    for row in desk.rows(items, user, {}):
        for cell in row.cells.values():
            yield row.item, cell.translation, cell.url


@pytest.mark.parametrize("make", [make for make, _seen in PEOPLE.values()], ids=PEOPLE)
def test_a_cell_leads_where_the_guards_let_through(site, client, make):
    """The rules for a list say the same as those for one page."""
    user = make(site)
    client.force_login(user)
    begins = user.has_perm("wagtail_localize.submit_translation")
    for item, cell, url in cells(user):
        if not item.is_page:
            continue
        page = Page.objects.get(pk=item.source_pk)
        editable = page.permissions_for_user(user).can_edit()
        if cell.state == State.SOURCE:
            assert bool(url) == editable
        elif cell.state == State.MISSING:
            allowed = cell.locale_id in target_locales(user, page)
            readable = editable or published_anywhere(Page.objects.filter(pk=page.pk)).exists()
            assert bool(url) == (begins and allowed and readable)
        else:
            version = Page.objects.get(pk=cell.target_pk)
            assert bool(url) == version.permissions_for_user(user).can_edit()
        if url:
            assert client.get(url).status_code == 200, url


def links(user, title):
    return {
        cell.locale.language_code: url for item, cell, url in cells(user) if item.title == title
    }


def test_each_cell_leads_to_the_place_of_its_work(site):
    about = site["about"]
    item = TranslatedItem.objects.get(title="About")
    found = links(secretary(), "About")
    assert found["en"] == f"/admin/pages/{about.pk}/edit/"
    assert found["ar"] == f"/admin/localize/submit/page/{about.pk}/?select_locale=ar"
    assert found["ko"] == f"/admin/translations/sheet/{item.pk}/ko/"
    user = translator(site["ko"])
    assert {code for code, url in links(user, "About").items() if url} == {"ko"}
    # The sheet shows the source, which is a draft of somebody else here.
    version = Page.objects.get(title="초안")
    assert links(user, "Shared draft")["ko"] == f"/admin/pages/{version.pk}/edit/"


def test_a_record_is_worked_on_by_those_who_may_change_it(site):
    partner = Partner.objects.get()
    submit = f"/admin/localize/submit/snippet/partners/partner/{partner.pk}/?select_locale="
    assert links(secretary(), "Partner") == {
        "en": f"/admin/snippets/partners/partner/edit/{partner.pk}/",
        "ko": f"{submit}ko",
        "ar": f"{submit}ar",
    }
    assert set(links(person(permissions=["view_partner"]), "Partner").values()) == {""}


# The matrix


def test_each_row_says_what_it_is(site, open_desk):
    response = open_desk(secretary(), "?q=Public")
    html = re.sub(r"\s+", " ", response.content.decode())
    title = f'<a href="/admin/pages/{site["public"].pk}/edit/">Public</a>'
    assert f'<bdi lang="en" dir="ltr">{title}</bdi>' in html
    assert "Page · English" in html
    assert "<td><bdi>News</bdi></td>" in html
    assert [column.name for column in response.context["table"].columns.values()] == [
        *("title", "section", "changed"),
        *("en", "ko", "ar"),  # in the order of the settings
    ]


def test_a_title_is_marked_with_its_own_language(site, open_desk, commit):
    with commit():
        StandardPageFactory(parent=site["ar"], title="عنوان <b>")
    html = open_desk(secretary(), "?q=عنوان").content.decode()
    assert '<bdi lang="ar" dir="rtl"><a' in html
    assert "عنوان &lt;b&gt;" in html


def test_states_are_words_with_an_age(site, open_desk):
    cell = ItemTranslation.objects.filter(item__title="About", locale=locale("ko"))
    since = timezone.now().replace(microsecond=0) - timedelta(days=3)
    cell.update(since=since, reviewed_from_machine=True)
    html = open_desk(secretary(), "?q=About").content.decode()
    assert "Up to date (reviewed from machine)" in html
    assert "for 3 days</time>" in html
    assert f'datetime="{timezone.localtime(since).isoformat()}"' in html
    cell.update(since=timezone.now())
    assert "since today</time>" in open_desk(secretary(), "?q=About").content.decode()


def test_an_orphan_shows(site, open_desk, commit):
    assert titles(open_desk(secretary(), "?orphans=only")) == []
    with commit():
        site["about"].unpublish()
    response = open_desk(secretary(), "?orphans=only")
    assert titles(response) == ["About"]
    assert "Source unpublished\n" in response.content.decode()
    assert open_desk(secretary()).content.decode().count("w-status--critical") == 1


def test_an_empty_desk_says_so(db, open_desk):
    TranslatedItem.objects.all().delete()
    assert "Nothing is here yet" in open_desk(superuser()).content.decode()
    assert "Take away a filter" in open_desk(superuser(), "?q=nothing").content.decode()


# Filters, counts, order


@pytest.fixture
def aged(site):
    """Korean: About up to date for 40 days, News outdated for 10. The rest since now."""
    now = timezone.now()
    ItemTranslation.objects.update(since=now)
    korean = ItemTranslation.objects.filter(locale=locale("ko"))
    korean.filter(item__title="About").update(since=now - timedelta(days=40))
    korean.filter(item__title="News").update(since=now - timedelta(days=10), state=State.OUTDATED)
    return site


FILTERS = {
    "language=ko": PUBLIC | SECRET | RECORDS,
    "language=ko&state=outdated": {"News"},
    "language=ar&state=outdated": set(),
    "state=outdated": {"News"},
    "language=ko&state=draft": {"Shared draft"},
    "language=ar&state=missing": (PUBLIC | SECRET | RECORDS) - {"Home"},
    "language=en&state=source": PUBLIC | SECRET | RECORDS,
    "age=7": {"News", "About"},
    "age=30": {"About"},
    "age=90": set(),
    "age=7&state=outdated": {"News"},
    "age=7&language=ar": set(),
    "kind=pages": PUBLIC | SECRET,
    "kind=partners.partner": {"Partner"},
    "kind=core.announcement&language=ko&state=missing": {"Announcement"},
    "q=PUBL": {"Public", "Unpublished"},
    "q=publ&language=ko&state=missing&age=": {"Public", "Unpublished"},
    "q=draft&language=ko&state=missing": set(),
}


def test_filters(aged, open_desk):
    user = secretary()
    found = {query: set(titles(open_desk(user, f"?{query}"))) for query in FILTERS}
    assert found == FILTERS


def test_filter_by_section_and_owner(aged, open_desk):
    query = f"?section={aged['news'].translation_key}"
    in_news = {"News", "Public", "Unpublished", "Shared draft", "Expired"}
    assert set(titles(open_desk(secretary(), query))) == in_news
    owner = UserFactory(first_name="Owner", last_name="Of one")
    TranslatedItem.objects.filter(title="Public").update(owner=owner)
    response = open_desk(secretary(), f"?owner={owner.pk}")
    assert titles(response) == ["Public"]
    assert response.content.decode().count("Owner Of one") >= 2  # in the row and in the filter


@pytest.mark.parametrize("query", ["", "q=a", "age=7", "kind=pages&orphans=only"])
def test_each_count_is_the_number_of_rows_that_it_leads_to(aged, client, query, commit):
    with commit():
        aged["about"].unpublish()
    ItemTranslation.objects.filter(item__title="About").update(since=timezone.now())
    user = translator(aged["ko"])
    client.force_login(user)
    found = counts(client.get(f"{URL}?{query}"))
    for (code, state), (number, url) in found.items():
        wanted = {"language": [code], "state": [state]}
        assert wanted.items() <= parse_qs(urlsplit(url).query).items()
        assert len(titles(client.get(url))) == number
    rows = TranslatedItem.objects.filter(pk__in=desk.visible(user))
    if not query:
        assert sum(number for number, _url in found.values()) == rows.count() * 3


def test_the_language_chosen_has_its_state_and_age_to_sort_by(aged, open_desk):
    response = open_desk(secretary(), "?language=ko&ordering=-since")
    names = [column.name for column in response.context["table"].columns.values()]
    assert names == ["title", "section", "changed", "ko", "since"]

    user = secretary()

    def order(ordering):
        found = titles(open_desk(user, f"?language=ko&ordering={ordering}"))
        return [title for title in found if title in ("About", "News", "Public")]

    assert order("since") == ["About", "News", "Public"]
    assert order("-since") == ["Public", "News", "About"]
    assert order("state") == ["Public", "News", "About"]  # missing, outdated, up to date
    assert order("-state") == ["About", "News", "Public"]


def test_order(site, open_desk):
    now = timezone.now()
    for days, title in enumerate(["Expired", "About", "Public"]):
        TranslatedItem.objects.filter(title=title).update(changed_at=now - timedelta(days=days))
    user = secretary()

    def order(ordering):
        found = titles(open_desk(user, f"?ordering={ordering}"))
        return [title for title in found if title in ("Expired", "About", "Public")]

    assert order("title") == order("") == ["About", "Expired", "Public"]
    assert order("-title") == ["Public", "Expired", "About"]
    assert order("changed") == ["Public", "About", "Expired"]
    assert order("-changed") == ["Expired", "About", "Public"]
    assert order("section") == ["About", "Expired", "Public"]  # About, News, News
    assert order("-section") == ["Public", "Expired", "About"]


BAD = [
    "language=xx",
    "language=en&language=%F0%9F%92%A3",
    "state=lost",
    "age=1",
    "age=-9999999999999999999",
    "section=not-a-key",
    "kind=auth.user",
    "kind=nothing",
    "owner=99999999999999999999999999",
    "owner=nobody",
    "orphans=perhaps",
    "ordering=pk;drop",
]


@pytest.mark.parametrize("url", [URL, RESULTS])
def test_a_bad_address_is_answered_with_a_message(site, client, url):
    client.force_login(superuser())
    for query in BAD:
        response = client.get(f"{url}?{query}")
        assert response.status_code == 200, query
        (complaint,) = response.context["complaints"]
        assert complaint in unescape(response.content.decode())
        if "ordering" in query:
            assert titles(response) == sorted(PUBLIC | SECRET | RECORDS)
        else:
            assert titles(response) == []
            # No file of everything where a part was asked for.
            assert "text/html" in client.get(f"{url}?{query}&export=xlsx")["Content-Type"]


def test_what_needs_no_complaint(site, client):
    client.force_login(superuser())
    long = f"q={'x' * 60_000}"
    for query in ("p=-1", "p=99", "p=x", "export=pdf", long, "q=%25_%27", "ordering=since"):
        response = client.get(f"{URL}?{query}")
        assert (response.status_code, response.context["complaints"]) == (200, [])


# Files


def read_csv(client, query=""):
    response = client.get(f"{URL}?export=csv{query}")
    assert response["Content-Disposition"] == 'attachment; filename="translations.csv"'
    content = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def read_xlsx(client, query=""):
    response = client.get(f"{URL}?export=xlsx{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_a_file_of_the_list_as_it_is_filtered(aged, client, read):
    client.force_login(secretary())
    assert len(read(client)) == len(PUBLIC | SECRET | RECORDS)
    (row,) = read(client, "&q=about")
    del row["Source changed"]
    assert row == {
        "Title": "About",
        "Kind": "Page",
        "Section": "About",
        "Source language": "English",
        "Owner": row["Owner"],
        "English": "Source",
        "Korean": "Up to date",
        "Arabic": "Missing",
    }
    assert row["Owner"] in (None, "")
    (row,) = read(client, "&language=ko&state=outdated")
    assert (row["Title"], row["Korean"]) == ("News", "Outdated")


def test_a_file_is_in_the_language_of_the_person(site, client):
    user = secretary()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "fr"
    profile.save()
    client.force_login(user)
    assert "Français" in read_csv(client)[0] or "Anglais" in read_csv(client)[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_is_a_formula(site, client, start):
    title = f"{start}cmd|' /C calc'!A0"
    TranslatedItem.objects.filter(title="About").update(title=title)
    client.force_login(secretary())
    content = b"".join(client.get(f"{URL}?export=csv&q=calc").streaming_content).decode()
    (row,) = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert row[0] == f"'{title}"
    response = client.get(f"{URL}?export=xlsx&q=calc")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A2"].data_type == "s"


def test_a_control_character_breaks_no_file(site, client):
    TranslatedItem.objects.filter(title="About").update(title="About\x0b us")
    client.force_login(secretary())
    assert read_xlsx(client, "&q=about")[0]["Title"] == "About us"


# The number of queries


@pytest.mark.parametrize(("who", "pinned"), [("Secretariat", 19), ("translator", 23)])
def test_the_number_of_queries_does_not_grow(db, client, who, pinned):
    def queries():
        with CaptureQueriesContext(connection) as found:
            response = client.get(URL)
        assert response.status_code == 200
        return len(titles(response)), len(found)

    TranslatedItem.objects.all().delete()
    site = Site()  # the benchmark's
    client.force_login(site.people[who])
    site.grow(3)
    queries()  # the caches were cold
    assert queries() == (3, pinned)
    site.grow(60)
    assert queries() == (50, pinned)  # the first page


# The dashboard and the menus


def panel(client):
    html = client.get("/admin/").content.decode()
    found = re.search(r'id="translations-section".*?</section>', html, re.DOTALL)
    return found and re.sub(r"<[^>]+>|\s+", " ", found[0])


def numbers(client):
    """What the panel says: `{language: (outdated, missing, machine, in progress)}`."""
    return {
        language: tuple(map(int, found.split()))
        for language, found in re.findall(r"(English|Korean|Arabic)((?:\s+\d+)+)", panel(client))
    }


def test_the_panel_counts_what_waits_in_the_languages_of_a_person(aged, client):
    client.force_login(secretary())
    missing = len(PUBLIC | SECRET | RECORDS) - len({"Home", "News", "About", "Shared draft"})
    assert numbers(client) == {
        "Korean": (1, missing, 0, 0),
        "Arabic": (0, missing + 3, 0, 0),
    }
    assert (
        f'href="{URL}?language=ko&amp;state=outdated">1</a>'
        in client.get("/admin/").content.decode()
    )
    client.force_login(translator(aged["ko"]))
    assert numbers(client) == {"Korean": (1, 1, 0, 0)}  # Public is missing


def test_the_panel_says_when_nothing_waits(site, client):
    ItemTranslation.objects.exclude(state=State.SOURCE).update(state=State.UP_TO_DATE)
    client.force_login(translator(site["ko"]))
    assert "Nothing waits for translation." in panel(client)


def test_the_panel_is_for_those_whom_the_desk_is_for(site, client):
    client.force_login(person())
    assert panel(client) is None


def test_the_desk_stands_in_the_menu_in_place_of_the_report(site, client):
    client.force_login(secretary())
    html = client.get("/admin/").content.decode()
    assert '"url": "/admin/translations/"' in html
    assert "/admin/localize/reports/translations/" not in html
    client.force_login(person())
    assert '"url": "/admin/translations/"' not in client.get("/admin/").content.decode()
