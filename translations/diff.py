"""What has changed between two texts, word by word, to be read with or without colour."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

# Chinese and Japanese write no spaces: each character counts as a word. Korean has words.
IDEOGRAPHS = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Accents and the vowel marks of Arabic belong to the word they stand on.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
WORD = re.compile(
    rf"{TAG.pattern}|&#?\w+;|[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[\w{MARKS}])+|\s+|.", re.DOTALL
)


def words(text):
    """The words, spaces, signs and inline tags of a text, in order. Joined, they are the text."""
    return WORD.findall(text)


def changes(before, after):
    """How one list of words became another: `[is_equal, words before, words after]` in order.

    A space between two changes belongs to them, so that a rewritten phrase is read as one.
    """
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        equal = tag == "equal" and (i1 == 0 or "".join(before[i1:i2]).strip() != "")
        if found and found[-1][0] == equal:
            found[-1][1].extend(before[i1:i2])
            found[-1][2].extend(after[j1:j2])
        else:
            found.append([equal, before[i1:i2], after[j1:j2]])
    return found


def marked(tokens):
    """Words as HTML, with inline tags set apart from what is read."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", token) if TAG.fullmatch(token) else token,)
            for token in tokens
        ),
    )


def plain(text):
    """`marked` for a whole text."""
    return marked(words(text))


def change(element, meaning, tokens):
    """A change as HTML; a screen reader says what it is."""
    return format_html(
        '<{element}><span class="w-sr-only">[{meaning} </span>{words}'
        '<span class="w-sr-only">]</span></{element}>',
        element=element,
        meaning=meaning,
        words=marked(tokens),
    )


def side_by_side(before, after):
    """Two versions of a text as HTML: one marks what has gone, the other what has come.

    Args:
        before, after: texts with inline tags as in wagtail-localize.

    Returns:
        two safe strings, with `<del>` and with `<ins>`.
    """
    old, new = [], []
    for equal, gone, come in changes(words(before), words(after)):
        if equal:
            old.append(marked(gone))
            new.append(marked(come))
        if gone and not equal:
            old.append(change("del", _("removed:"), gone))
        if come and not equal:
            new.append(change("ins", _("added:"), come))
    return tuple(format_html_join("", "{}", ((part,) for part in parts)) for parts in (old, new))
