"""Measure the product, each figure beside its reference in the same run: python -m tests.bench --help"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median, median_low

from tests.bench import mail, reference_figures, report, visitor_steps
from tests.bench.load import Figure, Step, Visitor, measure, nothing_follows
from tests.bench.product import READERS, Product, bare_django, serving, worker
from tests.bench.reference_figures import Peer
from tests.bench.report import Line

HELLO = "/bench/hello"
WARM_UP = 0.5
PACE_SECONDS = 1.5
AT_ONCE = (1, 8)


@dataclass(frozen=True)
class Options:
    sqlite: bool
    seconds: float
    rounds: int
    only: list[str]
    folder: str

    def asked_for(self, name: str) -> bool:
        return not self.only or any(word in name for word in self.only)


@dataclass(frozen=True)
class Scenario:
    name: str
    prepare: Callable[[Product, list[Visitor]], Step]
    peer: Peer | None = None
    reference: str = "hello"
    with_worker: bool = False
    share: float = 1  # of the time, where there is only so much to do


def scenarios() -> Iterator[Scenario]:
    yield Scenario(
        "event page",
        lambda product, _: visitor_steps.look(f"/{product.facts['event']}"),
        reference_figures.EVENT,
    )
    yield Scenario(
        "event page, made anew",
        lambda product, _: visitor_steps.look_anew(f"/{product.facts['event']}"),
        reference_figures.EVENT,
    )
    yield Scenario("home page", lambda *_: visitor_steps.look("/"))
    yield Scenario("home page, made anew", lambda *_: visitor_steps.look_anew("/"))
    yield Scenario("calendar page", lambda *_: visitor_steps.look("/agenda/"), reference_figures.LIST)
    yield Scenario(
        "calendar page, made anew", lambda *_: visitor_steps.look_anew("/agenda/"), reference_figures.LIST
    )
    yield Scenario(
        "calendar page, filtered",
        lambda *_: visitor_steps.look("/agenda/?municipality=leiden"),
        reference_figures.LIST,
    )
    yield Scenario(
        "feed of 1,000, cold",
        lambda *_: visitor_steps.unknown_feed(),
        reference_figures.FEED_MISS,
        "as many bytes",
    )
    yield Scenario(
        "feed of 1,000, warm",
        lambda *_: visitor_steps.look(visitor_steps.FEED),
        reference_figures.FEED_HIT,
        "as many bytes",
    )
    yield Scenario(
        "feed of 1,000, warm, gzip",
        lambda *_: visitor_steps.look(visitor_steps.FEED, {"Accept-Encoding": "gzip"}),
        reference_figures.FEED_HIT,
        "as many bytes",
    )
    yield Scenario(
        "feed of 1,000, 304",
        lambda _, visitors: visitor_steps.known_feed(visitors[0]),
        reference_figures.FEED_HIT,
    )
    yield Scenario(
        "registration",
        lambda product, _: visitor_steps.register(product.facts["event"]),
        reference_figures.ORDER,
        with_worker=True,
    )
    yield Scenario("scan", _scanning, reference_figures.REDEEM, share=0.5)


def _scanning(product: Product, visitors: list[Visitor]) -> Step:
    for visitor in visitors:
        visitor_steps.open_door(visitor, product.facts["door"])
    return visitor_steps.scan(product.facts["codes"])


def main() -> None:
    options = _options()
    with _folder(options) as name:
        print("Filling a calendar …", flush=True)
        with serving(Path(name), sqlite=options.sqlite) as product, bare_django(product) as bare:
            lines = list(_lines(product, bare, options))
    print(report.table(lines), f"\nWritten to {report.write(lines, _database(options))}", sep="\n")


def _folder(options: Options) -> AbstractContextManager[str]:
    return nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory(prefix="bench-")


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sqlite", action="store_true", help="with SQLite instead of PostgreSQL")
    parser.add_argument("--seconds", type=float, default=4, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts")
    parser.add_argument("--only", action="append", default=[], help="part of a figure's name")
    parser.add_argument("--folder", default="", help="keep the data here for the next run")
    return Options(**vars(parser.parse_args()))


def _database(options: Options) -> str:
    return "sqlite" if options.sqlite else "postgresql"


def _lines(product: Product, bare: Visitor, options: Options) -> Iterator[Line]:
    for scenario in scenarios():
        if options.asked_for(scenario.name):
            for at_once in AT_ONCE:
                yield _told(_line(product, bare, scenario, at_once, options))
    if options.asked_for("newsletter"):
        for workers in (1, 2):
            yield _told(_newsletter(product, bare, workers, options))


def _pace(bare: Visitor, options: Options) -> float:
    """Of this machine at this moment, beside the one on which peers were measured."""
    hello = measure(visitor_steps.look("/"), [bare], min(PACE_SECONDS, options.seconds))
    return hello.per_second / reference_figures.HELLO


def _told(line: Line) -> Line:
    print(f"{line.name}, {line.at_once} at once: {line.figure.per_second:.1f} per second", flush=True)
    return line


def _line(product: Product, bare: Visitor, scenario: Scenario, at_once: int, options: Options) -> Line:
    with worker(product) if scenario.with_worker else nullcontext():
        return measured(product, bare, scenario, at_once, options)


def measured(product: Product, bare: Visitor, scenario: Scenario, at_once: int, options: Options) -> Line:
    _warm_up, *rounds = _rounds(product, bare, scenario, at_once, options)
    paces, *figures = zip(*rounds, strict=True)
    reference, figure = map(_median, figures)
    return Line(scenario.name, at_once, figure, scenario.reference, reference, median(paces), scenario.peer)


def _rounds(
    product: Product, bare: Visitor, scenario: Scenario, at_once: int, options: Options
) -> Iterator[tuple[float, Figure, Figure]]:
    """A warm-up first, then the machine, the reference and the product in turns."""
    with product.visitors(at_once) as visitors, product.visitors(at_once) as strangers:
        step = scenario.prepare(product, visitors)
        reference = visitor_steps.look(_reference(product, scenario, step))
        lengths = [options.seconds * scenario.share] * options.rounds
        for seconds in (min(WARM_UP, options.seconds), *lengths):
            finish = mail.arrival(product.sink) if scenario.with_worker else nothing_follows
            pace = _pace(bare, options)
            yield pace, measure(reference, strangers, seconds), measure(step, visitors, seconds, finish)


def _reference(product: Product, scenario: Scenario, step: Step) -> str:
    if scenario.reference == "hello":
        return HELLO
    with product.visitors(1) as [visitor]:
        step(visitor)
        return f"/bench/octets/{visitor.received}"


def _median(figures: tuple[Figure, ...]) -> Figure:
    middle = median_low([figure.per_second for figure in figures])
    return next(figure for figure in figures if figure.per_second == middle)


def _newsletter(product: Product, bare: Visitor, workers: int, options: Options) -> Line:
    before = _pace(bare, options)
    sent = mail.newsletter(product, READERS, workers)
    pace = median([before, _pace(bare, options)])
    at_best = mail.prepared(product.sink, sent.octets, READERS)
    name = f"newsletter of {sent.octets // 1000} kB"
    return Line(name, workers, sent.figure, "raw SMTP", at_best, pace, reference_figures.NEWSLETTER)


if __name__ == "__main__":
    main()
