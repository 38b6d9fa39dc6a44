from wagtail.models import PagePermissionTester


class IssuePermissions(PagePermissionTester):
    """Approving is what publishes an issue; else the archive would show what nobody got."""

    def can_publish(self) -> bool:
        return super().can_publish() and (self.page.live or hasattr(self.page, "mailing"))


class NewsletterPermissions(PagePermissionTester):
    """Nothing below it is made and published in one go."""

    def can_publish_subpage(self) -> bool:
        return False
