import pytest

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.management import call_command

from wagtail.models import GroupPagePermission

from core.permissions import permission
from core.tests.factories import (
    StandardPageFactory,
    UserFactory,
    locale,
    make_private,
    translate,
)
from translations.glossary import Pair, Pairs, missed_in, missed_terms, terms
from translations.models import GlossaryTerm
from translations.views import glossary as views

URL = "/admin/translations/glossary/check/"
LIST = "/admin/snippets/translations/glossaryterm/"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def admin(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def pairs(language, *names):
    """Pairs out of `(source, target)`; other spellings follow after `|`."""
    return Pairs(
        [
            Pair(tuple(source.split("|")), tuple(target.split("|")), language)
            for source, target in names
        ]
    )


def name(code, term, other=None, forms=""):
    """A term of the glossary, or another's in another language."""
    key = {"translation_key": other.translation_key} if other else {}
    return GlossaryTerm.objects.create(term=term, forms=forms, locale=locale(code), **key)


@pytest.fixture
def assembly(homes):
    term = name("en", "General Assembly", forms="General Assemblies")
    name("ko", "총회", term)
    return term


class TestMissedTerms:
    def missed(self, source, translation, language, *names):
        found = missed_terms(source, translation, pairs(language, *names))
        return [pair.sources[0] for pair in found]

    @pytest.mark.parametrize(
        ("source", "is_named"),
        [
            ("The General Assembly meets.", True),
            ("The <b>General</b> Assembly", True),
            ("General\u00a0Assembly", True),
            ("General<br/>Assembly", True),
            ("WeGO’s General Assembly’s day", True),
            ("General Assemblies", True),
            ("a general assembly", False),
            ("the General Assemblyman", False),
            ("the General", False),
        ],
    )
    def test_a_name_of_the_source_counts_as_it_is_written(self, source, is_named):
        names = [("General Assembly|General Assemblies", "Asamblea General")]
        assert self.missed(source, "Nada", "es", *names) == ["General Assembly"] * is_named

    @pytest.mark.parametrize(
        ("language", "spelling", "translation", "is_there"),
        [
            ("es", "Asamblea General", "la asamblea general", True),
            ("es", "Asamblea General", "Asamblea\u00a0General", True),
            ("es", "Secretaría", "la Secretari\u0301a", True),
            ("es", "Secretaría", "la Secretaria", False),
            ("es", "jurado", "el jurado", True),
            ("es", "jurado", "jurados", False),
            ("es", "jurado|jurados", "jurados", True),
            ("fr", "l’adhésion", "l'adhésion", True),
            ("fr", "Ville durable", "Ville\u202fdurable", True),
            ("ru", "Генеральн* ассамбле*", "на Генеральной ассамблее", True),
            ("ru", "Генеральн* ассамбле*", "на Генеральном совете", False),
            ("ru", "Секретариат*", "Секретариатом", True),
            ("ru", "Секретариат", "Секретариатом", False),
            ("ko", "사무국", "사무국에서", True),
            ("ko", "사무국", "WeGO사무국", True),
            ("ko", "사무국", "사무총장", False),
            ("zh-hans", "全体大会", "在全体大会上", True),
            ("ar", "الأمانة العامة", "والأمانة العامة", True),
            ("ar", "الأمانة العامة", "والامانة العامة", True),
            ("ar", "الأمانة العامة", "الأَمَانَةُ العامّة", True),
            ("ar", "الأمانة العامة", "الأمـــانة العامة", True),
            ("ar", "الأمانة العامة", "الأمين العام", False),
            ("ar", "جوائز WeGO", "جوائز \u2066WeGO\u2069", True),
            ("es", "A*B", "A*B", True),
            ("es", "A*B", "AxB", False),
        ],
    )
    def test_a_name_of_the_translation(self, language, spelling, translation, is_there):
        missed = self.missed("Name", translation, language, ("Name", spelling))
        assert missed == ([] if is_there else ["Name"])

    def test_a_name_within_a_longer_one_is_not_meant(self):
        names = [("Sustainable City", "可持续城市"), ("Smart Sustainable City Awards", "奖")]
        assert self.missed("The Smart Sustainable City Awards", "奖", "zh-hans", *names) == []
        source = "The Smart Sustainable City Awards: Sustainable City"
        assert self.missed(source, "奖", "zh-hans", *names) == ["Sustainable City"]

    @pytest.mark.parametrize("order", [1, -1])
    def test_of_two_names_that_begin_alike_the_longer_is_meant(self, order):
        names = [("WeGO", "WeGO"), ("WeGO Awards", "奖")][::order]
        assert self.missed("The WeGO Awards", "奖", "zh-hans", *names) == []
        assert self.missed("The WeGO Award", "奖", "zh-hans", *names) == ["WeGO"]

    def test_each_name_is_told_once_in_the_order_of_the_text(self):
        names = [("A", "a1"), ("B", "b1"), ("C", "c1")]
        assert self.missed("C B A C", "b1", "es", *names) == ["C", "A"]

    def test_without_names_nothing_is_missed(self):
        assert missed_terms("General Assembly", "x", Pairs()) == []

    def test_places_are_compared_text_by_text(self):
        source = {"title": ["A"], "body": ["A", "B"], "other": ["A", "B"], "=date": ["A"]}
        target = {"title": ["x"], "body": ["y", "b1"], "other": ["a1 b1"], "=date": ["A"]}
        names = pairs("es", ("A", "a1"), ("B", "b1"))
        found = [(path, text, done) for path, text, done, _m in missed_in(source, target, names)]
        assert found == [("title", "A", "x"), ("body", "A", "y")]


def test_the_terms_of_two_languages_are_read_in_two_queries(assembly, django_assert_num_queries):
    name("en", "Not in Korean")
    name("ko", "영어에 없음")
    english, korean = locale("en"), locale("ko")
    with django_assert_num_queries(2):
        found = terms(english, korean)
    assert [(pair.sources, pair.targets) for pair in found] == [
        (("General Assembly", "General Assemblies"), ("총회",))
    ]
    assert str(found[0]) == "General Assembly = 총회"


class TestWarning:
    @pytest.fixture
    def page(self, homes, assembly, commit):
        with commit():
            page = StandardPageFactory(
                parent=homes["en"], title="General Assembly", summary="About the General Assembly"
            )
        return page

    @pytest.fixture
    def korean(self, page, homes, commit):
        with commit():
            return translate(page, homes["ko"], title="총회", summary="요약")

    def save(self, client, page, commit, **headers):
        values = {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            **{f"{name}-count": "0" for name in ("body", "highlights", "local_blocks")},
        }
        client.get("/admin/")  # takes away the messages before
        with commit():
            response = client.post(f"/admin/pages/{page.pk}/edit/", values, headers=headers)
        assert response.json()["success"] if headers else response.status_code == 302
        return [
            str(one) for one in get_messages(response.wsgi_request) if one.level_tag == "warning"
        ]

    def test_saving_a_translation_names_what_it_misses(self, korean, admin, client, commit):
        (message,) = self.save(client, korean, commit)
        assert "may miss official names: General Assembly = 총회" in message
        assert URL in message
        korean.summary = "총회에 대하여"
        assert self.save(client, korean, commit) == []

    def test_the_first_three_are_named(self, page, korean, admin, client, commit):
        words = ["One", "Two", "Three", "Four", "Five"]
        for word in words:
            name("ko", f"{word}!", name("en", word))
        with commit():
            page.summary = " ".join(words)
            page.save_revision().publish()
        (message,) = self.save(client, korean, commit)
        assert "One = One!; Two = Two!; Three = Three!; and 2 more" in message

    def test_the_source_itself_is_not_warned_of(self, page, korean, admin, client, commit):
        assert self.save(client, page, commit) == []

    def test_what_is_saved_by_itself_is_not_warned_of(self, korean, admin, client, commit):
        assert self.save(client, korean, commit, accept="application/json") == []


class TestCheck:
    @pytest.fixture
    def page(self, homes, assembly, commit):
        with commit():
            page = StandardPageFactory(
                parent=homes["en"], title="The General Assembly", summary="Summary"
            )
            translate(page, homes["ko"], title="모임", summary="요약")
        return page

    def findings(self, client, **asked):
        response = client.get(URL, {"language": "ko", **asked})
        assert response.status_code == 200
        return [
            (one.title, one.label, [str(pair) for pair in one.pairs])
            for one in response.context["findings"]
        ]

    def test_it_lists_live_translations_that_miss_a_name(self, page, homes, admin, client, commit):
        with commit():
            draft = StandardPageFactory(parent=homes["en"], title="General Assembly, a draft")
            version = translate(draft, homes["ko"], title="모임", live=False)
            right = StandardPageFactory(parent=homes["en"], title="General Assembly, right")
            translate(right, homes["ko"], title="총회")
        assert not version.live
        assert self.findings(client) == [
            ("The General Assembly", "Title", ["General Assembly = 총회"])
        ]
        html = client.get(URL, {"language": "ko"}).content.decode()
        assert "모임" in html

    def test_it_goes_on_where_it_stopped(self, homes, assembly, admin, client, commit, monkeypatch):
        monkeypatch.setattr(views, "FINDINGS", 2)
        monkeypatch.setattr(views, "LOOKED_AT", 4)
        with commit():
            for number in range(6):
                title = "Right" if number == 1 else f"General Assembly {number}"
                page = StandardPageFactory(parent=homes["en"], title=title)
                translate(page, homes["ko"], title="모임")
        found, asked = [], {}
        for _page in range(6):
            response = client.get(URL, {"language": "ko", **asked})
            found.append([one.title[-1] for one in response.context["findings"]])
            more = response.context["more"]
            if not more:
                break
            asked = {"after": more.rpartition("=")[2]}
        assert sum(found, []) == ["0", "2", "3", "4", "5"]
        assert all(len(one) <= 2 for one in found)

    def test_its_queries_do_not_grow_with_the_translations(
        self, page, homes, admin, client, commit, django_assert_num_queries
    ):
        self.findings(client)  # fills the caches
        with django_assert_num_queries(17):
            self.findings(client)
        with commit():
            for _number in range(10):
                translate(StandardPageFactory(parent=homes["en"]), homes["ko"])
        with django_assert_num_queries(17):
            self.findings(client)

    def test_where_there_is_nothing_to_show(self, homes, admin, client, commit):
        with commit():
            translate(StandardPageFactory(parent=homes["en"]), homes["ko"])
        page = client.get(URL).content.decode()
        assert "Official names missing" in page and "<table" not in page.split("<main")[1]
        html = client.get(URL, {"language": "ko"}).content.decode()
        assert "The glossary has no names in this language yet." in html
        name("ko", "총회", name("en", "General Assembly"))
        html = client.get(URL, {"language": "ko"}).content.decode()
        assert "No live translation misses an official name." in html

    @pytest.mark.parametrize(
        "asked",
        [
            {"language": "xx"},
            *({"language": "ko", "after": after} for after in ("x", "-1", "9" * 30)),
        ],
    )
    def test_what_is_asked_wrong(self, page, admin, client, asked):
        response = client.get(URL, asked)
        assert response.status_code == 200
        assert ("findings" in response.context) == (asked["language"] == "ko")

    def test_who_may_see_what(self, page, homes, client, commit):
        """A translator of one language: what they may translate into it, and no secret."""
        with commit():
            private = StandardPageFactory(parent=homes["en"], title="Secret General Assembly")
            translate(private, homes["ko"], title="비밀")
            make_private(private)
        group = Group.objects.create(name="Translators into Korean")
        for codename in ("add_page", "change_page"):
            GroupPagePermission.objects.create(
                group=group, page=homes["ko"], permission=permission(codename)
            )
        group.permissions.add(permission("access_admin"))
        user = UserFactory()
        user.groups.add(group)
        client.force_login(user)
        assert [title for title, _label, _pairs in self.findings(client)] == [
            "The General Assembly"
        ]
        response = client.get(URL, {"language": "ar"})
        assert "findings" not in response.context
        assert list(response.context["form"].errors) == ["language"]
        other = UserFactory()
        other.user_permissions.add(permission("access_admin"))
        client.force_login(other)
        response = client.get(URL)
        assert (response.status_code, response["Location"]) == (302, "/admin/")


class TestList:
    def test_terms_are_listed_and_searched(self, assembly, admin, client):
        name("en", "Secretariat")
        html = client.get(LIST).content.decode()
        assert "General Assembly" in html and "총회" in html and "General Assemblies" in html
        found = client.get(LIST, {"q": "assembl"}).content.decode()
        assert "General Assembly" in found and "Secretariat" not in found

    def test_the_secretariat_keeps_it_and_nobody_else(self, assembly, client):
        call_command("setup_site", verbosity=0)
        editor = UserFactory()
        editor.groups.add(Group.objects.get(name="Secretariat"))
        office = UserFactory()
        office.user_permissions.add(permission("access_admin"))
        addresses = [
            LIST,
            f"{LIST}add/",
            f"{LIST}edit/{assembly.pk}/",
            f"{LIST}delete/{assembly.pk}/",
        ]
        client.force_login(editor)
        assert {client.get(url).status_code for url in addresses} == {200}
        client.force_login(office)
        for url in addresses:
            response = client.get(url)
            assert (response.status_code, response["Location"]) == (302, "/admin/"), url
