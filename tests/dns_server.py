"""A name server that answers from a small table: python's own dns library on a port of its own."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

# Of name and kind: ("example.org", "TXT").
type Table = Mapping[tuple[str, str], str]


@contextmanager
def running(table: Table) -> Iterator[dns.resolver.Resolver]:
    """Gives a resolver that asks it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        Thread(target=_answer, args=(server, table), daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        yield resolver
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", server.getsockname())


def _answer(server: socket.socket, table: Table) -> None:
    while True:
        wire, asker = server.recvfrom(4096)
        if not wire:
            return
        query = dns.message.from_wire(wire)
        question = query.question[0]
        kind = question.rdtype.name
        response = dns.message.make_response(query, recursion_available=True)
        if found := table.get((question.name.to_text(omit_final_dot=True), kind)):
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, found))
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        server.sendto(response.to_wire(), asker)
