import factory
import wagtail_factories

from regional_offices.models import RegionalOfficePage, RegionalOfficesIndexPage


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
