"""Who reads one module has not read them all: imports go one way, also inside functions, but for one pair."""

from collections.abc import Iterator

import grimp

# A page's save publishes its facts.
PUBLISHING = {"events.models.pages", "events.publishing"}


def test_imports_go_in_no_circle_but_that_of_publishing():
    graph = grimp.build_graph("events", "registrations", "newsletter", "kennisstad", cache_dir=None)

    assert list(circles(graph)) == [PUBLISHING]


def circles(graph: grimp.ImportGraph) -> Iterator[set[str]]:
    """Each the modules that reach each other, two or more."""
    above = {module: graph.find_upstream_modules(module) for module in graph.modules}
    seen: set[str] = set()
    for module in sorted(graph.modules):
        circle = {module} | {other for other in above[module] if module in above[other]}
        if len(circle) > 1 and module not in seen:
            yield circle
        seen |= circle
