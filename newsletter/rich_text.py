"""Editors' rich text for a mail: with its own styling and whole addresses, or as plain text."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

type Attributes = list[tuple[str, str | None]]

STYLES = {
    "p": "margin: 0 0 16px;",
    "ul": "margin: 0 0 16px; padding-left: 24px;",
    "ol": "margin: 0 0 16px; padding-left: 24px;",
    "li": "margin: 0 0 6px;",
    "b": "font-weight: bold;",
    "i": "font-style: italic;",
}
LINK = "color: #0b4f86; text-decoration: underline;"


def for_mail(source: str) -> SafeString:
    markup = _MailMarkup()
    markup.feed(expand_db_html(source))
    return mark_safe("".join(markup.parts))  # noqa: S308 - known tags only, everything else escaped


def as_plain_text(source: str) -> str:
    text = _PlainText()
    text.feed(expand_db_html(source))
    return "".join(text.parts).strip()


class _MailMarkup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "a":
            self.parts.append(f'<a class="link" href="{escape(_whole(attrs))}" style="{LINK}">')
        elif tag == "br":
            self.parts.append("<br>")
        elif tag in STYLES:
            self.parts.append(f'<{tag} style="{STYLES[tag]}">')

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or tag in STYLES:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data))


class _PlainText(HTMLParser):
    """Paragraphs apart, a dash before each item, the address after each link."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "a":
            self.links.append(_whole(attrs))
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.parts.append(f" ({self.links.pop()})")
        elif tag in {"p", "ul", "ol"}:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _whole(attributes: Attributes) -> str:
    return urljoin(f"{settings.BASE_URL}/", dict(attributes).get("href") or "")
