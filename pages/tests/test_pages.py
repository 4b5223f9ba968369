import pytest

from core.tests.factories import (
    StandardIndexPageFactory,
    StandardPageFactory,
    make_private,
    translate,
)

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def test_a_page_with_nothing_but_a_title(homes, client):
    page = StandardPageFactory(parent=homes["en"], title=LONG_WORD)
    html = client.get(page.url).content.decode()
    assert html.count("<h1") == 1
    assert f"<title>{LONG_WORD} | WeGO</title>" in html
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html


def test_a_page_with_a_picture_has_modern_formats_and_its_text(homes, client, image):
    page = StandardPageFactory(parent=homes["en"], lead_image=image, lead_image_alt="A bridge")
    html = client.get(page.url).content.decode()
    for kind in ("image/avif", "image/webp"):
        assert f'<source type="{kind}"' in html
    assert 'alt="A bridge"' in html
    assert 'fetchpriority="high"' in html
    assert 'property="og:image" content="http://testserver/media/' in html


def test_a_section_presents_published_pages_in_the_order_of_the_tree(homes, client):
    section = StandardIndexPageFactory(parent=homes["en"])
    for title in ("First", "Second"):
        StandardPageFactory(parent=section, title=title)
    StandardPageFactory(parent=section, title="Draft", live=False)
    make_private(StandardPageFactory(parent=section, title="Private"))
    children = client.get(section.url).context["children"]
    assert [page.title for page in children] == ["First", "Second"]


def test_an_empty_section_says_so(homes, client):
    section = StandardIndexPageFactory(parent=homes["en"])
    assert "There are no pages here yet." in client.get(section.url).content.decode()


def test_fifty_pages_come_in_pages(homes, client):
    section = StandardIndexPageFactory(parent=homes["en"])
    for _number in range(50):
        StandardPageFactory(parent=section)
    response = client.get(section.url, {"page": "2"})
    assert len(response.context["children"]) == 12
    assert "(page 2) | WeGO</title>" in response.content.decode()


def test_the_breadcrumbs_lead_home(homes, client):
    section = StandardIndexPageFactory(parent=homes["en"], title="Section", slug="section")
    page = StandardPageFactory(parent=section)
    response = client.get(page.url)
    assert [(one["title"], one["url"]) for one in response.context["breadcrumbs"]] == [
        ("Home", "/en/"),
        ("Section", "/en/section/"),
    ]
    assert '"@type": "BreadcrumbList"' in response.content.decode()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("도시 소식", "dosi-sosig"),
        ("О нас", "o-nas"),
        ("城市", "chengshi"),
        ("!!!", "standardpage"),
    ],
)
def test_a_title_in_any_script_makes_an_address(homes, title, slug):
    page = homes["en"].add_child(instance=StandardPageFactory.build(title=title, slug=""))
    assert page.slug == slug


def test_the_address_is_the_same_in_every_language(homes):
    page = StandardPageFactory(parent=homes["en"], slug="about")
    assert translate(page, homes["ko"]).url == "/ko/about/"


def test_the_maker_of_a_picture_is_named(homes, client, image):
    image.credit = "A. Maker <b>"
    image.save()
    page = StandardPageFactory(parent=homes["en"], lead_image=image)
    assert "Picture: <bdi>A. Maker &lt;b&gt;</bdi>" in client.get(page.url).content.decode()
