from datetime import date

import factory
import wagtail_factories

from core.tests.factories import locale
from news.models import NewsCategory, NewsIndexPage, NewsPage


class NewsIndexPageFactory(wagtail_factories.PageFactory):
    title = "News"
    slug = "news"

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"News item {number}")
    date = date(2017, 6, 1)
    summary = "What happened."

    class Meta:
        model = NewsPage


class NewsCategoryFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda number: f"Category {number}")
    slug = factory.Sequence(lambda number: f"category-{number}")
    locale = factory.LazyFunction(lambda: locale("en"))

    class Meta:
        model = NewsCategory
