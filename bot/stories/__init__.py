"""Which items tell of one event: briefs -> stories. Pure; a stream and the store share one scoring core."""

from __future__ import annotations

from bot.stories.grouper import Grouper
from bot.stories.placing import place, profile_of
from bot.stories.reading import read, read_item
from bot.stories.weighing import rarity_of

__all__ = ["Grouper", "place", "profile_of", "rarity_of", "read", "read_item"]
