from core.forms import ContentPageForm

# They would move the office, take it off the site, or make another one of it.
SECRETARIATS_OWN = ("kind", "slug", "go_live_at", "expire_at")


class OfficePageForm(ContentPageForm):
    """Leaves to the Secretariat what an office's people may not do to their own landing page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page, user = self.instance, self.for_user
        if page.pk and user and page.permissions_for_user(user).is_own_landing_page:
            for name in SECRETARIATS_OWN:
                if name in self.fields:
                    self.fields[name].disabled = True
