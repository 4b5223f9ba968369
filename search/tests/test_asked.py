"""What people search for: counted without a trace of who they are."""

import csv
import io
import re
from datetime import timedelta
from unittest import mock

import openpyxl
import pytest

from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from core.permissions import ensure_secretariat
from core.tests.factories import StandardPageFactory, UserFactory
from search import asked, index
from search.models import AskedQuery

pytestmark = pytest.mark.django_db


def rows():
    return list(
        AskedQuery.objects.order_by("language", "text").values_list(
            "language", "text", "times", "unanswered"
        )
    )


def test_a_query_is_counted_by_language_as_it_is_folded(homes, client):
    StandardPageFactory(parent=homes["en"], title="Lantern")
    index.rebuild()
    for text in ("Lantern", " LÁNTERN ", "zeppelin"):
        client.get("/en/search/", {"q": text})
    client.get("/ko/search/", {"q": "등불"})
    assert rows() == [
        ("en", "lantern", 2, 0),
        ("en", "zeppelin", 1, 1),
        ("ko", "등불", 1, 1),
    ]
    assert {field.name for field in AskedQuery._meta.fields} == {
        "id", "language", "text", "day", "times", "unanswered",
    }  # fmt: skip


@pytest.mark.parametrize(
    "asked_for",
    [
        {"q": "me@example.org"},
        {"q": "me＠example.org"},
        {"q": "call 12 34 5"},
        {"q": "٠١٢٣٤"},
        {"q": ""},
        {"q": "!!"},
        {"q": "lantern", "kind": "x"},
        {"q": "lantern", "sort": "date"},
    ],
)
def test_nothing_is_kept_of(asked_for, homes, client):
    client.get("/en/search/", asked_for)
    client.get("/en/search/")  # nor with the next request
    assert rows() == []


@pytest.mark.parametrize("text", ["\ud800", "a\ud800b", "x" * 10_000, "\u202e", "' OR 1", "%"])
def test_any_string_is_counted_or_left(text, homes):
    asked.note(text, "en", True)
    asked.write()
    assert all(len(row[1]) <= 200 for row in rows())


def test_it_is_written_once_the_answer_is_there_and_a_failure_breaks_nothing(homes, client):
    with mock.patch.object(asked, "count", side_effect=DatabaseError):
        response = client.get("/en/search/", {"q": "lantern"})
    assert response.status_code == 200 and not response.cookies
    assert rows() == []
    client.get("/en/")
    assert rows() == []


def test_a_day_has_a_bounded_number_of_different_queries(homes, monkeypatch):
    monkeypatch.setattr(asked, "MOST_A_DAY", 2)
    for text in ("a1", "b1", "c1", "a1"):
        asked.count(text, "en", True)
    assert rows() == [("en", "a1", 2, 0), ("en", "b1", 1, 0)]


def test_counting_once_more_is_one_statement(django_assert_num_queries):
    asked.count("lantern", "en", True)
    with django_assert_num_queries(1):
        asked.count("lantern", "en", True)


def test_what_is_old_is_deleted(settings, capsys):
    settings.SEARCH_LOG_DAYS = 90
    today = timezone.localdate()
    for days in (0, 90, 91):
        AskedQuery.objects.create(
            language="en", text=str(days), day=today - timedelta(days=days), times=1
        )
    call_command("purge_searches")
    assert {row[1] for row in rows()} == {"0", "90"}


class TestReport:
    @pytest.fixture
    def editor(self, client, homes):
        editor = UserFactory()
        editor.groups.add(ensure_secretariat())
        client.force_login(editor)
        today = timezone.localdate()
        for language, text, days, times, unanswered in [
            ("en", "once", 0, 1, 1),
            ("en", "lantern", 0, 2, 0),
            ("en", "lantern", 5, 3, 0),
            ("en", "=1+1", 0, 4, 4),
            ("ko", "등불", 40, 9, 9),
        ]:
            AskedQuery.objects.create(
                language=language,
                text=text,
                day=today - timedelta(days=days),
                times=times,
                unanswered=unanswered,
            )
        return editor

    def shown(self, client, **asked_for):
        response = client.get(reverse("asked_queries"), asked_for)
        assert response.status_code == 200
        return [(row["text"], row["times_asked"]) for row in response.context["object_list"]]

    def test_it_sums_what_was_asked_at_least_twice(self, client, editor):
        assert self.shown(client) == [("등불", 9), ("lantern", 5), ("=1+1", 4)]

    def test_it_is_filtered_and_sorted(self, client, editor):
        today = timezone.localdate()
        assert self.shown(client, language="ko") == [("등불", 9)]
        assert self.shown(client, nothing="yes") == [("등불", 9), ("=1+1", 4)]
        assert self.shown(client, day_from=today) == [("=1+1", 4), ("lantern", 2)]
        assert self.shown(client, ordering="text")[0] == ("=1+1", 4)
        for odd in ({"language": "xx"}, {"day_from": "x"}, {"ordering": "x"}, {"p": "x"}):
            self.shown(client, **odd)
        assert client.get(reverse("asked_queries_results")).status_code == 200

    def test_each_leads_to_a_synonym_and_a_recommendation(self, client, editor):
        html = client.get(reverse("asked_queries")).content.decode()
        address = f"{reverse('search_synonyms:add')}?language=en&amp;expressions=lantern"
        assert address in html
        assert re.search(r"<td[^>]*>\s*English\s*</td>", html) and "Korean" in html
        assert "Found nothing: " not in html  # no filter that nobody has chosen
        assert f"{reverse('search_picks:add')}?language=en&amp;phrase=lantern" in html
        form = client.get(address.replace("&amp;", "&")).content.decode()
        assert ">\nlantern</textarea>" in form

    def test_an_export_has_no_formula(self, client, editor):
        answer = client.get(reverse("asked_queries"), {"export": "csv"})
        table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
        assert table[1:] == [
            ["등불", "ko", "9", "9"],
            ["lantern", "en", "5", "0"],
            ["'=1+1", "en", "4", "4"],
        ]
        answer = client.get(reverse("asked_queries"), {"export": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert [row[0].value for row in book.active][1:] == ["등불", "lantern", "'=1+1"]

    def test_only_those_with_the_right_see_it(self, client, editor):
        reader = UserFactory()
        reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(reader)
        for name in ("asked_queries", "asked_queries_results"):
            assert client.get(reverse(name)).status_code == 302
        assert reverse("asked_queries") not in client.get("/admin/").content.decode()
        reader.user_permissions.add(Permission.objects.get(codename="view_askedquery"))
        html = client.get(reverse("asked_queries")).content.decode()
        assert "lantern" in html and "Make a synonym" not in html

    def test_the_number_of_queries_does_not_grow(self, client, editor, django_assert_num_queries):
        client.get(reverse("asked_queries"))
        with django_assert_num_queries(11) as few:
            client.get(reverse("asked_queries"))
        for number in range(30):
            AskedQuery.objects.create(
                language="en", text=f"x{number}", day=timezone.localdate(), times=2
            )
        with django_assert_num_queries(len(few)):
            client.get(reverse("asked_queries"))
