"""Plain paragraphs as the editor's blocks."""

from django.utils.html import escape
from wagtail.rich_text import RichText

from kennisstad.content_files import Paragraphs
from kennisstad.foundation.records import Link

type Block = tuple[str, object]

HEADING, QUOTE = "## ", "> "


def blocks(paragraphs: Paragraphs, links: tuple[Link, ...] = ()) -> list[Block]:
    """'## ' begins a heading, '> words | person' a quotation; the rest is running text."""
    made: list[Block] = []
    running: list[str] = []
    for paragraph in paragraphs:
        if paragraph.startswith(QUOTE):
            made += [*_text(running), _quote(paragraph)]
            running = []
        else:
            running.append(paragraph)
    return [*made, *_text(running), *(_link(link) for link in links)]


def rich(paragraphs: Paragraphs | list[str]) -> RichText:
    return RichText("".join(_element(paragraph) for paragraph in paragraphs))


def _text(paragraphs: list[str]) -> list[Block]:
    return [("text", rich(paragraphs))] if paragraphs else []


def _element(paragraph: str) -> str:
    if paragraph.startswith(HEADING):
        return f"<h2>{escape(paragraph.removeprefix(HEADING))}</h2>"
    return f"<p>{escape(paragraph)}</p>"


def _quote(paragraph: str) -> Block:
    words, _bar, person = paragraph.removeprefix(QUOTE).partition(" | ")
    return "quote", {"text": words, "person": person}


def _link(link: Link) -> Block:
    return "link", {"title": link.title, "url": link.url}
