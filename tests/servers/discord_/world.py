"""The servers, channels, roles, members and messages that the stand-in knows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BOT = 1
APPLICATION = 1
OPERATOR = 9  # the application's owner

VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
ADMINISTRATOR, MANAGE_GUILD, MENTION_EVERYONE = 1 << 3, 1 << 5, 1 << 17
SEND_IN_THREADS, CREATE_THREADS, USE_COMMANDS = 1 << 38, 1 << 35, 1 << 31
MEMBER = VIEW | SEND | EMBED | ATTACH | HISTORY | SEND_IN_THREADS | CREATE_THREADS | USE_COMMANDS
ALL = (1 << 52) - 1
NEWS, FORUM, PUBLIC_THREAD = 5, 15, 11

_numbers = itertools.count(1)


def snowflake() -> int:
    """An id that rises and dates from 1 March 2026, 05:00 UTC, as Discord's ids carry their time."""
    return (352_270_800_000 + next(_numbers)) << 22


@dataclass
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False

    def json(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "mentionable": self.mentionable,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "managed": False,
            "flags": 0,
        }


@dataclass
class Member:
    id: int
    name: str
    roles: list[int] = field(default_factory=list)
    bot: bool = False

    def user(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name,
            "avatar": None,
            "bot": self.bot,
        }

    def json(self) -> dict[str, Any]:
        return {
            "user": self.user(),
            "roles": [str(role) for role in self.roles],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }


@dataclass
class Channel:
    id: int
    name: str
    guild: int | None
    kind: int = 0
    denied: int = 0  # what the everyone role may not do here
    messages: list[dict[str, Any]] = field(default_factory=list)
    recipient: int | None = None
    parent: int | None = None  # a thread's channel
    tags: dict[int, str] = field(default_factory=dict)  # a forum's own
    needs_tag: bool = False
    applied: list[str] = field(default_factory=list)
    archived: bool = False
    locked: bool = False

    def json(self) -> dict[str, Any]:
        if self.guild is None:
            return {"id": str(self.id), "type": 1, "recipients": [], "last_message_id": None}
        if self.parent is not None:
            return self._thread()
        about = {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild),
            "name": self.name,
            "position": 0,
            "parent_id": None,
            "nsfw": False,
            "permission_overwrites": self._overwrites(),
            "last_message_id": self.messages[-1]["id"] if self.messages else None,
        }
        return about | (self._forum() if self.kind == FORUM else {})

    def _forum(self) -> dict[str, Any]:
        tags = [
            {"id": str(id), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for id, name in self.tags.items()
        ]
        return {"available_tags": tags, "flags": 1 << 4 if self.needs_tag else 0, "topic": None}

    def _thread(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild),
            "parent_id": str(self.parent),
            "owner_id": str(BOT),
            "name": self.name,
            "message_count": len(self.messages),
            "member_count": 1,
            "applied_tags": self.applied,
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 10080,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
            },
        }

    def _overwrites(self) -> list[dict[str, Any]]:
        if not self.denied:
            return []
        return [{"id": str(self.guild), "type": 0, "allow": "0", "deny": str(self.denied)}]


@dataclass
class Guild:
    id: int
    name: str
    owner: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    system_channel: int | None = None

    def permissions(self, user: int, channel: Channel) -> int:
        """What a member may do in a channel, by Discord's own rules (roles, then overwrites)."""
        if user == self.owner:
            return ALL
        member = self.members.get(user)
        if member is None:
            return 0
        mask = self.roles[self.id].permissions
        for role in member.roles:
            mask |= self.roles[role].permissions
        return ALL if mask & ADMINISTRATOR else mask & ~channel.denied

    def json(self) -> dict[str, Any]:
        """The payload of GUILD_CREATE, with the bot as the only member told, as without its intent."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner),
            "roles": [role.json() for role in self.roles.values()],
            "channels": [c.json() for c in self.channels.values() if c.parent is None],
            "members": [self.members[BOT].json()] if BOT in self.members else [],
            "system_channel_id": None if self.system_channel is None else str(self.system_channel),
            "emojis": [],
            "stickers": [],
            "features": [],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "member_count": len(self.members),
            "large": False,
            "unavailable": False,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": "en-US",
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "description": None,
            "vanity_url_code": None,
            "application_id": None,
            "premium_progress_bar_enabled": False,
            "incidents_data": None,
        }


@dataclass
class World:
    """All servers and channels; `dms` by user."""

    guilds: dict[int, Guild] = field(default_factory=dict)
    dms: dict[int, Channel] = field(default_factory=dict)
    users: dict[int, Member] = field(default_factory=lambda: {BOT: Member(BOT, "Sitrep", bot=True)})

    def add_guild(self, name: str, owner: int) -> Guild:
        """A server with the bot in it, an everyone role with a member's usual rights, one channel."""
        guild = Guild(snowflake(), name, owner)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBER)
        self.guilds[guild.id] = guild
        self.join(guild, BOT, "Sitrep", bot=True)
        self.join(guild, owner, f"owner-of-{name.lower().replace(' ', '-')}")
        return guild

    def join(self, guild: Guild, user: int, name: str, *, bot: bool = False) -> Member:
        member = Member(user, name, bot=bot)
        guild.members[user] = member
        self.users.setdefault(user, member)
        return member

    def add_channel(self, guild: Guild, name: str, *, denied: int = 0, kind: int = 0) -> Channel:
        channel = Channel(snowflake(), name, guild.id, kind, denied)
        guild.channels[channel.id] = channel
        return channel

    def add_thread(self, parent: Channel, name: str) -> Channel:
        thread = Channel(snowflake(), name, parent.guild, PUBLIC_THREAD, parent.denied, parent=parent.id)
        assert parent.guild is not None
        self.guilds[parent.guild].channels[thread.id] = thread
        return thread

    def add_role(self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        role = Role(snowflake(), name, permissions, mentionable)
        guild.roles[role.id] = role
        return role

    def dm(self, user: int) -> Channel:
        if user not in self.dms:
            self.dms[user] = Channel(snowflake(), "", None, 1, recipient=user)
        return self.dms[user]

    def channel(self, id: int) -> Channel | None:
        return next((channel for channel in self.channels() if channel.id == id), None)

    def channels(self) -> Iterator[Channel]:
        for guild in self.guilds.values():
            yield from guild.channels.values()
        yield from self.dms.values()


def pings(content: str, allowed: dict[str, Any] | None) -> list[str]:
    """Whom a message wakes: mentions in its content that `allowed_mentions` lets through."""
    kinds = {"users": r"<@!?(\d+)>", "roles": r"<@&(\d+)>"}
    found = []
    for kind, pattern in kinds.items():
        for id in re.findall(pattern, content):
            if allowed is None or kind in allowed.get("parse", []) or id in allowed.get(kind, []):
                found.append(f"{kind[:-1]} {id}")
    if re.search(r"@(everyone|here)\b", content) and (
        allowed is None or "everyone" in allowed.get("parse", [])
    ):
        found.append("everyone")
    return found
