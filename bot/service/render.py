"""What goes out, made for where it goes: embeds for Discord, text for a terminal."""

from __future__ import annotations

import json

from bot.delivery import plain
from bot.reports.alert_text import alert_text
from bot.reports.digest_text import digest_text
from bot.reports.layout import Page
from storage.records import Alert, Digest, Hit, Item


class Renderer:
    """Payloads by target. Without Discord, what is meant for a channel is made for the terminal too."""

    def __init__(self, *, discord: bool, width: int = 100, colour: bool = False) -> None:
        self._discord = discord
        self._width = width
        self._colour = colour

    def digest(self, digest: Digest, target: str) -> list[str]:
        """A digest as payloads, one for each message."""
        if not self._is_discord(target):
            return [plain(digest_text(digest, self._width, self._colour))]
        from bot.discord_app.embeds import digest_messages  # noqa: PLC0415  # half a second of imports

        return [json.dumps(payload, ensure_ascii=False) for payload in digest_messages(digest)]

    def alert(
        self, alert: Alert, hit: Hit, item: Item, *, headline: str, more: int = 0, note: str = ""
    ) -> str:
        """An alert as a payload; `more` sources say so too, `note` says why it comes as it comes."""
        if not self._is_discord(alert.target):
            page = Page(width=self._width, zone=alert.zone)
            text = alert_text(hit, item, headline, more, page)
            return plain(f"{text}{note}\n" if note else text)
        from bot.discord_app.alert_embeds import alert_message  # noqa: PLC0415  # half a second of imports

        payload = alert_message(
            alert,
            hit,
            item.entry,
            item.feed.name,
            story=(item.story_id, headline) if item.story_id else None,
            more_sources=more,
            note=note,
        )
        return json.dumps(payload, ensure_ascii=False)

    def _is_discord(self, target: str) -> bool:
        return self._discord and target.startswith("discord:")
