import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest

from django.conf import settings
from django.core.management import CommandError, call_command

from search import bench, evaluation

QUERIES = Path(__file__).parent / "queries"

DOCUMENTS = [
    {"id": "en-1", "lang": "en", "title": "Renew your passport", "body": "On the portal."},
    {"id": "en-2", "lang": "en", "title": "Libraries", "body": "Open on Sunday."},
    {"id": "ko-1", "lang": "ko", "title": "도서관", "body": "일요일에 엽니다."},
]
QUESTIONS = [
    {"id": "a", "lang": "en", "text": "passports", "relevant": ["en-1"]},
    {"id": "b", "lang": "en", "text": "libary", "relevant": ["en-2"]},
    {"id": "c", "lang": "ko", "text": "도서관에서", "relevant": ["ko-1"]},
    {"id": "d", "lang": "ko", "text": "qqqq", "relevant": ["ko-1"]},
]


def test_documents_are_found_and_measured(db):
    answers = evaluation.ask(QUESTIONS, evaluation.load(DOCUMENTS))
    assert [answer["results"] for answer in answers] == [["en-1"], ["en-2"], ["ko-1"], []]
    measured = evaluation.measures(QUESTIONS, answers)
    assert measured["en"]["recall"] == measured["en"]["mrr"] == measured["en"]["precision"] == 1
    assert measured["ko"]["recall"] == measured["ko"]["unanswered"] == 0.5
    assert measured["all"]["queries"] == 4
    assert len(evaluation.table(measured)) == 4


def test_measures_count_what_is_wrong():
    queries = [{"id": "a", "lang": "en", "relevant": ["x", "y"]}]
    answers = [{"query": "a", "results": ["n", "x"], "ms": 1}]
    row = evaluation.measures(queries, answers)["en"]
    assert (row["recall"], row["mrr"], row["precision"]) == (0.5, 0.5, 0.5)


def test_each_layer_that_is_switched_off_is_there(db, monkeypatch):
    monkeypatch.setattr(bench, "call_command", lambda *args, **kwargs: None)
    rows = bench.quality(DOCUMENTS, QUESTIONS)
    assert rows.keys() == {"Wagtail", *bench.LAYERS}
    assert rows["ours"]["en"]["recall"] == 1
    assert rows["without repair"]["en"]["recall"] == 0.5


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"documents": 1'])
def test_a_file_that_is_no_judgement_is_named(tmp_path, content):
    file = tmp_path / "judged.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="No documents"):
        call_command("evaluate_search", str(file), stdout=StringIO())


def test_our_own_queries_are_fifty_a_language_in_two_halves():
    for code, _name in settings.LANGUAGES:
        queries = json.loads((QUERIES / f"{code}.json").read_text("utf-8"))["queries"]
        assert len({query["text"] for query in queries}) == len(queries) >= 50
        halves = Counter(query["split"] for query in queries)
        assert halves.keys() == {"build", "kept"}
        assert abs(halves["build"] - halves["kept"]) <= 1


# Few documents with much in common, so that the order says something.
CLOSE = [
    {"id": f"{code}-{number}", "lang": code, "title": title, "body": body}
    for code, words in {
        "en": ("Open data for cities", "City budget", "The cities opened their data", "Budgets"),
        "ru": ("Открытые данные городов", "Бюджет города", "Города открыли данные", "Бюджеты"),
        "ko": ("도시의 열린 데이터", "도시 예산", "도시가 데이터를 열다", "예산"),
        "zh-hans": ("城市开放数据", "城市预算", "开放城市的数据", "预算"),
    }.items()
    for number, (title, body) in enumerate(
        [(words[one], words[other]) for one in range(4) for other in range(4) if one != other]
    )
]
ORDER = {
    ("open data", "en"): [1, 2, 0, 6, 8, 7, 9, 3, 11, 4],
    ("city budgets", "en"): [5, 3, 4, 10, 0, 7, 9, 11, 2, 8],
    ("budgte", "en"): [5, 3, 4, 10, 9, 11, 0, 7, 2, 8],
    ("данные города", "ru"): [7, 6, 8, 4, 1, 0, 3, 11, 2, 9],
    ("бюджетов", "ru"): [5, 10, 9, 11, 3, 4, 2, 8, 0, 7],
    ("열린 도시", "ko"): [0, 1, 2, 3, 6, 9],
    ("예산이", "ko"): [5, 10, 9, 3, 11, 4, 2, 0, 8, 7],
    ("開放數據", "zh-hans"): [1, 2, 0, 6, 9, 3, 8, 7],
    ("预算", "zh-hans"): [5, 10, 9, 11, 3, 4, 2, 8, 0, 7],
}


def test_the_order_is_the_same_on_every_database(db):
    pages = evaluation.load(CLOSE)
    for (text, code), order in ORDER.items():
        (answer,) = evaluation.ask([{"id": "a", "lang": code, "text": text}], pages)
        assert answer["results"] == [f"{code}-{number}" for number in order], text
