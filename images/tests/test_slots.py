import pytest

from images.slots import SLOTS, filter_specs, rendition_url, renditions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SLOTS)
def test_every_slot_makes_its_renditions(image, name):
    made = renditions(image, name)
    assert {kind: len(group) for kind, group in made.items()} == {
        kind: len(SLOTS[name].filters) for kind in SLOTS[name].formats
    }
    for kind, group in made.items():
        assert all(one.file.name.endswith(kind.replace("jpeg", "jpg")) for one in group)


def test_the_crop_follows_the_focal_point(image):
    before = rendition_url(image, "card")
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 10
    image.save()
    assert rendition_url(image, "card") != before


def test_prefetched_renditions_cost_no_query(image, django_assert_num_queries):
    renditions(image, "card")
    found = type(image).objects.prefetch_related("renditions").get(pk=image.pk)
    with django_assert_num_queries(0):
        renditions(found, "card")


def test_filter_specifications_name_their_format():
    assert filter_specs("logo") == {
        "webp": ["max-200x100|format-webp", "max-400x200|format-webp"],
        "png": ["max-200x100|format-png", "max-400x200|format-png"],
    }
