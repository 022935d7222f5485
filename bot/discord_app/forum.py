"""Posting in a forum: each message a post of its own, a digest's further parts in the post of its first.

Theory: Discord drops no repeat of a new post, as it does for messages. Before a post is made a second time
the forum's open posts are looked through for its mark; a post's first message has the post's own id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.discord_app.limits import Payload
from bot.discord_app.plain import title_of

ARCHIVE_AFTER = 10080  # minutes; the longest that Discord offers
POSTS_LOOKED_AT = 25  # newest first
TAG_NAMES = ("sitrep", "digest", "news")  # a forum's own tags that suit what we post, the best first
PLAIN_KEY = "!plain-"  # stands in the keys of further parts that the outbox made of one


def post_body(forum: discord.ForumChannel, message: Payload) -> Payload:
    """The body that opens a post: its name, how long it stays open, its tags, its first message."""
    body: Payload = {
        "name": title_of(message) or "Sitrep",
        "auto_archive_duration": ARCHIVE_AFTER,
        "message": message,
    }
    tags = tags_for(forum)
    return body | ({"applied_tags": tags} if tags else {})


def tags_for(forum: discord.ForumChannel) -> list[str]:
    """A tag that suits us; where the forum wants one and none does, the first that is free to use."""
    free = [tag for tag in forum.available_tags if not tag.moderated]
    by_name = {tag.name.casefold(): tag for tag in reversed(free)}
    fitting = next((by_name[name] for name in TAG_NAMES if name in by_name), None)
    if fitting is None and forum.flags.require_tag:
        fitting = next(iter(free or forum.available_tags), None)
    return [str(fitting.id)] if fitting is not None else []


def posts_in(forum: int, found: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of a forum's open posts among a server's active threads, newest first."""
    own = [int(thread["id"]) for thread in found if str(thread.get("parent_id")) == str(forum)]
    return sorted(own, reverse=True)[:POSTS_LOOKED_AT]
