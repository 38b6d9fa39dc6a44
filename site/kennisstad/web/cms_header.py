from django.urls import reverse
from django.utils.translation import gettext as _


def cms_header(title: str, *above: tuple[str, str]) -> dict[str, object]:
    """What Wagtail's frame shows above a page of ours; each page above it has an address and a name."""
    trail = [(reverse("wagtailadmin_home"), _("Home")), *above, ("", title)]
    return {
        "header_title": title,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in trail],
    }
