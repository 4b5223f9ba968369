import shutil

import polib
import pytest

from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import to_locale

from core.catalogues import expected_plurals, library_catalogue, library_problems, problems
from core.management.commands.check_messages import header_problems, refreshed

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
SOURCE = HEADER + 'msgid "Hello %(name)s"\nmsgstr ""\n\nmsgid "Bye"\nmsgstr ""\n'


@pytest.fixture
def compare(tmp_path):
    source = tmp_path / "source.po"
    catalogue = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)

    def run(entries, wanted=SOURCE):
        source.write_text(wanted)
        catalogue.write_text(HEADER + entries)
        return [line.split(": ")[1] for line in problems(catalogue, source)]

    return run


GOOD = 'msgid "Hello %(name)s"\nmsgstr "Bonjour %(name)s"\n\nmsgid "Bye"\nmsgstr "Au revoir"\n'


def test_a_complete_catalogue_has_no_problem(compare):
    assert compare(GOOD) == []


def test_a_missing_string_is_found(compare):
    assert compare(GOOD.split("\n\n")[0] + "\n") == ["missing"]


def test_a_stale_string_is_found(compare):
    assert compare(GOOD + '\nmsgid "Old"\nmsgstr "Ancien"\n') == ["stale"]


def test_an_untranslated_and_a_fuzzy_string_are_found(compare):
    assert compare(GOOD.replace('"Au revoir"', '""')) == ["not translated"]
    assert compare(GOOD.replace('msgid "Bye"', '#, fuzzy\nmsgid "Bye"')) == ["fuzzy"]


def test_a_lost_placeholder_is_found(compare):
    assert compare(GOOD.replace("Bonjour %(name)s", "Bonjour")) == ["placeholders differ"]


def test_plural_forms_are_counted(compare):
    plural = 'msgid "%(n)s item"\nmsgid_plural "%(n)s items"\n'
    wanted = HEADER + plural + 'msgstr[0] ""\nmsgstr[1] ""\n'
    good = plural + 'msgstr[0] "%(n)s objet"\nmsgstr[1] "%(n)s objets"\n'
    assert compare(good, wanted) == []
    assert compare(plural + 'msgstr[0] "%(n)s objet"\n', wanted) == [
        "not translated in all plural forms"
    ]
    assert compare(good.replace("%(n)s objets", "%(m)s objets"), wanted) == ["placeholders differ"]


def test_a_fuzzy_header_is_found(tmp_path):
    catalogue = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + GOOD)
    assert header_problems(catalogue, 2) == []
    catalogue.write_text("#, fuzzy\n" + HEADER + GOOD)
    assert "never compiled" in header_problems(catalogue, 2)[0]


def test_a_wrong_number_of_plural_forms_is_found(tmp_path):
    catalogue = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + GOOD)
    expected = expected_plurals("ru")
    assert header_problems(catalogue, expected) == [
        f"ru: the header gives 2 plural forms instead of {expected}"
    ]


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_strings_are_gathered_without_a_change_to_the_project(tmp_path):
    project = tmp_path / "project"
    catalogue = project / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + GOOD)
    (project / "views.py").write_text("title = _('New')\n")
    before = catalogue.read_text()
    fresh = refreshed(project, ["fr"], tmp_path / "copy")
    lines = problems(catalogue, fresh / "fr" / "LC_MESSAGES" / "django.po")
    assert "fr: missing: 'New'" in lines
    assert "fr: stale: 'Bye'" in lines
    assert catalogue.read_text() == before
    assert sorted(path.name for path in project.iterdir()) == ["locale", "views.py"]


# What Wagtail leaves in English


@pytest.fixture
def ours(tmp_path, settings):
    """Nothing of it is translated yet."""
    settings.LOCALE_PATHS = [tmp_path / "locale", tmp_path / "locale_wagtail"]
    return lambda: [line.split(": ")[1] for line in library_problems("es", "django")]


def test_what_the_libraries_leave_untranslated_is_to_be_translated(ours):
    assert set(ours()) == {"missing"}
    call_command("make_library_messages")
    assert set(ours()) == {"not translated", "not translated in all plural forms"}


def test_a_translation_is_kept_until_the_libraries_have_one(ours):
    call_command("make_library_messages")
    path = library_catalogue("es", "django")
    catalogue = polib.pofile(str(path))
    first = catalogue[0].msgid
    catalogue[0].msgstr = "Una traducción"
    catalogue.append(polib.POEntry(msgid="Translated by Wagtail since", msgstr="Traducido"))
    catalogue.save()
    assert "stale" in ours()
    call_command("make_library_messages")
    assert "stale" not in ours()
    assert polib.pofile(str(path)).find(first).msgstr == "Una traducción"


def test_the_admin_says_what_is_translated_there():
    for code, _name in settings.LANGUAGES[1:]:
        own = {entry.msgid for entry in polib.pofile(own_catalogue(code))}
        theirs = polib.pofile(str(library_catalogue(to_locale(code), "django")))
        wanted = {e.msgid: e.msgstr for e in theirs if not (e.msgctxt or e.msgid_plural)}
        with translation.override(code):
            said = {msgid: translation.gettext(msgid) for msgid in wanted.keys() - own}
        assert said == {msgid: wanted[msgid] for msgid in said}
        assert said


def own_catalogue(code):
    return str(settings.BASE_DIR / "locale" / to_locale(code) / "LC_MESSAGES/django.po")
