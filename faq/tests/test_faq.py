import pytest

from core.tests.factories import locale
from faq.models import FAQCategory, FAQItem, FAQPage


@pytest.fixture
def page(homes):
    page = homes["en"].add_child(instance=FAQPage(title="Questions", slug="faq"))
    second = FAQCategory.objects.create(name="Second", sort_order=2, locale=locale("en"))
    first = FAQCategory.objects.create(name="First", sort_order=1, locale=locale("en"))
    rows = [("b", second), ("none", None), ("a2", first), ("a1", first)]
    for order, (question, category) in enumerate(rows):
        page.items.add(
            FAQItem(
                question=question,
                answer=f"<p>Answer to <b>{question}</b></p>",
                category=category,
                locale=page.locale,
                sort_order=order,
            )
        )
    page.save_revision().publish()
    return page


def test_questions_are_grouped_by_category_in_the_editors_order(page):
    found = [
        (group["category"] and group["category"].name, [i.question for i in group["questions"]])
        for group in page.groups()
    ]
    assert found == [("First", ["a2", "a1"]), ("Second", ["b"]), (None, ["none"])]


def test_a_question_keeps_its_address_when_it_is_reworded_or_translated(page, homes):
    page = FAQPage.objects.get(pk=page.pk)
    item = page.items.get(question="b")
    anchor = item.anchor
    item.question = "Reworded"
    item.save()
    page = FAQPage.objects.get(pk=page.pk)
    assert page.items.get(pk=item.pk).anchor == anchor
    korean = page.copy_for_translation(locale("ko"))
    assert anchor in {one.anchor for one in korean.items.all()}


def test_answers_are_closed_and_open_without_script(page, client):
    html = client.get(page.url).content.decode()
    for item in page.items.all():
        assert f'<details class="faq__item" id="{item.anchor}">' in html
        assert f'href="#{item.anchor}"' in html


def test_the_page_carries_structured_data(page, client):
    html = client.get(page.url).content.decode()
    assert '"@type": "FAQPage"' in html
    assert '"name": "a1"' in html
    assert '"text": "Answer to a1"' in html


def test_a_page_without_questions_says_so(homes, client):
    page = homes["en"].add_child(instance=FAQPage(title="Questions", slug="faq"))
    html = client.get(page.url).content.decode()
    assert "There are no questions here yet." in html
    assert '"@type": "FAQPage"' not in html


def test_the_number_of_queries_does_not_grow(page, client, django_assert_num_queries):
    client.get(page.url)
    with django_assert_num_queries(18) as few:
        client.get(page.url)
    for number in range(20):
        page.items.add(FAQItem(question=f"q{number}", answer="<p>a</p>", locale=page.locale))
    page.save_revision().publish()
    with django_assert_num_queries(len(few)):
        client.get(page.url)
