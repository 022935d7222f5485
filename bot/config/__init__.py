"""Environment and feeds.yaml -> Settings. A mistake in either is a ConfigError of one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.config.file import ConfigError, line_of, place, read_file
from storage.records import Alert, Feed, Schedule

__all__ = ["ConfigError", "Environment", "Settings", "load_settings", "read_environment"]

DISCORD_API_URL = "https://discord.com/api/v10"
HOST = re.compile(r"[\w.:-]{1,253}", re.ASCII)
CONTACT = re.compile(r"(https?://|[\w.+-]{1,64}@)[^\s()<>;\x7f-\U0010ffff]{1,200}", re.ASCII)

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says. The token is a secret that prints as asterisks."""

    discord_token: SecretStr | None = None
    discord_api_url: str = DISCORD_API_URL
    allow_private_feeds: bool = False
    open_networks: tuple[Network, ...] = ()  # inner networks that feeds may lie in
    unverified_hosts: tuple[str, ...] = ()  # hosts whose certificate is not checked
    contact: str = ""  # whom a server's owner may write to


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked contents of feeds.yaml; ids are 0 until the store gives them."""

    path: Path
    feeds: tuple[Feed, ...]
    digests: tuple[Schedule, ...]
    alerts: tuple[Alert, ...]
    keep: timedelta | None = None  # how long stories stay after the last that was added; None: for good
    tree: Any = field(default=None, compare=False)

    def fault(self, *location: str | int, problem: str) -> ConfigError:
        """An error that names the line of a place in the file, for checks that others make."""
        return ConfigError(f"{self.path} line {line_of(self.tree, location)}: {place(location)}: {problem}")


def load_settings(path: Path) -> Settings:
    """Reads and checks feeds.yaml; raises ConfigError."""
    parts, tree = read_file(path)
    return Settings(
        path=path,
        feeds=tuple(feed.record() for feed in parts.feeds),
        digests=tuple(digest.record() for digest in parts.digests),
        alerts=tuple(alert.record() for alert in parts.alerts),
        keep=parts.keep,
        tree=tree,
    )


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The settings that come from the environment; raises ConfigError."""
    token = variables.get("DISCORD_TOKEN", "").strip()
    api = variables.get("DISCORD_API_URL", "").strip() or DISCORD_API_URL
    if urlsplit(api).scheme not in {"http", "https"} or not urlsplit(api).hostname:
        raise ConfigError(f"DISCORD_API_URL: expected an address such as {DISCORD_API_URL}, got {api!r}")
    private = variables.get("SITREP_ALLOW_PRIVATE_FEEDS", "").strip().lower()
    if private not in {"", "0", "1", "false", "true", "no", "yes"}:
        raise ConfigError(f"SITREP_ALLOW_PRIVATE_FEEDS: expected 1 or 0, got {private!r}")
    return Environment(
        discord_token=SecretStr(token) if token else None,
        discord_api_url=api.rstrip("/"),
        allow_private_feeds=private in {"1", "true", "yes"},
        open_networks=tuple(_network(text) for text in _words(variables, "SITREP_OPEN_NETWORKS")),
        unverified_hosts=tuple(_host(text) for text in _words(variables, "SITREP_UNVERIFIED_HOSTS")),
        contact=_contact(variables.get("SITREP_CONTACT", "").strip()),
    )


def _words(variables: Mapping[str, str], name: str) -> list[str]:
    return variables.get(name, "").replace(",", " ").split()


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise ConfigError(
            f"SITREP_OPEN_NETWORKS: expected networks such as 10.1.0.0/16, got {text!r}"
        ) from error


def _host(text: str) -> str:
    if not HOST.fullmatch(text):
        raise ConfigError(f"SITREP_UNVERIFIED_HOSTS: expected hosts such as news.example, got {text!r}")
    return text.lower()


def _contact(text: str) -> str:
    """It goes into a header and its parentheses, so it must be of one piece."""
    if text and not CONTACT.fullmatch(text):
        raise ConfigError(f"SITREP_CONTACT: expected an address of the web or of mail, got {text!r}")
    return text
