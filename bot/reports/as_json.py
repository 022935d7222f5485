"""Records as JSON values, in the shapes other programs rely on: plain dicts and lists for `json.dumps`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # JSON is made of whatever is given: no record is made here
    from storage.records import (
        AlertHit,
        Brief,
        Cited,
        Claim,
        ClaimRow,
        Digest,
        DigestStory,
        Figure,
        LedgerRow,
        Location,
        Measure,
        PlaceRow,
        Reported,
        SearchRow,
        Span,
        Speaker,
        Story,
    )

Json = dict[str, Any]


def brief_json(brief: Brief) -> Json:
    """A brief as `sitrep brief --jsonl` gives it (the line's id is the caller's)."""
    return {
        "headline": brief.headline,
        "summary": [span_json(span) for span in brief.summary],
        "claims": [claim_json(claim) for claim in brief.claims],
        "figures": [figure_json(figure) for figure in brief.figures],
        "locations": [location_json(place) for place in brief.locations],
        "keywords": list(brief.keywords),
    }


def span_json(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def claim_json(claim: Claim) -> Json:
    """A claim; the content of a split quotation also says which stretches are its own ("spans")."""
    content = span_json(claim.content)
    if claim.parts:
        content["spans"] = [[part.start, part.end] for part in claim.parts]
    found = {
        "start": claim.start,
        "end": claim.end,
        "speaker": None if claim.speaker is None else _speaker_json(claim.speaker),
        "cue": None if claim.cue is None else span_json(claim.cue),
        "content": content,
        "quote": claim.quote,
        "stance": claim.stance,
        "hedged": claim.hedged,
        "negated": claim.negated,
        "figures": list(claim.figures),
    }
    return found | {"parts": [span_json(part) for part in claim.parts]} if claim.parts else found


def figure_json(figure: Figure) -> Json:
    """A figure as the contract has it; a move ("from 9 to 11") by its two ends and its `change`, no value."""
    moved = figure.low is not None and figure.high is not None
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "kind": figure.kind,
        "value": None if moved else _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "approximate": figure.approximate,
        "unit": figure.unit,
        "counted": figure.counted,
        "place": figure.place,
        "predicate": figure.predicate,
        "according_to": figure.according_to,
        "change": figure.change,
        "part_of": figure.part_of,
        "claim": figure.claim,
        "as_of": figure.as_of,
    }


def location_json(place: Location) -> Json:
    return {
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "name": place.name,
        "role": place.role,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "geoname_id": place.geoname_id,
        "precision": place.precision,
    }


def figures_json(rows: Iterable[LedgerRow]) -> list[Json]:
    return [figure_json(row.figure) | _where(row) for row in rows]


def claims_json(rows: Iterable[ClaimRow]) -> list[Json]:
    return [claim_json(row.claim) | _where(row) for row in rows]


def places_json(rows: Iterable[PlaceRow]) -> list[Json]:
    return [location_json(row.location) | _where(row) for row in rows]


def places_geojson(rows: Iterable[PlaceRow]) -> Json:
    """A GeoJSON FeatureCollection (RFC 7946) of the places that have coordinates."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row.location.lon, row.location.lat]},
                "properties": {
                    "name": row.location.name,
                    "country": row.location.country,
                    "admin1": row.location.admin1,
                    "role": row.location.role,
                    "precision": row.location.precision,
                }
                | _where(row),
            }
            for row in rows
            if row.location.lat is not None and row.location.lon is not None
        ],
    }


def search_json(rows: Iterable[SearchRow]) -> list[Json]:
    return [
        {"entry": _entry(row), "story": row.story_id, "excerpt": row.excerpt, "copies": list(row.copies)}
        for row in rows
    ]


def stories_json(stories: Iterable[Story]) -> list[Json]:
    return [
        {
            "id": story.id,
            "headline": story.headline,
            "first_seen": _time(story.first_seen),
            "last_seen": _time(story.last_seen),
            "items": story.size,
            "sources": story.sources,
        }
        for story in stories
    ]


def alerts_json(hits: Iterable[AlertHit]) -> list[Json]:
    """Hits of a rule: what `sitrep alerts test` gives."""
    return [
        {
            "rule": hit.hit.rule,
            "entry": _entry(hit),
            "sentence": hit.hit.sentence.text,
            "matched": hit.hit.matched,
            "status": hit.hit.status,
            "by": hit.hit.by,
            "decision": hit.decision.kind,
            "reason": hit.decision.reason,
        }
        for hit in hits
    ]


def digest_json(digest: Digest) -> Json:
    return {
        "title": digest.title,
        "since": _time(digest.since),
        "until": _time(digest.until),
        "zone": digest.zone,
        "items": digest.items,
        "outlets": digest.outlets,
        "omitted": digest.omitted,
        "notes": list(digest.notes),
        "stories": [story_json(story) for story in digest.stories],
    }


def story_json(story: DigestStory) -> Json:
    """A story: what happened, its figures by measure, who disagrees, what changed, what is missing."""
    measures = [_measure(measure) for measure in story.ledger.measures]
    return {
        "id": story.id,
        "headline": story.headline,
        "status": story.status,
        "independent": story.independent,
        "summary": [span_json(one.span) | _link(one) for one in story.summary],
        "sources": [
            {
                "feed": source.feed,
                "title": source.title,
                "url": source.url,
                "published": _time(source.when),
                "reliability": source.reliability,
                "copies": source.copies,
                "entry": source.entry_id,
            }
            for source in story.sources
        ],
        "figures": [figure for measure in measures for figure in measure["figures"]],
        "disagreements": [m for m in measures if m["verdict"] in {"conflict", "denied"} or m["denials"]],
        "measures": measures,
        "gaps": [
            {
                "whole": figures_json([gap.whole])[0],
                "parts": figures_json(gap.parts),
                "missing": _number(gap.missing),
            }
            for gap in story.ledger.gaps
        ],
        "claims": _cited(story.claims),
        "denials": _cited(story.denials),
        "demands": _cited(story.demands),
        "demanded": list(story.demanded),
        "locations": [location_json(place) for place in story.locations],
        "changed": [{"kind": change.kind, "text": change.text} for change in story.changed],
        "missing": list(story.missing),
        "rank_reason": story.rank_reason,
        "last_told": None if story.last_told is None else _time(story.last_told),
    }


def _measure(measure: Measure) -> Json:
    return {
        "counted": measure.counted,
        "predicate": measure.predicate,
        "unit": measure.unit,
        "place": measure.place,
        "verdict": measure.verdict,
        "low": _number(measure.low),
        "high": _number(measure.high),
        "figures": figures_json(measure.rows),
        "denials": [
            claim_json(denial.claim)
            | {"feed": denial.feed, "url": denial.url, "published": _time(denial.when)}
            for denial in measure.denials
        ],
    }


def _cited(claims: Sequence[Cited]) -> list[Json]:
    return [claim_json(one.claim) | _link(one) for one in claims if one.claim]


def _link(one: Cited) -> Json:
    return {"entry": one.entry_id, "feed": one.feed, "url": one.url, "published": _time(one.when)}


def _where(row: LedgerRow | ClaimRow | PlaceRow) -> Json:
    return {
        "entry": _entry(row),
        "story": row.story_id,
        "sentence": row.sentence,
        "copies": list(row.copies),
    }


def _entry(row: Reported) -> Json:
    return {
        "id": row.entry_id,
        "title": row.title,
        "url": row.url,
        "feed": row.feed,
        "published": _time(row.when),
    }


def _speaker_json(speaker: Speaker) -> Json:
    return span_json(speaker) | {"name": speaker.name}


def _time(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(value) if value is not None and value == int(value) else value
