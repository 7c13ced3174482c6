"""Where a server is: on the internet, or inside a network, where nobody must be led to.

Decided by the addresses that a name has when a connection is made, however the name is written
(2130706433 and 0x7f.1 are 127.0.0.1), so a name that changes its mind cannot slip through.
"""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

_NAT64 = ip_network("64:ff9b::/96")
_THIS_NETWORK = ip_network("0.0.0.0/8")


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; all empty of what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port


def is_loopback(host: str) -> bool:
    """Whether a host, as an address is usually written, is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def addresses_of(host: str, port: int) -> list[str]:
    """Every address a host has now, in the order in which to try them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_refused(address: str, *, allow_private: bool) -> bool:
    """Whether nothing may be asked of an address.

    ``allow_private``: networks of one's own and this machine may be; link-local addresses (where
    clouds keep credentials), multicast and reserved ones never.
    """
    return any(_is_refused(each, allow_private) for each in _meant(ip_address(address)))


def _is_refused(address: Address, allow_private: bool) -> bool:
    if address.is_loopback:
        return not allow_private
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    if address.is_reserved or address in _THIS_NETWORK:
        return True
    return not (address.is_global or allow_private)


def _meant(address: Address) -> Iterator[Address]:
    """What would be reached: the address, and one that is written inside it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        else:
            yield from filter(None, (address.sixtofour, *(address.teredo or ())))
    yield address
