"""HTTP without a browser: what a script, a feed reader or a prankster sends."""

import html
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @cached_property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def language(self) -> str:
        """Of the page that somebody reads."""
        found = re.search(r'<html[^>]* lang="([\w-]+)"', self.text)
        return found[1] if found else ""

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)
        return html.unescape(found[1]).strip() if found else ""

    @property
    def links(self) -> list[str]:
        return [html.unescape(link) for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', self.text)]


def ask(
    base: str, path: str, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """The path goes over the wire as it is written here."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # who answers early need not listen to the rest
            connection.request(method, path, body or None, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.msg, response.read())
    finally:
        connection.close()


def send_form(base: str, path: str, fields: Mapping[str, str] | bytes, action: str = "") -> Answer:
    """Open the form at `path` as a browser does, then send these fields whatever they are."""
    form = ask(base, path)
    token = TOKEN.search(form.text)
    assert token, f"{path} shows no form ({form.status})"
    body = fields if isinstance(fields, bytes) else urlencode(fields, errors="surrogateescape").encode()
    body = b"csrfmiddlewaretoken=" + token[1].encode() + b"&" + body
    return ask(base, action or path, "POST", body, {"Content-Type": FORM, "Cookie": cookies_of(form)})


def cookies_of(answer: Answer) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or [])
