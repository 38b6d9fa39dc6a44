"""The site's addresses with those of the demo."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from kennisstad.urls import urlpatterns as site

urlpatterns = [
    *i18n_patterns(path("demo/", include("kennisstad.demo.urls")), prefix_default_language=False),
    *site,
]
