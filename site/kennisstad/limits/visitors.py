"""Who counts as one visitor."""

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

# Of whom no address is known, all are one visitor.
UNKNOWN = "0.0.0.0"  # noqa: S104 - nothing listens here
# What one household or office gets: an address within it they can change with every request.
PREFIX = 64


def visitor(request: HttpRequest) -> str:
    """The network, behind as many proxies as ALLAUTH_TRUSTED_PROXY_COUNT says."""
    return network(get_adapter().get_client_ip(request))


def network(address: str) -> str:
    found = ip_address(unmapped(address))
    return str(ip_network((found, PREFIX), strict=False)) if isinstance(found, IPv6Address) else str(found)


def unmapped(address: str) -> str:
    """An IPv4 address as a server that listens on IPv6 writes it is still that address."""
    found = ip_address(address)
    return str(getattr(found, "ipv4_mapped", None) or found)
