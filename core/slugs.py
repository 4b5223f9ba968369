"""Addresses are in Latin letters in every language."""

from anyascii import anyascii

from django.utils.text import slugify


def latin_slug(title):
    """A title as the last part of an address; "" when it has no letters or digits."""
    return slugify(anyascii(title))[:100]
