"""An article -> its brief: claims, figures, places, each with its span of the text."""

from __future__ import annotations

from bot.briefs.calendar import find_expressions
from bot.briefs.claims import find_claims
from bot.briefs.currencies import with_currencies
from bot.briefs.dates import resolve
from bot.briefs.document import Document, read
from bot.briefs.figure_places import link_places
from bot.briefs.figures import find_figures
from bot.briefs.links import link_claims, link_dates, link_givers
from bot.briefs.locations import find_locations
from bot.briefs.locations.mentions import Gazetteer
from bot.briefs.summary import summarise
from storage.records import Article, Brief

__all__ = ["Gazetteer", "make_brief"]


def make_brief(article: Article, gazetteer: Gazetteer, document: Document | None = None) -> Brief:
    """The checkable content of an article; offsets count characters of its text as given.

    `document`: the article's text as `read` gives it, where it was read already. A blank text gives a
    brief with nothing but the title in it.
    """
    document = document or read(article.text)
    calendar = find_expressions(document)
    dates = resolve(document, calendar, article.published.date() if article.published else None)
    locations = find_locations(document, gazetteer)
    figures = with_currencies(find_figures(document, calendar), locations)
    figures = link_dates(document, figures, dates)
    claims = find_claims(document, figures)
    figures = link_givers(document, link_claims(figures, claims))
    figures = link_places(document, figures, locations, claims)
    summary = summarise(document, article.title, figures, claims)
    return Brief(
        headline=summary.headline,
        summary=summary.spans,
        claims=tuple(claims),
        figures=tuple(figures),
        locations=tuple(locations),
        keywords=summary.keywords,
        dates=tuple(dates),
    )
