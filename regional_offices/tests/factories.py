import factory
import wagtail_factories

from core.permissions import ensure_secretariat
from core.tests.factories import translate
from regional_offices.models import (
    RegionalOfficePage,
    RegionalOfficesIndexPage,
    RegionalOfficeTeam,
)


class RegionalOfficesIndexPageFactory(wagtail_factories.PageFactory):
    title = "Offices"
    slug = "offices"

    class Meta:
        model = RegionalOfficesIndexPage


class RegionalOfficePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Office {number}")
    city = factory.LazyAttribute(lambda office: f"City of {office.title}")

    class Meta:
        model = RegionalOfficePage


def team_of(office):
    return RegionalOfficeTeam.objects.get(office_key=office.translation_key)


def two_offices(homes):
    """The list of offices and two of them in English; the list and the first in Korean too."""
    ensure_secretariat()
    index = RegionalOfficesIndexPageFactory(parent=homes["en"])
    korean = translate(index, homes["ko"], title="사무소")
    chengdu = RegionalOfficePageFactory(parent=index, title="Chengdu")
    return {
        "index": index,
        "chengdu": chengdu,
        "chengdu-ko": translate(chengdu, korean, title="청두", city="청두"),
        "ulyanovsk": RegionalOfficePageFactory(parent=index, title="Ulyanovsk"),
    }
