"""One article's brief as a Discord message: what happened, the figures, who says what, where."""

from __future__ import annotations

from bot.discord_app.answers import verb
from bot.discord_app.escape import code, escape, link
from bot.discord_app.ledger_lines import WIDEST_COLUMN
from bot.discord_app.limits import DESCRIPTION, TITLE, Payload, joined, lines, sections
from bot.discord_app.looks import NEW
from bot.wording import figure_subject, opening, places_of, quoted, shorten, size, spoken
from storage.records import Article, Brief, Claim, Figure

FIGURES, CLAIMS = 8, 6
NOTHING = "I find no figure, claim or place in this text."


def brief_message(article: Article, brief: Brief) -> Payload:
    """The brief; all that is quoted is a span of the article, which the link leads to."""
    places = dict.fromkeys(name for name, _ in places_of(brief))
    width = min(WIDEST_COLUMN, max((len(_number(figure)) for figure in brief.figures), default=1))
    blocks = [
        [escape(span.text, 420) for span in brief.summary[:3]],
        [lines("**Figures**", [_figure(figure, width) for figure in brief.figures[:FIGURES]], 1100)],
        [lines("**Who says what**", [_claim(claim) for claim in brief.claims[:CLAIMS]], 1500)],
        [joined("Places", [escape(name, 60) for name in places], 300), link(article.url, "")],
    ]
    embed = {
        "title": escape(brief.headline or article.title, TITLE) or "Untitled",
        "description": sections(blocks, DESCRIPTION) or NOTHING,
        "color": NEW,
        "footer": {"text": "Sitrep"},
    }
    return {"embeds": [embed], "components": [], "allowed_mentions": {"parse": []}}


def _figure(figure: Figure, width: int) -> str:
    parts = [escape(figure_subject(figure), 110), escape(figure.according_to or "", 60)]
    return f"`{_number(figure):<{width}}` {' · '.join(filter(None, parts))}"


def _number(figure: Figure) -> str:
    return code(shorten(size(figure), 40)) or "?"


def _claim(claim: Claim) -> str:
    speaker = escape(opening(claim.speaker.name) if claim.speaker else "Nobody named", 80)
    return f"**{speaker}** {verb(claim)} {escape(quoted(shorten(spoken(claim), 240)), 300)}"
