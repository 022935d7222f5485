"""An alert for the terminal: what matched, whether it happened, the sentence, the source."""

from __future__ import annotations

from bot.reports.cited import safe_link
from bot.reports.clock import moment
from bot.reports.layout import PLAIN, Page, printable, wrap
from bot.wording import alert_subject, count, inside
from storage.records import Hit, Item, Status

SAYS: dict[Status, str] = {
    "reported": "reported as having happened",
    "claimed": "claimed, not confirmed",
    "denied": "denied",
    "demanded": "demanded, not reported as happening",
    "planned": "planned, not reported as happening",
    "possible": "possible, not reported as happening",
}


def alert_headline(hit: Hit) -> str:
    """ "withdrawal · DEMANDED by Lena Orlova, not reported as happening"."""
    word, _, rest = SAYS[hit.status].partition(",")
    first, _, more = word.partition(" ")
    by = (
        f" by {inside(printable(hit.by))}"
        if hit.by and hit.status in {"claimed", "denied", "demanded"}
        else ""
    )
    tail = f" {more}" if more else ""
    return f"{printable(alert_subject(hit))} · {first.upper()}{tail}{by}{',' + rest if rest else ''}"


def marked_sentence(hit: Hit, before: str = "**", after: str = "**") -> str:
    """The sentence with what matched between marks."""
    start, end = hit.start - hit.sentence.start, hit.end - hit.sentence.start
    text = hit.sentence.text
    if not 0 <= start < end <= len(text):
        return printable(text)
    return printable(text[:start] + before + text[start:end] + after + text[end:])


def alert_text(hit: Hit, item: Item, story: str = "", more: int = 0, page: Page = PLAIN) -> str:
    """An alert as lines; `more` counts the further sources that say so too."""
    outlet = printable(item.feed.name)
    parts = [outlet, moment(item.entry.when, page.now, page.zone)]
    if story:
        parts.append(f"story: {printable(story)}")
    if alert_subject(hit) != hit.rule:
        parts.append(f"rule: {printable(hit.rule)}")
    if more:
        parts.append(f"+{count(more, 'source')}")
    lines = [page.ink.bold(alert_headline(hit)), *wrap(marked_sentence(hit), page.width)]
    lines += [page.ink.dim(line) for line in wrap(" · ".join(parts), page.width)]
    return "\n".join([*lines, *filter(None, [safe_link(item.entry.url)])]) + "\n"
