"""Mails from templates: <name>.subject.txt, <name>.txt and <name>.html."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation


@dataclass(frozen=True, slots=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def render_mail(name: str, context: Mapping[str, Any], language: str) -> RenderedMail:
    with translation.override(language):
        values = {"base_url": settings.BASE_URL, **settings.REGION.names(), **context, "language": language}
        return RenderedMail(
            subject=" ".join(_plain(f"{name}.subject.txt", values).split()),
            text=_tidy(_plain(f"{name}.txt", values)),
            html=render_to_string(f"{name}.html", values),
        )


def _plain(template: str, values: dict[str, Any]) -> str:
    """Plain text has no HTML to escape."""
    engine: Any = get_template(template)
    return engine.template.render(Context(values, autoescape=False))


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
