"""Records -> text, tables, Markdown, HTML, JSON, charts. Pure: what is shown is assembled from records.

Charts are in `bot.reports.charts`, which is slow to import and so is not loaded here.
"""

from bot.reports.alert_text import alert_headline, alert_text, marked_sentence
from bot.reports.as_json import (
    alerts_json,
    brief_json,
    claims_json,
    digest_json,
    figures_json,
    places_geojson,
    places_json,
    search_json,
    stories_json,
    story_json,
)
from bot.reports.brief_text import brief_text
from bot.reports.digest_html import digest_html
from bot.reports.digest_markdown import digest_markdown
from bot.reports.digest_text import digest_text
from bot.reports.layout import PLAIN, Ink, Page
from bot.reports.story_text import story_text
from bot.reports.tables import (
    alerts_table,
    claims_table,
    figures_csv,
    figures_table,
    places_table,
    search_table,
    stories_table,
)

__all__ = [
    "PLAIN",
    "Ink",
    "Page",
    "alert_headline",
    "alert_text",
    "alerts_json",
    "alerts_table",
    "brief_json",
    "brief_text",
    "claims_json",
    "claims_table",
    "digest_html",
    "digest_json",
    "digest_markdown",
    "digest_text",
    "figures_csv",
    "figures_json",
    "figures_table",
    "marked_sentence",
    "places_geojson",
    "places_json",
    "places_table",
    "search_json",
    "search_table",
    "stories_json",
    "stories_table",
    "story_json",
    "story_text",
]
