"""The first screen of the CMS: their events, the numbers, and what to do next."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from kennisstad.accounts import access

from .event_rows import drafts, event_rows, pages_of, past, upcoming
from .todo import tasks_for

SHOWN = 8


class Home(Component):
    name = "kennisstad_home"
    order = 1
    template_name = "desk/home.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        own = pages_of(user)
        coming, unfinished, over = (list(rule(own)[:SHOWN]) for rule in (upcoming, drafts, past))
        shown = event_rows([*coming, *unfinished, *over])
        first, second = len(coming), len(coming) + len(unfinished)
        groups = shown[:first], shown[first:second], shown[second:]
        return {
            "user": user,
            "is_editor": access.is_editor(user),
            "coming": groups[0],
            "drafts": groups[1],
            "past": groups[2],
            "tasks": tasks_for(user, *groups),
        }
