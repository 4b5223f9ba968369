"""An office's desk: what is on it, for whom, and all offices side by side."""

import re
from datetime import timedelta

import pytest

from django.contrib.auth.models import Group
from django.utils import timezone

from wagtail import hooks
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.users.models import UserProfile

from core.permissions import ADMINISTRATORS, SECRETARIAT, ensure_secretariat, permission
from core.tests.factories import StandardPageFactory, UserFactory, locale, make_private, translate
from documents.tests.factories import DocumentFactory, page_with
from images.tests.factories import ImageFactory
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from pages.models import StandardPage
from regional_offices.access import child_collection, close_office, ensure_office_access
from regional_offices.models import Approval
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    team_of,
    two_offices,
)
from translations.access import ensure_translators

pytestmark = pytest.mark.slow

MARKER = "Secret marker"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def member(*groups):
    user = UserFactory()
    user.groups.add(*groups)
    return user


def secretary(*more):
    return member(*Group.objects.filter(name__in=[SECRETARIAT, *more]))


@pytest.fixture
def offices(homes, commit):
    """Two offices in English, one of them in Korean too, each with a list of news in English."""
    with commit():
        found = two_offices(homes)
        return {
            **found,
            "news": NewsIndexPageFactory(parent=found["chengdu"], title="Chengdu news"),
            "other news": NewsIndexPageFactory(parent=found["ulyanovsk"], title="Ulyanovsk news"),
        }


@pytest.fixture
def team(offices):
    return team_of(offices["chengdu"])


@pytest.fixture
def editor(team):
    user = member(team.editors)
    user.first_name, user.last_name = "Li", "Wei"
    user.save()
    return user


def desk_url(office, rest=""):
    return f"/admin/offices/{team_of(office).pk}/{rest}"


def refused(response):
    return response.status_code == 302 and response["Location"] == "/admin/"


@pytest.fixture
def shown(client, offices):
    """The context of the desk of an office as somebody sees it."""

    def opened(user, office="chengdu"):
        client.force_login(user)
        response = client.get(desk_url(offices[office]))
        assert response.status_code == 200
        return response.context

    return opened


def submit(page, user):
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


# Who sees which


def people(offices):
    """Name → somebody, and the offices whose desk they see."""
    team = team_of(offices["chengdu"])
    other = team_of(offices["ulyanovsk"])
    translators = ensure_translators()
    return {
        "editor": (member(team.editors), {"Chengdu"}),
        "manager": (member(team.managers), {"Chengdu"}),
        "other editor": (member(other.editors), {"Ulyanovsk"}),
        "of both": (member(team.editors, other.managers), {"Chengdu", "Ulyanovsk"}),
        "translator": (member(translators["ko"]), set()),
        "secretary": (secretary(), {"Chengdu", "Ulyanovsk"}),
        "superuser": (UserFactory(is_superuser=True), {"Chengdu", "Ulyanovsk"}),
        "owner of the page": (owner_with_add(offices["chengdu"]), set()),
    }


def owner_with_add(office):
    """Wagtail lets the owner of a page who may add pages there change that page, and no other."""
    group = Group.objects.create(name="Adds")
    group.permissions.add(permission("access_admin"))
    for page in Page.objects.filter(translation_key=office.translation_key):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=permission("add_page")
        )
    user = member(group)
    Page.objects.filter(translation_key=office.translation_key).update(owner=user)
    return user


ADDRESSES = ("", "pages/", "pages/results/", "documents/", "images/")


def test_who_opens_which_desk(offices, client):
    names = {"Chengdu": offices["chengdu"], "Ulyanovsk": offices["ulyanovsk"]}
    for who, (user, expected) in people(offices).items():
        client.force_login(user)
        for rest in ADDRESSES:
            answers = {name: client.get(desk_url(page, rest)) for name, page in names.items()}
            found = {name for name, answer in answers.items() if answer.status_code == 200}
            assert found == expected, (who, rest)
            assert all(refused(answers[name]) for name in set(names) - found), (who, rest)


def test_nobody_opens_one_without_logging_in(offices, client):
    for address in ("/admin/offices/", *(desk_url(offices["chengdu"], one) for one in ADDRESSES)):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_an_office_that_is_not_there_is_not_found_by_those_who_see_all(offices, editor, client):
    client.force_login(secretary())
    assert client.get("/admin/offices/999999/").status_code == 404
    client.force_login(editor)
    assert refused(client.get("/admin/offices/999999/"))


def test_the_list_leads_to_ones_own_or_shows_all(offices, client):
    expected = {
        "editor": desk_url(offices["chengdu"]),
        "manager": desk_url(offices["chengdu"]),
        "other editor": desk_url(offices["ulyanovsk"]),
        "of both": ["Chengdu", "Ulyanovsk"],
        "translator": "/admin/",
        "owner of the page": "/admin/",
        "secretary": ["Chengdu", "Ulyanovsk"],
        "superuser": ["Chengdu", "Ulyanovsk"],
    }
    for who, (user, _offices) in people(offices).items():
        client.force_login(user)
        response = client.get("/admin/offices/")
        if response.status_code == 302:
            assert response["Location"] == expected[who], who
        else:
            assert [row["office"].title for row in response.context["rows"]] == expected[who]


def test_the_dashboard_begins_with_it(offices, editor, client):
    for who, (user, expected) in people(offices).items():
        client.force_login(user)
        response = client.get("/admin/")
        panels = [panel.name for panel in response.context["panels"]]
        first = who in ("editor", "manager", "other editor", "of both")
        assert (panels[0] == "office_desk") == first, who
        assert ("office_desk" in panels) == first, who
        assert {"my_drafts", "published_lately"} <= set(panels)
        html = response.content.decode()
        assert ("Documents nobody links to" in html) == (first and len(expected) == 1), who
        assert ("Offices side by side" in html) == (who == "of both"), who


def test_the_menu_names_it(offices, editor, client):
    client.force_login(editor)
    html = client.get("/admin/account/").content.decode()
    assert '"My office"' in html
    assert '"Offices"' not in html
    client.force_login(secretary())
    html = client.get("/admin/account/").content.decode()
    assert '"Offices"' in html
    assert '"My office"' not in html
    client.force_login(member(ensure_translators()["ko"]))
    html = client.get("/admin/account/").content.decode()
    assert '"Offices"' not in html
    assert '"My office"' not in html


def test_the_team_of_a_closed_office_is_out_and_the_secretariat_is_told(
    offices, team, editor, client, shown
):
    close_office(team, None, False)
    client.force_login(editor)
    assert client.get(desk_url(offices["chengdu"])).status_code == 302
    client.force_login(secretary())
    html = client.get(desk_url(offices["chengdu"])).content.decode()
    assert "The office closed on" in html
    assert "Write news in" not in html


# What is on it


def titles(rows):
    return [row.draft_title for row in rows]


def table(context):
    """The numbers above zero of the first table, by state and language."""
    codes = [language.language_code for language in context["languages"]]
    return {
        (row["label"], code): cell["number"]
        for row in context["matrix"]
        for code, cell in zip(codes, row["cells"], strict=True)
        if cell["number"]
    }


@pytest.fixture
def full(offices, editor, commit):
    """One of everything in Chengdu, and as much in Ulyanovsk that is a secret."""
    today = timezone.localdate()
    for name, title, author in (
        ("news", "", editor),
        ("other news", MARKER, member(team_of(offices["ulyanovsk"]).editors)),
    ):
        index = offices[name]
        with commit():
            NewsPageFactory(parent=index, title=f"{title} draft", live=False)
            changed = NewsPageFactory(parent=index, title=f"{title} changed")
            changed.summary = "Other words"
            changed.save_revision(user=author)
            waiting = NewsPageFactory(parent=index, title=f"{title} waiting", live=False)
            submit(waiting, author)
            back = NewsPageFactory(parent=index, title=f"{title} back", live=False)
            state = submit(back, author)
            state.current_task_state.specific.reject(user=author, comment=f"{title} comment")
            make_private(NewsPageFactory(parent=index, title=f"{title} private"))
            StandardPageFactory(
                parent=index.get_parent(),
                title=f"{title} overdue",
                review_date=today - timedelta(days=1),
                content_owner=author,
            )
            StandardPageFactory(
                parent=index.get_parent(), title=f"{title} today", review_date=today
            )
            collection = team_of(index.get_parent()).collection
            DocumentFactory(title=f"{title} file", collection=collection)
            used = DocumentFactory(title=f"{title} used file", collection=collection)
            page_with(used, index.get_parent(), title=f"{title} with a file")
            ImageFactory(title=f"{title} picture", collection=collection)
            shown = ImageFactory(title=f"{title} used picture", collection=collection)
            StandardPageFactory(
                parent=index.get_parent(), title=f"{title} with a picture", social_image=shown
            )
    return offices


def test_the_first_table_counts_pages_by_state_and_language(full, editor, shown):
    assert table(shown(editor)) == {
        ("Published", "en"): 7,
        ("Published", "ko"): 1,
        ("Published, with unpublished changes", "en"): 1,
        ("Draft", "en"): 3,
        ("Waiting for approval", "en"): 1,
        ("Sent back", "en"): 1,
        ("Review date passed", "en"): 1,
        # The list of news, nine pages beneath it and the office, and only the office in Korean.
        ("Missing", "ko"): 10,
        ("Missing", "ar"): 11,
    }


def test_each_number_leads_to_a_list_as_long(full, editor, client, shown):
    context = shown(editor)
    seen = 0
    for row in context["matrix"]:
        for cell in row["cells"]:
            if cell["number"]:
                response = client.get(cell["url"])
                assert response.context["paginator"].count == cell["number"], row["label"]
                seen += 1
    assert seen == len(table(context))
    for name in ("unpublished", "submissions", "outdated", "overdue", "documents", "images"):
        response = client.get(context[name]["url"])
        assert response.context["paginator"].count == context[name]["number"], name


def test_the_lists_are_exact(full, editor, shown):
    context = shown(editor)
    drafts = context["unpublished"]
    assert set(titles(drafts["rows"])) == {" draft", " changed", " waiting", " back"}
    assert drafts["number"] == 4
    rows = context["submissions"]["rows"]
    assert [(row.title, row.is_waiting, row.holder, row.comment) for row in rows] == [
        (" back", False, "the Secretariat", " comment"),
        (" waiting", True, "the Secretariat", ""),
    ]
    assert titles(context["overdue"]["rows"]) == [" overdue"]
    assert context["overdue"]["rows"][0].content_owner == editor
    assert [file.title for file in context["documents"]["rows"]] == [" file"]
    assert [file.title for file in context["images"]["rows"]] == [" picture"]
    assert context["outdated"]["rows"] == []


def test_nothing_of_another_office_is_told(full, editor, client):
    client.force_login(editor)
    for address in ("/admin/", *(desk_url(full["chengdu"], rest) for rest in ADDRESSES)):
        assert MARKER not in client.get(address).content.decode(), address
    client.force_login(secretary())
    for rest in ADDRESSES:  # it is there to be found
        assert MARKER in client.get(desk_url(full["ulyanovsk"], rest)).content.decode(), rest


def test_every_title_leads_to_its_page(full, editor, client):
    client.force_login(editor)
    html = client.get("/admin/").content.decode()
    assert 'href=""' not in html
    assert html.count("/edit/") >= 4


def test_the_pages_of_the_whole_site_are_counted_for_the_secretariat_alone(full, editor, client):
    for user, is_told in ((editor, False), (secretary(), True)):
        client.force_login(user)
        html = client.get("/admin/").content.decode()
        assert bool(re.search(r"\d Pages <span", html)) == is_told


def test_submissions_wait_for_the_managers_where_the_office_approves(offices, team, editor, shown):
    team.approval = Approval.MANAGERS
    team.save()
    ensure_office_access(offices["chengdu"])
    UserFactory(first_name="Mana", last_name="Ger").groups.add(team.managers)
    submit(NewsPageFactory(parent=offices["news"], title="News", live=False), editor)
    (row,) = shown(editor)["submissions"]["rows"]
    assert row.holder == "Mana Ger"
    assert row.submitted_by == editor


def test_a_workflow_of_somebody_elses_is_named(offices, editor, shown):
    Workflow.objects.update(name="W")
    page = NewsPageFactory(parent=offices["news"], live=False)
    state = submit(page, editor)
    task = state.current_task_state.task.specific
    task.groups.set([Group.objects.create(name="Lawyers")])
    task.name = "Legal check"
    task.save()
    (row,) = shown(editor)["submissions"]["rows"]
    assert row.holder == "Legal check"


def test_what_is_approved_or_withdrawn_is_no_submission_any_more(offices, editor, shown):
    for number in range(2):
        page = NewsPageFactory(parent=offices["news"], title=f"News {number}", live=False)
        state = submit(page, editor)
        if number:
            state.cancel(user=editor)
        else:
            state.current_task_state.specific.approve(user=secretary())
    assert shown(editor)["submissions"]["rows"] == []


def test_an_outdated_translation_leads_to_where_it_is_worked_on(
    offices, editor, commit, client, shown
):
    office = offices["chengdu"]
    with commit():
        office.summary = "Other words than those translated"
        office.save_revision().publish()
    context = shown(editor)
    (row,) = context["outdated"]["rows"]
    assert row["title"] == "Chengdu"
    assert row["cell"].locale == locale("ko")
    assert client.get(row["url"]).status_code == 200
    assert context["outdated"]["number"] == 1
    found = client.get(context["outdated"]["url"]).context["object_list"]
    assert titles(found) == ["청두"]


def test_files_of_collections_beneath_count_and_shared_ones_do_not(offices, team, editor, shown):
    beneath = child_collection(team.collection, "2017")
    DocumentFactory(title="Beneath", collection=beneath)
    DocumentFactory(title="At the root")
    DocumentFactory(title="Own", collection=team.collection)
    context = shown(editor)
    assert {file.title for file in context["documents"]["rows"]} == {"Beneath", "Own"}


def test_long_lists_are_cut_and_shown_whole_elsewhere(offices, team, editor, client, shown):
    for number in range(10):
        NewsPageFactory(parent=offices["news"], title=f"Draft {number}", live=False)
        DocumentFactory(title=f"File {number}", collection=team.collection)
    context = shown(editor)
    html = client.get(desk_url(offices["chengdu"])).content.decode()
    assert html.count("Show all (10)") == 2
    assert len(context["unpublished"]["rows"]) == len(context["documents"]["rows"]) == 8
    assert len(client.get(context["documents"]["url"]).context["object_list"]) == 10


def test_empty_parts_say_so(offices, editor, client):
    client.force_login(editor)
    html = client.get(desk_url(offices["chengdu"])).content.decode()
    for sentence in (
        "Nothing is submitted.",
        "There are no drafts, and no changes that wait to be published.",
        "Every translation says what its source says.",
        "No review date has passed.",
        "Every document of the office is used on a page, or there is none.",
        "Every picture of the office is used on a page, or there is none.",
    ):
        assert sentence in html


def test_other_apps_add_links(offices, editor, client):
    def add(request, office, links):
        links.append({"label": f"Marker of {office.title}", "url": "/marker/"})

    client.force_login(editor)
    with hooks.register_temporarily("construct_office_links", add):
        html = client.get(desk_url(offices["chengdu"])).content.decode()
    assert '<a href="/marker/">Marker of Chengdu</a>' in html


# The list of pages


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("language=ko", {"청두"}),
        ("language=ko&state=draft", set()),
        ("state=draft&state=changed", {" draft", " changed", " waiting", " back"}),
        ("state=waiting", {" waiting"}),
        ("state=overdue", {" overdue"}),
        ("q=CHANGED", {" changed"}),
        ("missing=ko&state=sent_back", {" back"}),
        ("state=nonsense", set()),
        ("language=xx", set()),
        ("missing=%00", set()),
    ],
)
def test_the_list_of_pages_is_narrowed(full, editor, client, query, expected):
    client.force_login(editor)
    response = client.get(desk_url(full["chengdu"], f"pages/?{query}"))
    if response.status_code == 400:  # a null byte
        assert "%00" in query
        return
    assert response.status_code == 200
    assert set(titles(response.context["object_list"])) == expected
    is_odd = "nonsense" in query or "xx" in query
    assert ("asks for something" in response.content.decode()) == is_odd


@pytest.mark.parametrize(
    "query", ["p=0", "p=x", f"p={'9' * 30}", "ordering=nonsense", "ordering=-draft_title"]
)
def test_an_odd_page_or_order_gets_the_list(full, editor, client, query):
    client.force_login(editor)
    for rest in ("pages/", "documents/", "images/"):
        response = client.get(desk_url(full["chengdu"], f"{rest}?{query}"))
        assert response.status_code == 200
        assert list(response.context["object_list"])


# Writing


def write_links(context):
    return [
        (place.locale.language_code, bool(place.write_url), bool(place.list_url))
        for place in context["places"]
    ]


def in_language(user, code):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})


def test_news_are_written_in_ones_own_language_first(offices, editor, commit, client, shown):
    assert write_links(shown(editor)) == [
        ("en", True, False),
        ("ko", False, True),
        ("ar", False, False),
    ]
    in_language(editor, "ko")
    context = shown(editor)
    assert [code for code, *_links in write_links(context)] == ["ko", "en", "ar"]
    # The way to the list that is missing, and to the form once it is there.
    assert client.get(context["places"][0].list_url).status_code == 200
    translate(offices["news"], offices["chengdu-ko"], title="청두 소식")
    context = shown(editor)
    assert write_links(context)[0] == ("ko", True, False)
    assert client.get(context["places"][0].write_url).status_code == 200


def test_the_first_list_of_news_is_made_beneath_the_office(offices, editor, client, shown):
    offices["news"].delete()
    context = shown(editor)
    assert write_links(context)[:2] == [("en", False, True), ("ko", False, True)]
    for place in context["places"][:2]:
        assert client.get(place.list_url).status_code == 200


def test_a_language_without_the_office_is_the_secretariats_to_begin(offices, editor, client):
    office = offices["chengdu"]
    way = f'href="/admin/localize/submit/page/{office.pk}/?select_locale=ar"'
    for user, is_shown in ((editor, False), (secretary(), True)):
        in_language(user, "ar")
        client.force_login(user)
        assert (way in client.get(desk_url(office)).content.decode()) == is_shown


@pytest.mark.parametrize("code", ["en", "ko", "ar"])
def test_it_is_in_the_language_of_whoever_looks(full, editor, client, code):
    in_language(editor, code)
    client.force_login(editor)
    for address in ("/admin/", *(desk_url(full["chengdu"], rest) for rest in ADDRESSES)):
        response = client.get(address)
        assert response.status_code == 200
    html = client.get(desk_url(full["chengdu"])).content.decode()
    assert f'lang="{code}"' in html
    assert ('dir="rtl"' in html.split("<body")[0]) == (code == "ar")
    title = "청두" if code == "ko" else "Chengdu"
    assert f">{title}</bdi></h2>" in html


# Side by side


def overview(client, user):
    client.force_login(user)
    response = client.get("/admin/offices/")
    assert response.status_code == 200
    return response


def test_the_secretariat_sees_the_same_of_all_side_by_side(full, team, client):
    member(team.managers)
    UserFactory(is_active=False).groups.add(team.editors)
    team.approval = Approval.MANAGERS
    team.save()
    response = overview(client, secretary())
    codes = [language.language_code for language in response.context["languages"]]
    for row, managers, korean in zip(response.context["rows"], (1, 0), (1, 0), strict=True):
        assert [cell["number"] for cell in row["cells"]] == [1, 0, 1, 1, 1]
        numbers = {
            code: (cell["published"], cell["drafts"])
            for code, cell in zip(codes, row["languages"], strict=True)
        }
        assert numbers == {"en": (8, 3), "ko": (korean, 0), "ar": (0, 0)}
        assert (row["managers"], row["editors"]) == (managers, 1)
    first, second = response.context["rows"]
    assert first["office"].team.get_approval_display() == "the office’s own managers"
    # What a cell leads to is there.
    html = client.get(first["url"]).content.decode()
    for cell in first["cells"]:
        assert f'id="{cell["url"].split("#")[1]}"' in html


def test_the_settings_are_for_those_who_may_set_them(offices, client):
    settings = f'href="/admin/offices/{team_of(offices["chengdu"]).pk}/settings/"'
    assert settings not in overview(client, secretary()).content.decode()
    assert settings in overview(client, secretary(ADMINISTRATORS)).content.decode()


def test_a_closed_office_is_told_apart(offices, team, client):
    close_office(team, None, False)
    html = overview(client, secretary()).content.decode()
    first, second = html.split('class="office-table__office"')[1:]
    assert "Closed" in first.split("</th>")[0]
    assert "Closed" not in second.split("</th>")[0]


def test_without_an_office_the_table_says_so(homes, client):
    ensure_secretariat()
    html = overview(client, secretary()).content.decode()
    assert "There is no regional office yet." in html


# Queries


def more_of_everything(offices, name, commit, user):
    index = offices[name]
    team = team_of(index.get_parent())
    for _number in range(6):
        with commit():
            NewsPageFactory(parent=index, live=False)
            submit(NewsPageFactory(parent=index, live=False), user)
            StandardPageFactory(
                parent=index.get_parent(),
                review_date=timezone.localdate() - timedelta(days=1),
                content_owner=member(team.editors),
            )
        DocumentFactory(collection=team.collection, uploaded_by_user=UserFactory())
        ImageFactory(collection=team.collection, uploaded_by_user=UserFactory())
    page = StandardPage.objects.descendant_of(offices["chengdu"]).first()
    with commit():
        version = translate(page, offices["chengdu-ko"], title="번역")
        page.summary = "Changed"
        page.save_revision(user=user).publish()
    return version


DESK_QUERIES = 30
OVERVIEW_QUERIES = 22  # logging in too


def test_the_number_of_queries_does_not_grow_with_pages(
    full, editor, commit, client, django_assert_max_num_queries
):
    client.force_login(editor)
    addresses = [desk_url(full["chengdu"], rest) for rest in ADDRESSES]
    before = []
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(DESK_QUERIES) as queries:
            client.get(address)
        before.append(len(queries))
    more_of_everything(full, "news", commit, editor)
    for address, number in zip(addresses, before, strict=True):
        with django_assert_max_num_queries(number):
            client.get(address)


def test_nor_with_offices(full, commit, client, django_assert_max_num_queries):
    user = secretary()
    overview(client, user)
    with django_assert_max_num_queries(OVERVIEW_QUERIES) as queries:
        overview(client, user)
    for number in range(18):
        office = RegionalOfficePageFactory(parent=full["index"], title=f"Office {number}")
        member(team_of(office).editors)
        NewsPageFactory(parent=NewsIndexPageFactory(parent=office), live=False)
        DocumentFactory(collection=team_of(office).collection)
    with django_assert_max_num_queries(len(queries)):
        assert len(overview(client, user).context["rows"]) == 20
