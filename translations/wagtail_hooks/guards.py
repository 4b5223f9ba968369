from django.urls import path

from wagtail import hooks

from translations import guards
from translations.locales import UnsynchronizedLocaleViewSet


@hooks.register("register_admin_urls", order=-100)
def guarded_localize_urls():
    """Stand before wagtail-localize's own at the same addresses, and have no names of their own."""
    locales = UnsynchronizedLocaleViewSet("wagtaillocales", url_prefix="locales")
    translation = "localize/translate/<int:translation_id>"
    return [
        path("locales/new/", locales.add_view),
        path("locales/edit/<int:pk>/", locales.edit_view),
        path(f"{translation}/strings/<int:string_segment_id>/edit/", guards.edit_string),
        path(f"{translation}/overrides/<int:overridable_segment_id>/edit/", guards.edit_override),
        path(f"{translation}/pofile/download/", guards.download_po),
        path(f"{translation}/pofile/upload/", guards.upload_po),
        path(f"{translation}/preview/", guards.preview),
        path(f"{translation}/preview/<str:mode>/", guards.preview),
        path(f"{translation}/disable/", guards.stop),
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


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def hide_destructive_actions(menu_items, request, context):
    # The editor of local content stands aside from wagtail-localize's, which they are for.
    is_local = request.resolver_match.url_name == "local_content"
    if is_local or not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in guards.DESTRUCTIVE]


@hooks.register("before_edit_page", order=-100)
@hooks.register("before_edit_snippet", order=-100)
def refuse_in_editor(request, instance):
    guards.refuse_in_editor(request, instance)
