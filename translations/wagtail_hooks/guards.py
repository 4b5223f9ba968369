from django.urls import path

from wagtail import hooks

from translations import guards


@hooks.register("register_admin_urls", order=-100)
def guarded_localize_urls():
    """Stand before wagtail-localize's own at the same addresses, and have no names of their own."""
    return [
        path("localize/submit/page/<int:page_id>/", guards.GuardedSubmitPage.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            guards.GuardedSubmitSnippet.as_view(),
        ),
        path("localize/update/<int:translation_source_id>/", guards.GuardedUpdate.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", guards.guarded_convert_to_alias),
        path("localize/reports/translations/", guards.GuardedReport.as_view()),
        path(
            "localize/reports/translations/results/",
            guards.GuardedReport.as_view(results_only=True),
        ),
        path(
            "localize/api/snippets/<slug:app_label>/<slug:model_name>/",
            guards.GuardedSnippetAPI.as_view({"get": "list"}),
        ),
        path(
            "localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
            guards.GuardedSnippetAPI.as_view({"get": "retrieve"}),
        ),
    ]


# They overwrite what a translator wrote by hand.
DESTRUCTIVE = {"localize-restart-translation", "localize-convert-to-alias"}


@hooks.register("construct_page_action_menu")
def hide_destructive_actions(menu_items, request, context):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in DESTRUCTIVE]
