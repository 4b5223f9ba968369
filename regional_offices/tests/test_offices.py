from datetime import time

import pytest

from django.core.exceptions import ValidationError
from django.utils import translation

from core.tests.factories import StandardPageFactory, make_private
from news.tests.factories import NewsIndexPageFactory, NewsPageFactory
from regional_offices.geography import map_position
from regional_offices.models import OfficeCountry, OpeningHours, RegionalOfficePage, Weekday
from regional_offices.templatetags.office_tags import days, zone_name
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)


@pytest.fixture
def index(homes):
    return RegionalOfficesIndexPageFactory(parent=homes["en"])


def test_the_list_begins_with_the_secretariat(index, client):
    RegionalOfficePageFactory(parent=index, title="Office", city="City")
    RegionalOfficePageFactory(parent=index, title="Draft", live=False)
    make_private(RegionalOfficePageFactory(parent=index, title="Private"))
    RegionalOfficePageFactory(
        parent=index, title="Seat", city="Seat", kind=RegionalOfficePage.Kind.SECRETARIAT
    )
    offices = client.get(index.url).context["offices"]
    assert [office.title for office in offices] == ["Seat", "Office"]


def test_an_office_with_nothing_but_a_name(index, client):
    office = RegionalOfficePageFactory(parent=index)
    assert client.get(office.url).status_code == 200


def test_an_office_shows_its_own_news_and_pages(index, client):
    office, other = (RegionalOfficePageFactory(parent=index) for _number in range(2))
    own = NewsIndexPageFactory(parent=office)
    for number in range(5):
        NewsPageFactory(parent=own, title=f"Own {number}")
    NewsPageFactory(parent=NewsIndexPageFactory(parent=other), title="Other")
    StandardPageFactory(parent=office, title="Training")
    StandardPageFactory(parent=office, title="Draft", live=False)
    context = client.get(office.url).context
    assert [item.title for item in context["news"]] == ["Own 4", "Own 3", "Own 2"]
    assert [page.title for page in context["own_pages"]] == ["Training"]


def test_coordinates_come_in_pairs():
    with pytest.raises(ValidationError) as error:
        RegionalOfficePage(title="Office", slug="office", latitude=1).clean()
    assert set(error.value.message_dict) == {"longitude"}


def test_an_office_can_not_close_before_it_opens():
    with pytest.raises(ValidationError) as error:
        OpeningHours(opens=time(18), closes=time(9)).clean()
    assert set(error.value.message_dict) == {"closes"}


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "expected"),
    [
        ("Seoul", 37.57, 126.98, (800.2, 118.5)),
        ("Chengdu", 30.57, 104.07, (747, 140.8)),
        ("Barcelona", 41.39, 2.17, (477.5, 106.3)),
        ("Nairobi", -1.29, 36.82, (571.7, 243.9)),
        ("São Paulo", -23.55, -46.63, (344.1, 315.6)),
    ],
)
def test_places_stand_where_the_map_draws_them(place, latitude, longitude, expected):
    x, y = map_position(latitude, longitude)
    assert abs(x - expected[0]) < 2
    assert abs(y - expected[1]) < 2


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (0, 191), (66.5, 0)])
def test_no_place_is_off_the_map(latitude, longitude):
    x, _y = map_position(latitude, longitude)
    assert 0 <= x <= 1000


def test_names_are_in_the_readers_language(index):
    office = RegionalOfficePageFactory(parent=index)
    office.countries.add(OfficeCountry(country="KR", locale=office.locale))
    hours = OpeningHours(first_day=Weekday.MONDAY, last_day=Weekday.FRIDAY)
    assert office.country_names == ["South Korea"]
    assert "Monday" in days(hours)
    with translation.override("ko"):
        assert office.country_names == ["대한민국"]
        assert "월요일" in days(hours)
        assert "서울" in zone_name("Asia/Seoul")


def test_the_number_of_queries_does_not_grow(index, client, django_assert_num_queries):
    RegionalOfficePageFactory(parent=index)
    client.get(index.url)
    with django_assert_num_queries(18) as few:
        client.get(index.url)
    for _number in range(6):
        RegionalOfficePageFactory(parent=index)
    with django_assert_num_queries(len(few)):
        client.get(index.url)
