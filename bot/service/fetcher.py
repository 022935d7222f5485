"""The client that reads feeds and pages, as the environment wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.config import Environment
from bot.feeds.fetch import Fetcher


def make_fetcher(environment: Environment, holds: Mapping[str, datetime] | None = None) -> Fetcher:
    """`holds` are hosts that asked to be left alone, and until when."""
    return Fetcher(
        allow_private=environment.allow_private_feeds,
        opened=environment.open_networks,
        unverified=environment.unverified_hosts,
        contact=environment.contact,
        holds=holds,
    )
