"""The content files: every word of the source has its translation, nothing else is needed."""

import tomllib

import pytest

from demo import reader

FILES = [
    "site",
    "home",
    "faq",
    "partners",
    "awards",
    "offices",
    "news",
    "search",
    *(f"pages/{slug}" for slug in reader.page_files()),
]
# What is no text for a reader, or the same in every language.
KEYS = {
    "page", "parent", "icon", "picture", "key", "kind", "url", "category", "office", "date",
    "slug", "countries", "languages", "time_zone", "opens", "closes", "items", "pages", "edition",
    "email", "phone", "type", "language", "short_name", "document", "featured", "related",
    "categories_of", "year", "documents",
}  # fmt: skip
SAME = {"WeGO", "CeDS", "TM Forum", "eGovFrame"}
# Words that two languages write alike.
ALIKE = {
    "es": {"Asia", "Barcelona", "Chengdu"},
    "fr": {"Chengdu", "Contact", "Dimension", "Message", "Programmes", "Questions", "Europe"},
}


def texts(value, path=""):
    """Every text of a file with its place in it."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in KEYS or isinstance(one, dict | list) and key in ("items", "documents"):
                yield from texts(one, f"{path}.{key}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from texts(one, f"{path}[{index}]")
    elif isinstance(value, str) and any(character.isalpha() for character in value):
        yield path, value


def raw(code, name):
    return tomllib.loads((reader.FOLDER / code / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("code", [code for code in reader.languages() if code != reader.SOURCE])
@pytest.mark.parametrize("name", FILES)
def test_a_translation_is_complete(code, name):
    source, merged = dict(texts(raw("en", name))), dict(texts(reader.load(code, name)))
    assert merged.keys() == source.keys()
    slugs = set(reader.page_files()) | set(raw("en", "site")["documents"])
    same = {
        place: text
        for place, text in merged.items()
        if text == source[place]
        and text not in SAME | ALIKE.get(code, set()) | slugs
        # Documents have a language of their own.
        and not (name == "site" and ".documents" in place)
        and not (name == "news" and (".categories" in place or ".items" in place))
    }
    assert same == {}


@pytest.mark.parametrize("code", reader.languages())
def test_a_translation_brings_nothing_that_the_source_has_not(code):
    def keys(value, path=""):
        if isinstance(value, dict):
            for key, one in value.items():
                yield f"{path}.{key}"
                yield from keys(one, f"{path}.{key}")
        elif isinstance(value, list):
            for index, one in enumerate(value):
                yield f"{path}[{index}]"
                yield from keys(one, f"{path}[{index}]")

    for name in FILES:
        assert set(keys(raw(code, name))) <= set(keys(raw("en", name))), name


def test_fifty_news_items_with_real_categories_and_relations():
    news = {slug: item for slug, item in raw("en", "news").items() if slug != "index"}
    categories = set(raw("en", "site")["news_categories"])
    assert len(news) == 50
    for slug, item in news.items():
        assert set(item["categories"]) <= categories, slug
        assert set(item.get("related", [])) <= news.keys(), slug


@pytest.mark.parametrize("code", reader.languages())
def test_no_title_is_longer_than_a_page_holds(code):
    def titles(value):
        if isinstance(value, dict):
            for key, one in value.items():
                if key in ("title", "news_title") and isinstance(one, str):
                    yield one
                yield from titles(one)
        elif isinstance(value, list):
            for one in value:
                yield from titles(one)

    found = [title for name in FILES for title in titles(reader.load(code, name))]
    assert found and max(map(len, found)) <= 255
