"""What somebody is offered for several rows at once: nothing that the gate would refuse them."""

from typing import Any

from django.template import RequestContext
from django.urls import reverse
from wagtail.admin.templatetags.wagtailadmin_tags import bulk_action_choices

from . import access
from .cms_allowlist import BULK, BULK_ACTIONS


def offered(context: RequestContext, app_label: str, model_name: str) -> dict[str, list[Any]]:
    """Takes the place of Wagtail's, which offers everything to everybody."""
    buttons = bulk_action_choices(context, app_label, model_name)["buttons"]
    if access.is_editor(context["request"].user):
        return {"buttons": buttons}
    open_to_all = {reverse(BULK, args=[app_label, model_name, action]) for action in BULK_ACTIONS}
    return {"buttons": [button for button in buttons if button.url in open_to_all]}
