from django.urls import path

from search import answers
from search.views import results

urlpatterns = [
    path("", results, name="search"),
    path("results.json", answers.results, name="search_json"),
    path("suggest/", answers.suggest, name="suggest"),
    path("suggest/opensearch/", answers.suggest_to_browser, name="suggest_to_browser"),
]
