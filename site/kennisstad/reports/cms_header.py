from django.urls import reverse
from django.utils.translation import gettext as _


def cms_header(title: str) -> dict[str, object]:
    """What Wagtail's frame shows above the page."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "breadcrumbs_items": [home, {"url": "", "label": title}]}
