from datetime import date, time

import pytest

from django.utils import translation

from core.templatetags.core_tags import (
    cldr_date,
    cldr_interval,
    cldr_month,
    cldr_number,
    cldr_time,
    file_size,
    icon,
    in_own_language,
    json_ld,
    keep_words,
)

DAY = date(2017, 6, 19)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "19 June 2017"),
        ("ko", "2017년 6월 19일"),
        ("zh-hans", "2017年6月19日"),
        ("ru", "19 июня 2017\u202fг."),
        ("es", "19 de junio de 2017"),
        ("fr", "19 juin 2017"),
        ("ar", "19 يونيو 2017"),
    ],
)
def test_a_date_in_each_language(code, expected):
    with translation.override(code):
        assert cldr_date(DAY).replace("\u200f", "").replace("\xa0", "\u202f") == expected


def test_intervals_are_not_put_together_by_hand():
    assert cldr_interval(DAY, date(2017, 6, 22)) == "19–22 Jun 2017"
    assert cldr_interval(None, DAY) == "19 June 2017"
    with translation.override("ko"):
        assert cldr_interval(DAY, date(2017, 6, 22)) == "2017년 6월 19일~22일"


def test_months_times_numbers_and_sizes():
    assert cldr_month(DAY) == "June 2017"
    assert cldr_time(time(9, 0)) == "09:00"
    assert cldr_number(12345) == "12,345"
    assert file_size(1_500) == "2 kB"
    with translation.override("fr"):
        assert file_size(2_400_000).replace("\xa0", " ").replace("\u202f", " ") == "2,4 Mo"
    with translation.override("ar"):
        assert cldr_number(12345) == "12,345"  # Western digits


def test_a_language_is_named_in_the_readers_language():
    with translation.override("ko"):
        assert in_own_language("fr") == "프랑스어"
        assert in_own_language("zh-hans") == "중국어 (간체)"


def test_e_government_does_not_part_at_its_hyphen():
    assert keep_words("e-Government") == "e\u2060-\u2060Government"
    assert keep_words("well-known") == "well-known"
    assert keep_words(None) == ""


def test_structured_data_can_not_end_its_element():
    html = json_ld([{"name": "</script><b>"}])
    assert html.count("</script>") == 1
    assert html.endswith("</script>")
    assert json_ld([]) == ""


def test_an_icon_is_hidden_from_assistive_technology():
    assert 'aria-hidden="true"' in icon("arrow", "icon--dir")
    assert 'class="icon icon--dir"' in icon("arrow", "icon--dir")
    assert "&quot;" in icon("x", '"')
