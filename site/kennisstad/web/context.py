from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every template may use."""
    return {
        "theme_css": settings.KENNISSTAD_THEME,
        "base_url": settings.BASE_URL,
        "contact_address": settings.CONTACT_ADDRESS,
        "cms_name": settings.REGION.cms,
        **settings.REGION.names(),
    }
