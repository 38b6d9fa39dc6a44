from wagtail.models import PagePermissionTester


class IssuePermissions(PagePermissionTester):  # type: ignore[misc]
    """Approving is what publishes an issue; else the archive would show what nobody got."""

    def can_publish(self) -> bool:
        return super().can_publish() and (self.page.live or hasattr(self.page, "mailing"))


class NewsletterPermissions(PagePermissionTester):  # type: ignore[misc]
    """Nothing below it is made and published in one go."""

    def can_publish_subpage(self) -> bool:
        return False
