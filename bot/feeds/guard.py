"""Which addresses may be reached.

A feed's address, a redirect or a link in a page is a stranger's wish, and our machine stands inside
somebody's network. So the last word is spoken where a connection is opened, about the numeric
address it goes to: odd spellings, redirects and names that change their answer all end there.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.feeds.errors import FeedError, shown

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})  # where feeds live; any other port is a service's back door
INTERNAL = re.compile(r"(^|\.)(localhost|internal|local|lan|intranet|home\.arpa|corp)\.?$", re.IGNORECASE)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
# Not global, whatever the standard library of the day says of them.
CLOSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/128", "::1/128",
        "64:ff9b:1::/48", "2001::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
ADVICE = "set SITREP_ALLOW_PRIVATE_FEEDS=1 if this is meant"


class Guard:
    """Decides about addresses. `opened` are networks the operator trusts, with any port."""

    def __init__(self, *, allow_private: bool = False, opened: Collection[Network] = ()) -> None:
        self.allow_private = allow_private
        self.opened = tuple(opened)

    def check_url(self, url: str) -> URL:
        """The address, read and found fit to be asked for.

        Raises FeedError for a scheme that is not http(s), a name or literal of an inner network, or a
        port where no feed lives. A name that resolves to such an address is refused at the socket.
        """
        try:
            parsed = URL(url)
            host, port = parsed.host, parsed.port
        except ValueError as error:
            raise FeedError("bad_address", f"{shown(url)!r} is not a web address") from error
        if parsed.scheme not in {"http", "https"} or not host or port is None or ":" in (parsed.user or ""):
            raise FeedError("bad_address", f"{shown(url)!r} is not an http or https address")
        if self.allow_private:
            return parsed
        if INTERNAL.search(host) and not self.opened:
            raise FeedError("refused_address", f"{host} is a name of an inner network; {ADVICE}")
        address = literal(host)
        if address is not None:
            self.check_address(str(address), port)
        elif port not in PORTS and not self.opened:
            raise FeedError("refused_address", f"port {port} is not one where feeds live; {ADVICE}")
        return parsed

    def check_address(self, host: str, port: int) -> None:
        """Raises FeedError unless a connection to this numeric address and port is allowed."""
        if self.allow_private:
            return
        address = ipaddress.ip_address(host.partition("%")[0])
        if any(address in network for network in self.opened if network.version == address.version):
            return
        if not is_public(address):
            raise FeedError("refused_address", f"the address is in an inner network ({address}); {ADVICE}")
        if port not in PORTS:
            raise FeedError("refused_address", f"port {port} is not one where feeds live; {ADVICE}")


class GuardedResolver(AbstractResolver):
    """Asks another resolver and refuses a name as soon as one of its answers is an inner address."""

    def __init__(self, guard: Guard, resolver: AbstractResolver) -> None:
        self._guard = guard
        self._resolver = resolver

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        answers = await self._resolver.resolve(host, port, family)
        for answer in answers:
            self._guard.check_address(answer["host"], answer["port"])
        return answers

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: Address) -> bool:
    """Whether an address lies on the open internet, also the IPv4 one that an IPv6 one wraps."""
    inner = _wrapped(address)
    if inner is not None:
        return is_public(inner)
    closed = any(address in network for network in CLOSED if network.version == address.version)
    return not closed and address.is_global and not address.is_multicast


def literal(host: str) -> Address | None:
    """The address that a host's text spells, also in the old spellings (0x7f.1, 2130706433), or None."""
    bare = host.strip("[]").partition("%")[0]
    try:
        if ":" in bare:
            return ipaddress.ip_address(bare)
        return ipaddress.ip_address(socket.inet_aton(host))  # reads what the resolver would read
    except (OSError, ValueError):
        return None


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return address.sixtofour
    return None
