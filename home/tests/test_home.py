from datetime import date

import pytest

from wagtail.blocks import StructBlockValidationError

from core.tests.factories import StandardPageFactory, locale, translate
from home.blocks import DatedTotalBlock
from home.models import HomePage
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from partners.models import Partner
from regional_offices.models import RegionalOfficePage
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)


def show(client, home, *sections):
    home.sections = list(sections)
    home.save_revision().publish()
    response = client.get(home.url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_home_page_has_its_title_as_heading(homes, client):
    html = client.get("/en/").content.decode()
    assert html.count("<h1") == 1
    assert "Home" in html.split("<h1")[1].split("</h1>")[0]


def test_a_section_leads_to_published_pages_in_the_language_only(homes, client):
    live = StandardPageFactory(parent=homes["en"], title="Live page", summary="Its summary")
    draft = StandardPageFactory(parent=homes["en"], title="Draft page", live=False)
    translate(live, homes["ko"], title="공개된 쪽")
    features = {
        "heading": "Features",
        "items": [{"page": live, "kicker": "New"}, {"page": draft}],
    }
    html = show(client, homes["en"], ("features", features))
    assert "Live page" in html
    assert "Its summary" in html
    assert "Draft page" not in html
    html = show(client, homes["ko"], ("features", features))
    assert "공개된 쪽" in html
    assert "Live page" not in html


def test_a_section_with_nothing_to_show_is_left_out(homes, client):
    draft = StandardPageFactory(parent=homes["en"], live=False)
    index = NewsIndexPageFactory(parent=homes["en"])
    html = show(
        client,
        homes["en"],
        ("features", {"heading": "Marker one", "items": [{"page": draft}]}),
        ("latest_news", {"heading": "Marker two", "page": index, "link_text": "All", "count": 3}),
        ("partners", {"heading": "Marker three", "page": draft, "link_text": "All"}),
        ("numbers", {"heading": "Marker four", "numbers": []}),
    )
    assert "Marker" not in html


class TestNumbers:
    def numbers(self, client, home, *numbers):
        section = {"heading": "Numbers", "numbers": list(numbers)}
        html = show(client, home, ("numbers", section))
        return html.split('class="stats__grid"')[1].split("</ul>")[0] if "stats" in html else ""

    def test_what_the_site_has_is_counted(self, homes, client):
        Partner.objects.create(name="One", kind=Partner.Kind.COMPANY, locale=locale("en"))
        Partner.objects.create(
            name="Draft", kind=Partner.Kind.COMPANY, locale=locale("en"), live=False
        )
        Partner.objects.create(name="하나", kind=Partner.Kind.COMPANY, locale=locale("ko"))
        index = RegionalOfficesIndexPageFactory(parent=homes["en"])
        for title in ("A", "B"):
            RegionalOfficePageFactory(parent=index, title=title)
        RegionalOfficePageFactory(parent=index, kind=RegionalOfficePage.Kind.SECRETARIAT)
        html = self.numbers(
            client,
            homes["en"],
            ("computed", {"what": "partners", "label": "Partners"}),
            ("computed", {"what": "offices", "label": "Offices"}),
        )
        assert ">1</strong>" in html
        assert ">2</strong>" in html

    def test_a_dated_total_shows_its_date_and_source(self, homes, client):
        html = self.numbers(
            client,
            homes["en"],
            (
                "dated_total",
                {"label": "Members", "value": 96, "as_of": date(2017, 6, 30), "source": "The list"},
            ),
        )
        assert ">96</strong>" in html
        assert "June 2017" in html
        assert "The list" in html

    def test_nothing_is_ever_a_zero(self, homes, client):
        html = self.numbers(
            client,
            homes["en"],
            ("computed", {"what": "partners", "label": "Partners"}),
            ("dated_total", {"label": "Citizens"}),
        )
        assert html == ""

    def test_a_total_without_date_or_source_is_refused(self):
        block = DatedTotalBlock()
        with pytest.raises(StructBlockValidationError) as error:
            block.clean(block.to_python({"label": "Members", "value": 96}))
        assert set(error.value.block_errors) == {"as_of", "source"}
        block.clean(block.to_python({"label": "Members"}))


def test_featured_news_come_first_and_nothing_comes_twice(homes, client):
    index = NewsIndexPageFactory(parent=homes["en"])
    old = NewsPageFactory(parent=index, title="Old", date=date(2010, 1, 1))
    for number in range(3):
        NewsPageFactory(parent=index, title=f"New {number}", date=date(2017, 1, number + 1))
    section = {"heading": "News", "page": index, "link_text": "All", "featured": [old], "count": 3}
    html = show(client, homes["en"], ("latest_news", section))
    titles = [part.split("</a>")[0].split(">")[-1] for part in html.split("card__h")[1:]]
    assert titles == ["Old", "New 2", "New 1"]


def test_rules_of_the_tree():
    assert HomePage.allowed_subpage_models()
    assert [model.__name__ for model in HomePage.allowed_parent_page_models()] == ["Page"]
