import pytest

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments

from core.blocks import BodyBlock, EmbedBlock
from core.blocks.media import video_frame
from core.tests.factories import StandardPageFactory, locale


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://youtu.be/aqz-KE-bpKQ", "youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345"),
        ("https://www.youtube.com/watch?v=a%22><script>", None),
        ("https://vimeo.com/about", None),
        ("https://example.org/film", None),
        ("https://youtube.com.example.org/watch?v=abc", None),
    ],
)
def test_only_known_players_are_framed(url, frame):
    found = video_frame(url)
    assert found is None if frame is None else frame in found


def test_a_film_must_have_a_secure_address():
    block = EmbedBlock()
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python({"title": "Film", "url": "http://vimeo.com/1"}))
    assert "url" in error.value.block_errors


def render(kind, value):
    stream = BodyBlock().to_python([{"type": kind, "value": value, "id": "one"}])
    return render_to_string("components/body.html", {"stream": stream})


def test_a_film_loads_nothing_before_it_is_chosen():
    html = render("embed", {"title": "A film", "url": "https://vimeo.com/1"})
    assert "<iframe" not in html
    assert 'href="https://vimeo.com/1"' in html
    assert 'data-embed-frame="https://player.vimeo.com/video/1"' in html


TABLE = {
    "data": [["City", "Year"], ["Seoul", "2010"], ["<b>", None]],
    "table_caption": "Assemblies",
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
}


def test_a_table_has_its_caption_and_headers():
    html = render("table", TABLE)
    assert '<caption id="table-one">Assemblies</caption>' in html
    assert '<th scope="col">City</th>' in html
    assert '<th scope="row">Seoul</th>' in html
    assert "&lt;b&gt;" in html
    assert "None" not in html


@pytest.mark.django_db
def test_a_table_is_translated_cell_by_cell(homes):
    page = StandardPageFactory(
        parent=homes["en"], body=[{"type": "table", "value": TABLE, "id": "t"}]
    )
    segments = [one for one in extract_segments(page) if one.path.startswith("body.t")]
    strings = {one.path.removeprefix("body.t."): one.string.data for one in segments}
    assert strings == {
        "caption": "Assemblies",
        "r0c0": "City",
        "r0c1": "Year",
        "r1c0": "Seoul",
        "r2c0": "&lt;b&gt;",
    }
    korean = [one for one in segments if one.path.endswith("r1c0")]
    korean[0].string.data = "서울"
    target = page.copy_for_translation(locale("ko"))
    ingest_segments(page, target, page.locale, target.locale, korean)
    assert target.body[0].value["data"][1] == ["서울", "2010"]


def test_headings_make_the_contents_of_a_long_page_only():
    from pages.models import StandardPage

    page = StandardPage(title="Page", body=[("heading", "One"), ("heading", "Two")])
    assert page.contents == []
    page.body.append(("heading", "Three"))
    assert [heading["title"] for heading in page.contents] == ["One", "Two", "Three"]
