"""Who reads one module has not read them all: imports go one way, also inside functions, but for what stands here."""

from collections.abc import Iterator

import grimp

# A page's save publishes its facts.
PUBLISHING = {"events.models.pages", "events.publishing"}
# Not meant, and not to grow: a letter that waits is written, and asked whether it is still true, when it is offered;
# and the preview of an issue is its letter.
LETTERS = {
    "newsletter.assembly",
    "newsletter.emails",
    "newsletter.links",
    "newsletter.message",
    "newsletter.models",
    "newsletter.models.mailings",
    "newsletter.models.pages",
    "newsletter.rendering",
    "newsletter.sending",
    "newsletter.subscriptions",
    "newsletter.tasks",
    "newsletter.views.preview",
}


def test_no_circle_of_imports_grows_beyond_those_known_here():
    graph = grimp.build_graph("events", "registrations", "newsletter", "kennisstad", cache_dir=None)

    found = list(circles(graph))

    known = (PUBLISHING, LETTERS)
    grown = [sorted(circle) for circle in found if not any(circle <= one for one in known)]
    assert grown == []


def circles(graph: grimp.ImportGraph) -> Iterator[set[str]]:
    """Each the modules that reach each other, two or more."""
    above = {module: graph.find_upstream_modules(module) for module in graph.modules}
    seen: set[str] = set()
    for module in sorted(graph.modules):
        circle = {module} | {other for other in above[module] if module in above[other]}
        if len(circle) > 1 and module not in seen:
            yield circle
        seen |= circle
