import pytest

from wagtail.images import get_image_model

from core.tests.factories import UserFactory
from images.tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def test_a_picture_has_a_title_in_each_language_and_is_found_by_it(client):
    image = ImageFactory(title="Bridge")
    client.force_login(UserFactory(is_superuser=True))
    url = f"/admin/images/{image.pk}/"
    html = client.get(url).content.decode()
    field = next(tag for tag in html.split("<") if 'name="titles_ar"' in tag)
    assert 'lang="ar"' in field and 'dir="rtl"' in field
    response = client.post(
        url,
        {
            "title": "Bridge",
            "titles_ko": "다리",
            "titles_ar": "",
            "collection": image.collection_id,
            "focal_point_x": "",
            "focal_point_y": "",
            "focal_point_width": "",
            "focal_point_height": "",
        },
    )
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.titles == {"ko": "다리"}
    assert [found.pk for found in get_image_model().objects.all().search("다리")] == [image.pk]
    assert 'value="다리"' in client.get(url).content.decode()
