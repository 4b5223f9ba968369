from datetime import date

import pytest

from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.models import AwardCategoryPage, AwardEdition, AwardsPage, AwardWinner
from core.tests.factories import make_private

OPENS, CLOSES = date(2017, 2, 1), date(2017, 8, 31)


@pytest.fixture
def page(homes):
    return homes["en"].add_child(instance=AwardsPage(title="Awards", slug="awards"))


def category(page, title, **fields):
    return page.add_child(instance=AwardCategoryPage(title=title, **fields))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2017, 1, 31), AwardEdition.State.ANNOUNCED),
        (OPENS, AwardEdition.State.OPEN),
        (CLOSES, AwardEdition.State.OPEN),  # the last day counts
        (date(2017, 9, 1), AwardEdition.State.CLOSED),
    ],
)
def test_the_state_of_a_call_follows_its_dates(monkeypatch, today, state):
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    assert AwardEdition(call_opens=OPENS, call_closes=CLOSES).state == state


def test_a_call_without_dates_has_no_state():
    assert AwardEdition().state is None


def test_a_call_can_not_close_before_it_opens():
    with pytest.raises(ValidationError) as error:
        AwardEdition(call_opens=CLOSES, call_closes=OPENS).clean()
    assert set(error.value.message_dict) == {"call_closes"}


def test_the_latest_edition_is_the_current_one(page, client):
    for year in (2014, 2017, 2011):
        page.editions.add(AwardEdition(year=year, name=f"Awards {year}", locale=page.locale))
    page.save_revision().publish()
    context = client.get(page.url).context
    assert context["current_edition"].year == 2017
    assert [edition.year for edition in context["past_editions"]] == [2014, 2011]


def test_categories_and_winners_are_those_published(page, client):
    live = category(page, "Live")
    for hidden in (category(page, "Draft", live=False), make_private(category(page, "Private"))):
        hidden.winners.add(
            AwardWinner(year=2014, city="Hidden city", project="x", locale=page.locale)
        )
        hidden.save()
    for year in (2011, 2014):
        live.winners.add(
            AwardWinner(year=year, city=f"City {year}", project="x", locale=page.locale)
        )
    live.save()
    response = client.get(page.url)
    assert [one.title for one in response.context["categories"]] == ["Live"]
    assert [one["year"] for one in response.context["winners_by_year"]] == [2014, 2011]
    assert "Hidden city" not in response.content.decode()
    assert page.highlights == ["Live"]


def test_a_category_without_winners_has_no_section_for_them(page, client):
    one = category(page, "One")
    category(page, "Two")
    html = client.get(one.url).content.decode()
    assert "winners-heading" not in html
    assert "Two" in html


def test_the_number_of_queries_does_not_grow(page, client, django_assert_num_queries):
    category(page, "One")
    client.get(page.url)
    with django_assert_num_queries(20) as few:
        client.get(page.url)
    for number in range(5):
        one = category(page, f"Category {number}")
        one.winners.add(AwardWinner(year=2014, city="City", project="x", locale=page.locale))
        one.save()
    with django_assert_num_queries(len(few)):
        client.get(page.url)
