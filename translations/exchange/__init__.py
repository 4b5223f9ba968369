"""Translating outside: texts go out as PO or XLIFF files, and come back as drafts."""
