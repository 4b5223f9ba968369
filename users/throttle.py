"""Counts failures by address, so that guessing is slow and nobody else is locked out."""

import hashlib

from django.core.cache import cache
from django.shortcuts import render

ATTEMPTS = 20
WINDOW = 10 * 60  # seconds


class Throttle:
    """Failures of one kind: after twenty from one address within ten minutes it is over.

    Args:
        name: of the kind. Addresses are kept as a hash.
    """

    def __init__(self, name):
        self.name = name

    def key(self, request):
        address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
        return f"{self.name}:{address}"

    def is_over(self, request):
        return cache.get(self.key(request), 0) >= ATTEMPTS

    def count(self, request):
        """Note a failure."""
        cache.add(self.key(request), 0, WINDOW)
        cache.incr(self.key(request))

    def answer(self, request):
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(WINDOW)
        return response
