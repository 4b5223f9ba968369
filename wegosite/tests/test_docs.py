"""The documentation leads nowhere that isn't there, and calls things what the admin calls them."""

import re

import pytest

from django.conf import settings
from django.utils.translation import trans_real

ROOT = settings.BASE_DIR
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)")
LABEL = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")

# A guide for each of some languages of the admin, with the name of that language there.
GUIDES = {
    "regional-office.md": ("en", "English"),
    "regional-office.zh-hans.md": ("zh-hans", "简体中文"),
    "regional-office.ru.md": ("ru", "Русский"),
}


def prose(page):
    """The text of a page without what stands in it as code."""
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text(), flags=re.M | re.S)


def anchors(page):
    """The fragments at which GitHub shows the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def leads_nowhere(page, link):
    if re.match(r"\w+:", link):  # another site, or a mail
        return False
    path, _hash, fragment = link.partition("#")
    target = page.parent / path if path else page
    return not target.exists() or bool(fragment) and fragment not in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_are_there(page):
    assert [link for link in LINK.findall(prose(page)) if leads_nowhere(page, link)] == []


def said_in_admin(code, language):
    """What the admin can say in a language: the catalogues of this site and of all it is made of.

    English is what they translate from; any of them has it.
    """
    messages = trans_real.translation("ru" if code == "en" else code)._catalog.items()
    said = [key if code == "en" else text for key, text in messages]
    said = [one[0] if isinstance(one, tuple) else one for one in said]  # plural forms
    # The context of a message stands before it.
    return {one.rpartition("\4")[2].replace("%(language)s", language).casefold() for one in said}


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_has_the_words_of_the_admin(name):
    """What is set in italics in it."""
    labels = set(LABEL.findall(prose(ROOT / "docs/editors" / name)))
    assert labels
    said = said_in_admin(*GUIDES[name])
    assert {label for label in labels if label.casefold() not in said} == set()
