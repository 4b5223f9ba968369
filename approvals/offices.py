"""Which office a page belongs to. The offices themselves are known to whoever registers them."""

from dataclasses import dataclass

from django.db.models import Q

from wagtail import hooks

# A function without arguments that returns a list of `Office`.
REGISTER = "register_approval_offices"


@dataclass(frozen=True)
class Office:
    """An office by the paths of its page in each language."""

    key: str
    title: str
    paths: tuple

    def holds(self, path):
        return path.startswith(self.paths)

    def condition(self):
        """Its page and all beneath it, as a condition on pages."""
        found = Q(pk__in=[])
        for path in self.paths:
            found |= Q(path__startswith=path)
        return found


def all_offices():
    return [office for function in hooks.get_hooks(REGISTER) for office in function()]


def office_of(page, offices):
    """The `Office` of a page among some, or None."""
    return next((office for office in offices if office.holds(page.path)), None)
