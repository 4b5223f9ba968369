"""Slows down guessing of passwords."""

import hashlib

from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse

ATTEMPTS = 20
WINDOW = 10 * 60  # seconds


class LoginThrottleMiddleware:
    """Answers 429 after twenty failed log-ins from one address within ten minutes.

    Counts failures only, by a hash of the address, so that nobody else is locked out and no
    address is kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or request.path_info != reverse("wagtailadmin_login"):
            return self.get_response(request)
        address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
        key = f"failed-log-ins:{address}"
        if cache.get(key, 0) >= ATTEMPTS:
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(WINDOW)
            return response
        response = self.get_response(request)
        if response.status_code == 200:  # the form again: the log-in failed
            cache.add(key, 0, WINDOW)
            cache.incr(key)
        return response
