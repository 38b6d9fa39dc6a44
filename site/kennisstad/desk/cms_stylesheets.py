from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def cms_stylesheets() -> SafeString:
    """Our faces and colours over Wagtail's."""
    files = ("vendor/fonts/fonts.css", settings.KENNISSTAD_THEME, "css/cms.css")
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in files))
