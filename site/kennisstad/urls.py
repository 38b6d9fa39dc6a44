"""All addresses, in the order in which they are tried; Wagtail's pages come last."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.contrib.sitemaps.views import sitemap

import events.urls
import newsletter.urls
import registrations.urls
from kennisstad.accounts import urls as accounts_urls
from kennisstad.files import urls as files_urls
from kennisstad.pages import urls as pages_urls
from kennisstad.web import views
from kennisstad.web.security_txt import security_txt

handler400 = "kennisstad.web.errors.bad_request"
handler403 = "kennisstad.web.errors.permission_denied"
handler404 = "kennisstad.web.errors.page_not_found"
handler500 = "kennisstad.web.errors.server_error"
# allauth asks for this one.
handler429 = "kennisstad.limits.views.too_many_requests"

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("security.txt", RedirectView.as_view(pattern_name="security_txt", permanent=True)),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("cms/", include(accounts_urls.cms)),
    path("", include((registrations.urls.unprefixed_patterns, "tickets"))),
    path("", include(files_urls)),
]

demo = [path("demo/", include("kennisstad.demo.urls"))] if apps.is_installed("kennisstad.demo") else []

urlpatterns += i18n_patterns(
    *demo,
    path("account/", include(accounts_urls.account_doors)),
    path("account/", include("allauth.urls")),
    path("", include((events.urls.urlpatterns, "events"))),
    path("", include((registrations.urls.urlpatterns, "registrations"))),
    path("", include((newsletter.urls.urlpatterns, "newsletter"))),
    path("", include(accounts_urls.site_doors)),
    path("", include((pages_urls.urlpatterns, "pages"))),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
