"""When a mail was received: by our clock, the mailbox's, or that of a relay before us we trust.

``Date:`` is the sender's word and never counts. A ``Received:`` line counts if it is the first one
and the relay that handed the mail over is trusted: lines below it may be anybody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

By = Literal["clock", "internal", "relay"]
LOOKED_AT = 64 * 1024
# A relay gives a mail up after five days (RFC 5321, 4.5.4.1); an older line is none of its.
LONGEST_QUEUE = timedelta(days=5)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FIRST = re.compile(rb"^Received:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_BY = re.compile(r"\bby\s+([^\s;()]{1,255})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Received:
    """An instant and whose clock it is."""

    at: datetime
    by: By = "clock"


@dataclass(frozen=True, slots=True)
class Relays:
    """The relays before us that are trusted. ``networks``: those that may hand mail over with its
    time; ``names``: what their ``Received:`` lines call them (none: any name)."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    names: frozenset[str] = frozenset()

    def trust(self, peer: str) -> bool:
        """Whether a mail comes from one of them; ``peer`` is the address of the connection."""
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.networks)

    def named(self, host: str) -> bool:
        """Whether a line's ``by`` is one of theirs."""
        return host.casefold().rstrip(".") in self.names


NONE = Relays()


def relays(text: str) -> Relays:
    """Relays out of a setting: addresses, networks and names, separated by commas."""
    networks: list[IPv4Network | IPv6Network] = []
    names: set[str] = set()
    for one in filter(None, re.split(r"[,，\s]+", text)):
        try:
            networks.append(ip_network(one, strict=False))
        except ValueError:
            names.add(one.casefold().rstrip("."))
    return Relays(tuple(networks), frozenset(names))


def at_door(raw: bytes, peer: str, trusted: Relays, now: datetime) -> Received:
    """When a mail that is handed to us was received."""
    if not trusted.trust(peer):
        return Received(now)
    return _first_line(raw, trusted, now, any_name=not trusted.names) or Received(now)


def in_mailbox(raw: bytes, internal: datetime | None, trusted: Relays, now: datetime) -> Received:
    """When a mail that was fetched was received; a server whose clock runs ahead does not count."""
    if internal is None:
        return _first_line(raw, trusted, now, any_name=False) or Received(now)
    if internal.tzinfo is None:
        internal = internal.replace(tzinfo=UTC)
    return Received(min(internal, now), "internal")


def _first_line(raw: bytes, trusted: Relays, now: datetime, *, any_name: bool) -> Received | None:
    head = _HEAD_END.split(raw[:LOOKED_AT], maxsplit=1)[0]
    found = _FIRST.search(head)
    if found is None:
        return None
    line = " ".join(found[1].decode("ascii", "replace").split())
    by = _BY.search(line)
    if not any_name and not (by and trusted.named(by[1])):
        return None
    try:
        at = parsedate_to_datetime(line.rpartition(";")[2].strip())
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return Received(at, "relay") if now - LONGEST_QUEUE <= at <= now else None
