"""The admin's API of pages: what it publishes is complete, as everywhere."""

from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.utils import BadRequestError

from approvals.actions import complaints


class PublishAction(PublishPageAPIAction):
    def execute(self, instance, data):
        if problem := complaints(instance):
            raise BadRequestError(problem)
        return super().execute(instance, data)


class PagesViewSet(PagesAdminAPIViewSet):
    actions = {**PagesAdminAPIViewSet.actions, "publish": PublishAction}
