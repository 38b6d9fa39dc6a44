"""What editors see before anybody else does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsletter.models import IssuePage
from newsletter.rendering import load_events, render_issue

# In a frame beside the editor there is no room for the pages that a mail links to.
LINKS_OPEN_APART = '<base target="_blank">'


def preview(request: HttpRequest, issue: IssuePage, mode: str) -> HttpResponse:
    kind, _dash, language = mode.partition("-")
    if kind == "page":
        load_events(issue)
        return render(request, "newsletter/issue_page.html", {"page": issue})
    mail = render_issue(issue, language)
    if kind == "text":
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(mail.html.replace("<head>", f"<head>{LINKS_OPEN_APART}", 1))
