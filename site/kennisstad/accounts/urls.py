"""The addresses under /cms/: our own doors first, then Wagtail's interface behind the gate."""

from allauth.account.views import logout
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from kennisstad.languages import route
from kennisstad.web.redirects import import_redirects

from .cms_allowlist import allowlisted
from .media_tags import DocumentsView, PicturesView, autocomplete
from .views import AccountWithoutPicture, LinkOut, invitation, nothing_here, second_step

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_new_password = RedirectView.as_view(pattern_name="account_reset_password")

# Wagtail's own doors ask for a password only, so they would let people in without their second factor.
cms_doors = [
    path("login/", to_sign_in),
    path("logout/", logout, name="wagtailadmin_logout"),
    re_path(r"^password_reset/.*$", to_new_password),
    path("failwhale/", nothing_here),
    path("test404/", nothing_here),
    path("account/", require_admin_access(AccountWithoutPicture.as_view())),
    path("choose-external-link/", require_admin_access(LinkOut.as_view())),
    path("redirects/import/process/", require_admin_access(import_redirects)),
    path("tag-autocomplete/", require_admin_access(autocomplete)),
    path("images/", require_admin_access(PicturesView.as_view())),
    path("images/results/", require_admin_access(PicturesView.as_view(results_only=True))),
    path("documents/", require_admin_access(DocumentsView.as_view())),
    path("documents/results/", require_admin_access(DocumentsView.as_view(results_only=True))),
]
cms = [*cms_doors, *decorate_urlpatterns(list(wagtailadmin_urls.urlpatterns), allowlisted)]

# The same for the door that Wagtail keeps for private pages.
site_doors = [path("_util/login/", to_sign_in)]

# An administrator makes accounts and changes their addresses; nobody signs in by a mailed code.
account_doors = [
    path("", RedirectView.as_view(pattern_name="mfa_index")),
    path("second-step/", second_step, name="account_second_step"),
    path(
        route(nl="uitnodiging/<str:token>/", en="invitation/<str:token>/"),
        invitation,
        name="account_invitation",
    ),
    path("signup/", nothing_here),
    path("email/", nothing_here),
    re_path(r"^confirm-email/.*$", nothing_here),
    re_path(r"^login/code/.*$", nothing_here),
]
