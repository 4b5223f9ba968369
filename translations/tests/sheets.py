"""What the tests of the translation sheet share."""

from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from wagtail.models import GroupPagePermission

from core.permissions import permission
from core.tests.factories import UserFactory
from translations.forms import digest
from translations.models import TranslatedItem


def translator(home, *codenames):
    """A person with rights beneath one home page, who may start translations."""
    group = Group.objects.create(name=f"Translators {home.pk} {codenames}")
    for codename in codenames or ("add_page", "change_page"):
        GroupPagePermission.objects.create(group=group, page=home, permission=permission(codename))
    group.permissions.add(permission("access_admin"))
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    user = UserFactory()
    user.groups.add(group)
    return user


def cell(thing, code):
    item = TranslatedItem.objects.get(translation_key=thing.translation_key)
    return item.cells.get(locale__language_code=code)


def state(thing, code):
    return cell(thing, code).state


def refused(response):
    return response.status_code == 302 and response["Location"] == "/admin/"


class Sheet:
    """The sheet of a page or record in a language, as a browser fills and sends it.

    Args:
        commit: a context manager that runs what waits for the end of a transaction.
    """

    def __init__(self, client, thing, code, commit):
        self.client, self.commit = client, commit
        item = TranslatedItem.objects.get(translation_key=thing.translation_key)
        self.url = reverse("translation_sheet", args=[item.pk, code])

    def get(self, show="all"):
        return self.client.get(self.url, {"show": show})

    def segments(self, show="all"):
        context = self.get(show).context
        shown = context["shown"] if context else []  # refused: there is no form
        return [segment for place in shown for segment in getattr(place, "segments", [])]

    def segment(self, source):
        return next(one for one in self.segments() if one.source == source)

    def fields(self, segments=None):
        """The form as it is when it is opened."""
        return {
            name: value
            for one in segments or self.segments()
            for name, value in (
                (f"text-{one.key}", one.prefilled),
                (f"shown-{one.key}", one.shown),
            )
        }

    def post(self, action="save", texts=None, fits=(), decisions=None, fields=None, **extra):
        """Send the form.

        Args:
            texts: translations by text of the source.
            fits: paths that still fit.
            decisions: what is to become of suggestions, by text of the source.
            fields: the form as it was opened earlier; opened now when left out.
        """
        texts, decisions = texts or {}, decisions or {}
        segments = self.segments() if fields is None or texts or decisions else []
        data = dict(self.fields(segments) if fields is None and segments else fields or {})
        keys = {one.source: one.key for one in segments}
        data |= {f"text-{keys[source]}": text for source, text in texts.items()}
        data |= {f"machine-{keys[source]}": one for source, one in decisions.items()}
        data |= {f"fits-{digest(path)}": "on" for path in fits}
        if action == "approve" and "seen" not in extra:
            data["seen"] = (self.get().context or {}).get("seen", "")
        with self.commit():
            return self.client.post(f"{self.url}?show=all", {**data, "action": action, **extra})

    def submit(self, texts=None, **answers):
        """Submit for approval, and answer what is asked then: a note, a day."""
        asked = self.post("submit", texts=texts)
        with self.commit():
            return self.client.post(asked["Location"], answers)


def said(response):
    """The messages of an answer, or of the page it leads to."""
    return " ".join(str(message) for message in response.context["messages"])
