"""Slows down guessing of passwords."""

from django.urls import reverse

from users.throttle import Throttle

log_ins = Throttle("failed-log-ins")


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
        if log_ins.is_over(request):
            return log_ins.answer(request)
        response = self.get_response(request)
        if response.status_code == 200:  # the form again: the log-in failed
            log_ins.count(request)
        return response
