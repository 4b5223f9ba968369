"""The reader's language, while text of another language is written on the page."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language, get_language_from_path, override

_reader = ContextVar("reader_language", default=None)


def reader_language():
    """The code of the language that the reader has chosen: the one of the address."""
    return _reader.get() or get_language()


@contextmanager
def written_in(language):
    """Within it, words of the interface and dates are in the language of the content.

    `reader_language` stays what it was, and so do addresses made by `reader_url`.

    Args:
        language: the code of the content's language.
    """
    token = _reader.set(reader_language())
    try:
        with override(language):
            yield
    finally:
        _reader.reset(token)


def content_language(page):
    """The code of the language that a page's text is in: an alias shows another page's text."""
    source = page.alias_of if page.alias_of_id else page
    return source.locale.language_code


def in_reader_language(url):
    """An address of a page, within the reader's own part of the site.

    The path after the prefix is the same in every language. A page that is not there in the
    reader's language is shown there in its own, where `languages.fallback` says so.

    Args:
        url: an address as `page.get_url` gives it, or None.
    """
    if not url:
        return url
    code = get_language_from_path(url)
    if not code or code == reader_language():
        return url
    return url.replace(f"/{code}/", f"/{reader_language()}/", 1)
