import shutil

import polib
import pytest

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import to_locale

from core.catalogues import django_catalogue, plural_count, problems
from core.library_catalogues import left_untranslated, library_catalogue
from core.management.commands.check_messages import refreshed

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
SOURCE = HEADER + 'msgid "Hello %(name)s"\nmsgstr ""\n\nmsgid "Bye"\nmsgstr ""\n'


def compare(entries, wanted=SOURCE):
    found = problems("fr", polib.pofile(HEADER + entries), polib.pofile(wanted))
    return [line.split(": ")[1] for line in found]


GOOD = 'msgid "Hello %(name)s"\nmsgstr "Bonjour %(name)s"\n\nmsgid "Bye"\nmsgstr "Au revoir"\n'


def test_a_complete_catalogue_has_no_problem():
    assert compare(GOOD) == []


def test_a_missing_string_is_found():
    assert compare(GOOD.split("\n\n")[0] + "\n") == ["missing"]


def test_a_stale_string_is_found():
    assert compare(GOOD + '\nmsgid "Old"\nmsgstr "Ancien"\n') == ["stale"]


def test_an_untranslated_and_a_fuzzy_string_are_found():
    assert compare(GOOD.replace('"Au revoir"', '""')) == ["not translated"]
    assert compare(GOOD.replace('msgid "Bye"', '#, fuzzy\nmsgid "Bye"')) == ["fuzzy"]


def test_a_lost_placeholder_is_found():
    assert compare(GOOD.replace("Bonjour %(name)s", "Bonjour")) == ["placeholders differ"]


def test_plural_forms_are_counted():
    plural = 'msgid "%(n)s item"\nmsgid_plural "%(n)s items"\n'
    wanted = HEADER + plural + 'msgstr[0] ""\nmsgstr[1] ""\n'
    good = plural + 'msgstr[0] "%(n)s objet"\nmsgstr[1] "%(n)s objets"\n'
    assert compare(good, wanted) == []
    assert compare(plural + 'msgstr[0] "%(n)s objet"\n', wanted) == [
        "not translated in all plural forms"
    ]
    assert compare(good.replace("%(n)s objets", "%(m)s objets"), wanted) == ["placeholders differ"]


def test_a_fuzzy_header_is_found():
    good, fuzzy = polib.pofile(HEADER + GOOD), polib.pofile("#, fuzzy\n" + HEADER + GOOD)
    assert problems("fr", good, good) == []
    assert "never compiled" in problems("fr", fuzzy, good)[0]


def test_a_wrong_number_of_plural_forms_is_found():
    catalogue = polib.pofile(HEADER + GOOD)
    expected = plural_count(django_catalogue("ru"))
    assert problems("ru", catalogue, catalogue) == [
        f"ru: the header gives 2 plural forms instead of {expected}"
    ]


needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")


@needs_gettext
def test_strings_are_gathered_without_a_change_to_the_project(tmp_path):
    project = tmp_path / "project"
    catalogue = project / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + GOOD)
    (project / "views.py").write_text("title = _('New')\n")
    before = catalogue.read_text()
    fresh = refreshed(project, ["fr"], tmp_path / "copy")
    source = polib.pofile(str(fresh / "fr" / "LC_MESSAGES" / "django.po"))
    lines = problems("fr", polib.pofile(str(catalogue)), source)
    assert "fr: missing: 'New'" in lines
    assert "fr: stale: 'Bye'" in lines
    assert catalogue.read_text() == before
    assert sorted(path.name for path in project.iterdir()) == ["locale", "views.py"]


# What Wagtail leaves in English


@pytest.fixture
def ours(tmp_path, settings):
    """Nothing of it is translated yet."""
    settings.LOCALE_PATHS = [tmp_path / "locale", tmp_path / "locale_wagtail"]
    left, path = left_untranslated("es", "django"), library_catalogue("es", "django")
    return lambda: [line.split(": ")[1] for line in problems("es", polib.pofile(str(path)), left)]


def test_what_the_libraries_leave_untranslated_is_to_be_translated(ours):
    call_command("make_library_messages")
    assert set(ours()) == {"not translated", "not translated in all plural forms"}


@needs_gettext
def test_a_catalogue_that_is_not_there_is_missed(ours):
    with pytest.raises(CommandError, match="es: there is no locale_wagtail/es"):
        call_command("check_messages")


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
