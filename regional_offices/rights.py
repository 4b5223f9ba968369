"""What an office's people may not do on the page that their rights begin at."""

from wagtail.models import PagePermissionTester


class OfficePagePermissionTester(PagePermissionTester):
    """Wagtail's, but the office's own landing page stays where it is, as public as it is.

    Whoever has rights on a page above it, such as the Secretariat, may do what these allow.
    """

    @property
    def is_own_landing_page(self):
        """Whether no right comes from a page above: the rights of the office's team alone."""
        if self.user.is_superuser:
            return False
        return not any(
            row.page_id != self.page.pk and self.page.path.startswith(row.page.path)
            for row in self.permission_policy.get_cached_permissions_for_user(self.user)
        )

    def can_delete(self, ignore_bulk=False):  # and to move, which Wagtail asks the same for
        return not self.is_own_landing_page and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return not self.is_own_landing_page and super().can_unpublish()

    def can_set_view_restrictions(self):
        return not self.is_own_landing_page and super().can_set_view_restrictions()
