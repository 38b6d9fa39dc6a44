from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .gate import only_in_view
from .models import Organisation
from .policies import OrganisationsPolicy

register_permission_policy(Organisation, OrganisationsPolicy(Organisation))

hooks.register("construct_page_chooser_queryset", only_in_view)
