from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.images.views.chooser import viewset as picture_chooser
from wagtail.permissions import register_permission_policy

from . import bulk_actions, colleagues
from .cms_allowlist import limit_page_chooser
from .media_tags import ChoosePictureView
from .models import Organisation, User
from .policies import ColleaguesPolicy, OrganisationsPolicy


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("medewerkers/<int:pk>/uitnodigen/", colleagues.invite_again, name="invite_again"),
        path("medewerkers/<int:pk>/tweede-stap/", colleagues.reset, name="reset_second_factor"),
    ]


register_permission_policy(Organisation, OrganisationsPolicy(Organisation))
register_permission_policy(User, ColleaguesPolicy(User))

# The one viewset that Wagtail keeps; its views are its own to set.
picture_chooser.choose_view_class = ChoosePictureView

# Its template asks for this tag by name, and nobody for whom its choices are.
wagtailadmin_tags.register.inclusion_tag(
    "wagtailadmin/shared/buttons.html", takes_context=True, name="bulk_action_choices"
)(bulk_actions.offered)

hooks.register("construct_page_chooser_queryset", limit_page_chooser)
hooks.register("register_user_listing_buttons", colleagues.buttons)
hooks.register("after_bulk_action", colleagues.after_bulk_action)
