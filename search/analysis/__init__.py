"""Text analysis for search in seven languages. No Django here; README.md names the sources.

Two functions that see words alike: `tokens` for what is searched, `query` for what is typed.
"""

from .query import Group, query
from .terms import Token, tokens

# Kept with what is indexed: raise it when the terms of a text change.
VERSION = 2

__all__ = ["VERSION", "Group", "Token", "query", "tokens"]
