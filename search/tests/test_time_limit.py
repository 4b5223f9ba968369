"""What takes too long is ended and answered plainly. PostgreSQL alone can do so."""

import pytest

from django.db import OperationalError, connection

from core.tests.factories import StandardPageFactory
from search import engine, index
from search.time_limit import LONGEST_STATEMENT, TooSlow, time_limit

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite ends no statement."
)


def sleep(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


@pytest.fixture
def slow(homes, monkeypatch):
    """Each search ends with a statement that takes a second: more than the limit allows."""
    StandardPageFactory(parent=homes["en"], title="Lantern")
    index.rebuild()
    monkeypatch.setattr("search.time_limit.LONGEST_STATEMENT", 50)
    hits = engine.hits

    def slow_hits(*args):
        sleep(1)
        return hits(*args)

    monkeypatch.setattr(engine, "hits", slow_hits)


@on_postgresql
def test_the_page_says_so_and_keeps_what_was_asked_for(slow, client):
    response = client.get("/en/search/", {"q": 'a "lantern" <b>', "kind": "news.newspage"})
    assert response.status_code == 503
    html = response.content.decode()
    assert "The search took too long" in html
    assert 'value="a &quot;lantern&quot; &lt;b&gt;"' in html
    assert 'href="?q=a+%22lantern%22+%3Cb%3E&amp;kind=news.newspage"' in html
    assert client.get("/en/").status_code == 200  # the connection serves the next one


@on_postgresql
@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("suggest/", {"query": "lantern", "count": "", "suggestions": []}),
        ("suggest/opensearch/", ["lantern", [], [], []]),
    ],
)
def test_there_are_no_suggestions(slow, client, address, answer):
    response = client.get(f"/en/search/{address}", {"q": "lantern"})
    assert (response.status_code, response.json()) == (503, answer)


@on_postgresql
def test_json_names_the_error(slow, client):
    response = client.get("/en/search/results.json", {"q": "lantern"})
    assert response.status_code == 503
    assert response.json().keys() == {"query", "error"}


@on_postgresql
def test_the_limit_is_that_of_a_search():
    with time_limit(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == f"{LONGEST_STATEMENT // 1000}s"


@on_postgresql
def test_what_ends_otherwise_is_an_error_still(monkeypatch):
    with pytest.raises(OperationalError), time_limit():
        raise OperationalError("The server has gone.")
    monkeypatch.setattr("search.time_limit.LONGEST_STATEMENT", 50)
    with pytest.raises(TooSlow), time_limit():
        sleep(1)


def test_a_search_in_time_is_answered(homes, client):
    StandardPageFactory(parent=homes["en"], title="Lantern")
    index.rebuild()
    assert client.get("/en/search/results.json", {"q": "lantern"}).json()["total"] == 1
