"""All admin registration, one module a part of the desk."""

from translations.wagtail_hooks import cascade, desk, exchange, glossary, guards, sheet

__all__ = ["cascade", "desk", "exchange", "glossary", "guards", "sheet"]
