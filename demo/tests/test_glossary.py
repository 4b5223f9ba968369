"""The demo's glossary, and that the demo's translations keep to it."""

import pytest

from wagtail.models import Locale

from core.tests.factories import locale
from demo import reader
from demo.builder import DemoBuilder, LanguageBuilder, key_of
from demo.glossary import load_glossary, read_glossary
from demo.tests.test_content import FILES, raw, texts
from translations.glossary import Pair, Pairs, missed_terms, terms
from translations.models import GlossaryTerm

TRANSLATIONS = [code for code in reader.languages() if code != reader.SOURCE]
# Documents are in English in every language, title and text; they say so.
IN_ENGLISH = ".documents."


def spellings(name):
    return (name["term"], *name.get("forms", []))


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_a_language_has_each_name(code):
    assert read_glossary(code).keys() == read_glossary(reader.SOURCE).keys()


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_no_translation_misses_a_name(code):
    names, source_names = read_glossary(code), read_glossary(reader.SOURCE)
    pairs = Pairs(
        Pair(spellings(name), spellings(names[key]), code) for key, name in source_names.items()
    )
    named, missed = 0, {}
    for file in FILES:
        translation = dict(texts(reader.load(code, file)))
        for place, text in texts(raw(reader.SOURCE, file)):
            if place.startswith(IN_ENGLISH):
                continue
            named += len(pairs.named_in(text))
            if found := missed_terms(text, translation[place], pairs):
                missed[file, place] = [str(pair) for pair in found]
    assert missed == {}
    assert named > 200  # it has looked


def test_the_glossary_is_loaded_with_all_its_forms_and_left_as_it_is(db):
    for code in ("en", "ar", "en", "ar"):
        load_glossary(locale(code), key_of)
    assert GlossaryTerm.objects.count() == 2 * len(read_glossary("en"))
    (office,) = [
        pair for pair in terms(locale("en"), locale("ar")) if pair.sources[0] == "Regional Office"
    ]
    assert office.sources == ("Regional Office", "Regional Offices")
    assert len(office.targets) == 1 + len(read_glossary("ar")["regional-office"]["forms"])
    term = GlossaryTerm.objects.get(term="Regional Office")
    term.forms = "Changed by an editor"
    term.save()
    load_glossary(locale("en"), key_of)
    term.refresh_from_db()
    assert term.forms == "Changed by an editor"


def test_the_demo_brings_it(db, monkeypatch):
    for step in ("tree", "categories", "partners", "furniture"):
        monkeypatch.setattr(LanguageBuilder, f"make_{step}", lambda builder: None)
    monkeypatch.setattr(LanguageBuilder, "fill_pages", lambda builder: None)
    monkeypatch.setattr("demo.builder.load_search", lambda *args: None)
    LanguageBuilder(DemoBuilder(), Locale.get_default().language_code).build()
    assert GlossaryTerm.objects.filter(term="General Assembly").exists()
