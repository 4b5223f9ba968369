"""Every address of the admin, asked by an editor: no answer holds what is secret elsewhere.

The addresses are written by hand. Whoever may do everything asks too: the marker is there to find.
"""

import pytest

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core import mail
from django.utils import timezone

from wagtail.models import (
    Collection,
    Comment,
    GroupApprovalTask,
    Page,
    PageLogEntry,
    Revision,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.tests.conftest import MARKER
from core.tests.factories import StandardPageFactory
from documents.models import CustomDocument
from documents.tests.factories import DocumentFactory
from images.models import CustomImage
from images.tests.factories import ImageFactory
from pages.models import StandardPage

PAGES = ("draft", "private", "live", "beneath draft", "submitted")

# By the kind of number that they take. {a} and {b} are revisions.
PAGE_ADDRESSES = """
    pages/{page}/
    pages/{page}/results/
    pages/{page}/add_subpage/
    pages/{page}/convert_alias/
    pages/{page}/copy/
    pages/{page}/delete/
    pages/{page}/edit/
    pages/{page}/edit/preview/
    pages/{page}/history/
    pages/{page}/history/results/
    pages/{page}/lock/
    pages/{page}/unlock/
    pages/{page}/move/
    pages/{page}/move/{own}/confirm/
    pages/{page}/privacy/
    pages/{page}/revisions/
    pages/{page}/revisions/{a}/revert/
    pages/{page}/revisions/{a}/unschedule/
    pages/{page}/revisions/{a}/view/
    pages/{page}/revisions/compare/{a}...{b}/
    pages/{page}/revisions/compare/earliest...latest/
    pages/{page}/revisions/compare/live...latest/
    pages/{page}/set_position/
    pages/{page}/unpublish/
    pages/{page}/usage/
    pages/{page}/view_draft/
    pages/{page}/workflow_history/
    pages/{page}/workflow_history/detail/{workflow_state}/
    pages/{own}/move/{page}/confirm/
    pages/{own}/revisions/{a}/revert/
    pages/{own}/revisions/{a}/view/
    pages/{own}/revisions/compare/{a}...{b}/
    pages/{own}/workflow_history/detail/{workflow_state}/
    pages/add/pages/standardpage/{page}/
    pages/add/pages/standardpage/{page}/preview/
    pages/workflow/action/{page}/approve/{task_state}/
    pages/workflow/collect_action_data/{page}/approve/{task_state}/
    pages/workflow/confirm_cancellation/{page}/
    pages/workflow/preview/{page}/{task}/
    pages/workflow/action/{own}/approve/{task_state}/
    pages/workflow/preview/{own}/{task}/
    translations/unpublish/{page}/
    localize/submit/page/{page}/
    bulk/wagtailcore/page/delete/?id={page}
    bulk/wagtailcore/page/move/?id={page}
    bulk/wagtailcore/page/publish/?id={page}
    bulk/wagtailcore/page/unpublish/?id={page}
    bulk/wagtailcore/page/delete/?id={own}&id={page}
    choose-page/{page}/
    choose-page/chosen-multiple/?id={page}
    editing-sessions/ping/wagtailcore/page/{page}/999/
    api/main/pages/{page}/
    api/main/pages/{page}/action/copy/
    api/main/pages/{page}/action/publish/
    api/main/pages/{page}/action/delete/
    api/main/pages/?child_of={page}
    api/main/pages/?descendant_of={page}
    api/main/pages/?ancestor_of={page}
    api/main/pages/?translation_of={page}
    workflows/remove/{page}/
"""
MEDIA_ADDRESSES = """
    images/{image}/
    images/{image}/delete/
    images/{image}/generate_url/
    images/{image}/generate_url/output/
    images/{image}/preview/width-100/
    images/chooser/{image}/select_format/
    images/chooser/chosen/{image}/
    images/chooser/chosen-multiple/?id={image}
    images/multiple/{image}/
    images/multiple/{image}/delete/
    images/usage/{image}/
    images/?collection_id={collection}
    images/chooser/results/?collection_id={collection}
    images/chooser/results/?q=marker
    api/main/images/{image}/
    bulk/images/customimage/delete/?id={image}
    bulk/images/customimage/add_to_collection/?id={image}
    bulk/images/customimage/add_tags/?id={image}
    documents/edit/{document}/
    documents/delete/{document}/
    documents/multiple/{document}/
    documents/multiple/{document}/delete/
    documents/usage/{document}/
    documents/chooser/chosen/{document}/
    documents/chooser/chosen-multiple/?id={document}
    documents/chooser/results/?q=marker
    documents/?collection_id={collection}
    api/main/documents/{document}/
    bulk/documents/customdocument/delete/?id={document}
    bulk/documents/customdocument/add_to_collection/?id={document}
    bulk/documents/customdocument/add_tags/?id={document}
    collections/{collection}/
    collections/{collection}/delete/
    collections/{collection}/privacy/
    images/usage/{own_image}/
    documents/usage/{own_document}/
    images/{own_image}/
    images/{own_image}/delete/
    documents/edit/{own_document}/
    documents/delete/{own_document}/
    pages/{own}/usage/
    pages/{own}/delete/
    pages/{own_draft}/edit/
    pages/{own_draft}/delete/
    pages/{own_draft}/usage/
"""
LISTS = """
    {nothing}
    account/
    api/main/documents/
    api/main/documents/?search=marker
    api/main/images/
    api/main/images/?search=marker
    api/main/pages/
    api/main/pages/?search=marker
    api/main/pages/?for_explorer=1
    choose-page/
    choose-page/?page_type=pages.StandardPage
    choose-page/?user_perms=copy_to
    choose-page/search/?q=marker
    choose-page/search/?q=beneath
    collections/
    documents/
    documents/?q=marker
    documents/results/?q=marker
    documents/add/
    documents/chooser/
    documents/chooser/?q=marker
    documents/multiple/add/
    images/
    images/?q=marker
    images/results/?q=marker
    images/add/
    images/chooser/
    images/chooser/?q=marker
    images/multiple/add/
    pages/
    pages/?q=marker
    pages/search/?q=marker
    pages/search/?q=beneath
    pages/search/results/?q=marker
    pages/usage/pages/standardpage/
    pages/usage/pages/standardpage/?q=marker
    pages/usage/pages/standardpage/results/
    pages/usage/pages/standardindexpage/
    reports/aging-pages/
    reports/aging-pages/results/
    reports/aging-pages/?export=csv
    reports/locked/
    reports/locked/results/
    reports/locked/?export=csv
    reports/page-types-usage/
    reports/page-types-usage/results/
    reports/page-types-usage/?export=csv
    reports/site-history/
    reports/site-history/?object_type=&label=marker
    reports/site-history/results/
    reports/site-history/?export=csv
    reports/workflow/
    reports/workflow/results/
    reports/workflow/?export=csv
    reports/workflow/?reviewable=
    reports/workflow_tasks/
    reports/workflow_tasks/results/
    reports/workflow_tasks/?export=csv
    reports/reviews/
    reports/reviews/results/
    reports/reviews/?export=csv
    translations/
    translations/results/
    translations/exchange/
    translations/glossary/check/
    localize/reports/translations/
    workflows/list/
    workflows/list/results/
    workflows/tasks/index/
    workflows/tasks/index/results/
    workflows/task_chooser/
    workflows/task_chooser/results/
    workflows/usage/{workflow}/
    workflows/usage/{workflow}/results/
    workflows/edit/{workflow}/
    workflows/tasks/edit/{task}/
"""


def lines(text):
    return text.split()


@pytest.fixture
def world(sections, collections, editor, reader_of_all):
    """Everything that can be secret, and what of the editor's own is used in it."""
    own = sections["own"]
    Collection.objects.filter(pk=collections["Other"].pk).update(name=f"{MARKER} collection")
    group = Group.objects.create(name="Approval group")
    task = GroupApprovalTask.objects.create(name="Approval task")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Approval workflow")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page=sections["other"], workflow=workflow)
    mine = {
        "image": ImageFactory(title="My picture", collection=collections["Own"]),
        "document": DocumentFactory(title="My file", collection=collections["Own"]),
    }
    foreign = {
        "image": ImageFactory(title=f"{MARKER} picture", collection=collections["Other"]),
        "document": DocumentFactory(title=f"{MARKER} file", collection=collections["Other"]),
    }
    submitted = StandardPageFactory(
        parent=sections["other"],
        title=f"{MARKER}: submitted",
        live=False,
        social_image=mine["image"],
        body=[
            ("documents", {"title": "", "documents": [mine["document"]]}),
            ("paragraph", f'<p><a linktype="page" id="{own.pk}">x</a></p>'),
        ],
    )
    sections["submitted"] = submitted
    for name in PAGES:
        page = Page.objects.get(pk=sections[name].pk).specific
        if name != "live":
            page.save_revision(user=reader_of_all, log_action=True)
        page.save_revision(user=reader_of_all, log_action=True)
        Comment.objects.create(
            page=page, user=reader_of_all, text=f"{MARKER} comment", contentpath="title"
        )
    state = workflow.start(Page.objects.get(pk=submitted.pk).specific, reader_of_all)
    Page.objects.filter(pk=submitted.pk).update(
        locked=True, locked_by=reader_of_all, locked_at=timezone.now()
    )
    Page.objects.filter(live=True).update(last_published_at=timezone.now())
    StandardPage.objects.update(review_date=timezone.localdate())
    mail.outbox.clear()
    numbers = {
        "own": own.pk,
        "own_draft": sections["own draft"].pk,
        "workflow": workflow.pk,
        "task": task.pk,
        "workflow_state": state.pk,
        "task_state": state.current_task_state.pk,
        "image": foreign["image"].pk,
        "document": foreign["document"].pk,
        "own_image": mine["image"].pk,
        "own_document": mine["document"].pk,
        "collection": collections["Other"].pk,
        "nothing": "",
    }
    return {"pages": sections, "numbers": numbers}


def addresses(world):
    numbers = world["numbers"]
    found = [line.format(**numbers) for line in lines(MEDIA_ADDRESSES) + lines(LISTS)]
    for name in PAGES:
        page = world["pages"][name]
        revisions = Revision.objects.filter(object_id=str(page.pk)).order_by("pk")
        keys = list(revisions.values_list("pk", flat=True))
        for line in lines(PAGE_ADDRESSES):
            found.append(line.format(**numbers, page=page.pk, a=keys[0], b=keys[-1]))
    return [f"/admin/{address}" for address in found]


def content(response):
    """The whole of an answer: the page, or a file."""
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode(errors="replace")


def snapshot():
    """Everything that an answer might have changed."""
    return [
        list(model.objects.order_by("pk").values(*fields))
        for model, fields in (
            (Page, ("pk", "path", "title", "live", "locked", "latest_revision")),
            (CustomImage, ("pk", "title", "collection")),
            (CustomDocument, ("pk", "title", "collection")),
            (Collection, ("pk", "name", "path")),
            (Task, ("pk", "name", "active")),
            (PageLogEntry, ("pk", "action")),
        )
    ]


def leaks(client, world, method, **headers):
    """The addresses whose answer, or the page that it leads to, holds the marker."""
    found = []
    for address in addresses(world):
        response = getattr(client, method)(address, headers=headers)
        assert response.status_code < 500, address
        told = content(response)
        told += "".join(str(message) for message in get_messages(response.wsgi_request))
        if MARKER.lower() in told.lower():
            found.append(address)
    return found


def test_no_address_tells_an_editor_what_is_secret_elsewhere(world, editor, client):
    client.force_login(editor)
    before = snapshot()
    assert leaks(client, world, "get") == []
    assert snapshot() == before


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nor_does_what_is_sent_there_change_anything(world, editor, client, method):
    client.force_login(editor)
    before = snapshot()
    told = leaks(client, world, method, x_requested_with="XMLHttpRequest")
    assert told == []
    after = snapshot()
    foreign = {page.pk for page in world["pages"].values() if MARKER in str(page.title)}
    pages = [row for row in after[0] if row["pk"] in foreign]
    assert pages == [row for row in before[0] if row["pk"] in foreign]
    assert after[3:5] == before[3:5]
    assert not mail.outbox


def test_who_may_do_everything_finds_the_marker_in_most_of_them(world, reader_of_all, client):
    client.force_login(reader_of_all)
    found = leaks(client, world, "get")
    for part in (
        "view_draft",
        "compare",
        "history",
        "/usage/",
        "bulk/",
        "choose-page",
        "images/chooser",
        "documents/chooser",
        "api/main/images",
        "api/main/documents",
        "reports/workflow/",
        "reports/workflow_tasks/",
        "reports/locked/",
        "reports/site-history/",
        "reports/aging-pages/",
        "reports/page-types-usage",
        "translations/",
        "pages/search",
        "reports/reviews/",
    ):
        assert any(part in address for address in found), part
