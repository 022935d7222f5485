"""The nouns of Sitrep: frozen records, standard library only.

Offsets count code points of the text they point into, end exclusive, and
`text[start:end]` is always the span's own text. Times are aware datetimes in
UTC. `None` means absent, never failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

# --- what a brief is made of ------------------------------------------------------------------------

Quote = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserts", "denies", "demands", "promises", "warns", "asks"]
FigureKind = Literal["count", "money", "percent", "measure", "duration", "age", "rank"]
Modifier = Literal[
    "exact", "about", "nearly", "more_than", "at_least", "less_than", "at_most", "between", "vague"
]
Aggregation = Literal["total", "increment", "rate", "plan"]
Role = Literal["place", "actor", "dateline", "nationality", "other"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker(Span):
    """Who speaks, as the sentence names them; `name` is the fullest name found in the article."""

    name: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what.

    `start`..`end` covers speaker, cue and content. A split quotation is one claim: `content` runs
    from its first to its last character and `parts` lists the spans without the cue (empty when the
    content is in one piece). `figures` are indices into the brief's figures that lie in the content.
    """

    start: int
    end: int
    speaker: Speaker | None
    cue: Span | None
    content: Span
    quote: Quote
    stance: Stance
    hedged: bool = False
    negated: bool = False
    figures: tuple[int, ...] = ()
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its qualifiers and unit, and what it counts.

    `value` is a point value in `unit`; `low` and `high` are bounds ("at least seven": low 7, value
    None). All three None: a vague figure ("scores of"). `unit` is None for counts, else an SI or
    customary symbol, an ISO 4217 code, "%" and so on; magnitude words are folded into the value.
    `claim` and `part_of` are indices into the brief's claims and figures. `as_of` is an ISO 8601
    date or month where the sentence gives one.
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    value: float | None
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    counted: str | None
    modifier: Modifier = "exact"
    place: str | None = None
    predicate: str | None = None
    according_to: str | None = None
    change: Literal["up", "down"] | None = None
    part_of: int | None = None
    claim: int | None = None
    aggregation: Aggregation = "total"
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A toponym, its role in the sentence, and its best reading.

    `lat`/`lon` in degrees (WGS 84), `country` ISO 3166-1 alpha-2, `admin1` the name of the first-order
    division; all None when nothing in the gazetteer fits.
    """

    start: int
    end: int
    text: str
    name: str
    role: Role
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    geoname_id: int | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date expression resolved against the published date; `value` is ISO 8601, partial allowed."""

    start: int
    end: int
    text: str
    value: str
    precision: Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Article:
    """What the extractors read: plain text and the little that is known about it."""

    id: str
    title: str
    text: str
    published: datetime | None = None
    url: str | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Brief:
    """An article's checkable content: each element is a span of the article's text."""

    headline: str
    summary: tuple[Span, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    locations: tuple[Location, ...] = ()
    keywords: tuple[str, ...] = ()
    dates: tuple[EventDate, ...] = ()


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One reading of a place name. `feature` is a GeoNames feature code (PPL, PPLC, ADM1, PCLI, SEA, ...)."""

    geoname_id: int
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int


# --- feeds and what they bring ---------------------------------------------------------------------

FeedState = Literal["ok", "failing", "failed", "gone", "paused"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and what the last exchanges with it taught us.

    `interval` is what the team asked for (None: the default, stretched or shrunk by how often the
    feed brings news). Validators (`etag`, `last_modified`) are kept byte for byte as they arrived.
    `owner` is "" for feeds.yaml and the command line, else a chat's server ("discord:123").
    """

    id: int
    url: str
    title: str
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None
    full_text: bool = True
    lang: str = "en"
    reliability: Reliability = "F"
    owner: str = ""
    site_url: str | None = None
    state: FeedState = "ok"
    etag: str | None = None
    last_modified: str | None = None
    validated_since: datetime | None = None
    body_hash: str | None = None
    added_at: datetime | None = None
    next_check_at: datetime | None = None
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    failing_since: datetime | None = None
    errors: int = 0
    error: str | None = None
    error_kind: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    asked_url: str | None = None  # the address as first given, where the feed has moved since
    ttl: timedelta | None = None  # how long the feed itself asks to be left alone
    pace: timedelta | None = None  # the usual time between its items
    skip_hours: tuple[int, ...] = ()  # hours (UTC) and ISO weekdays in which it asks not to be read
    skip_days: tuple[int, ...] = ()
    hub: str | None = None
    unconditional_at: datetime | None = None
    warning: str | None = None
    retired_at: datetime | None = None
    configured: bool = False  # named in feeds.yaml; one that leaves the file is retired


IdentityScheme = Literal["guid", "guid+link", "link", "hash"]


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item as a feed gave it: clean plain text, absolute http(s) links, identity with its scheme."""

    ident: str
    scheme: IdentityScheme
    title: str
    url: str | None
    text: str
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    image_url: str | None = None
    tags: tuple[str, ...] = ()
    published_text: str | None = None  # the date as the feed wrote it
    link_key: str | None = None  # the link without what varies between copies of it
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What deciding about an arrival needs of an entry we keep. `hashes`: its versions, oldest first."""

    ident: str
    title: str
    text: str
    link_key: str | None
    hashes: tuple[str, ...]
    first_seen: datetime
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The kept entries that an arrival could be: by ident (aliases too), by link, by title."""

    by_ident: Mapping[str, KnownEntry] = field(default_factory=dict)
    by_link: Mapping[str, KnownEntry] = field(default_factory=dict)
    by_title: Mapping[str, KnownEntry] = field(default_factory=dict)
    empty: bool = True  # nothing is kept of this feed yet


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new item. One that is not announced is kept for look-ups only; `reason` says why."""

    entry: ParsedEntry
    announce: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A new version of the entry kept under `ident`."""

    ident: str
    entry: ParsedEntry


@dataclass(frozen=True, slots=True)
class Alias:
    """`ident` is another name for the entry kept under `of`."""

    ident: str
    of: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one reading of a feed brings, oldest first. `held`: items baselined, never announced."""

    new: tuple[Arrival, ...] = ()
    edited: tuple[Edit, ...] = ()
    aliases: tuple[Alias, ...] = ()
    seen: int = 0
    held: int = 0
    skipped: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class HostHold:
    """A host that asked to be left alone until a time; it holds for all of its feeds and pages."""

    host: str
    until: datetime
    reason: str


Outcome = Literal["new", "unchanged", "empty", "error", "gone", "moved", "waiting", "offline"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One reading of a feed: the feed as it now stands, what came, and one line for people."""

    feed: Feed
    outcome: Outcome
    note: str = ""
    arrivals: Arrivals = field(default_factory=Arrivals)
    hold: HostHold | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The readable text of a linked page, or why there is none.

    `kind` is "article", or what stood in the way: "robots", "paywall", "consent", "login", "short",
    "not_html", "other" (the page tells of something else), "error". `retry`: worth another try later.
    """

    url: str
    kind: str
    text: str = ""
    title: str = ""
    note: str = ""
    retry: bool = False
    retry_at: datetime | None = None  # the host asked to be left alone: not a failure of this page
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as we keep it. `text` is the best text so far: the page's, else the feed's.

    `seq` rises with arrival and is what cut-offs use, never a clock. `text_source` says where the
    text came from; "teaser" means the page was tried and gave less than the feed.
    """

    id: int
    feed_id: int
    ident: str
    scheme: IdentityScheme
    title: str
    url: str | None
    text: str
    first_seen: datetime
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    image_url: str | None = None
    text_source: Literal["feed", "page", "teaser"] = "feed"
    content_hash: str = ""
    version: int = 1
    lang: str = "en"
    announce: bool = True

    @property
    def when(self) -> datetime:
        """When it was published, as far as anyone told us."""
        return self.published or self.first_seen

    @property
    def as_of(self) -> datetime:
        """When its text was written: an edited item tells what was known at its edit."""
        return max(self.when, self.updated or self.when) if self.version > 1 else self.when


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its feed and its brief: what stories, digests and alerts are made of."""

    entry: Entry
    feed: Feed
    brief: Brief
    story_id: int | None = None
    copy_of: int | None = None  # the entry this one is a syndicated copy of


# --- stories, ledger, digests -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """Items that tell of one event. The id never changes; `headline` is its best item's."""

    id: int
    headline: str
    first_seen: datetime
    last_seen: datetime
    size: int = 0
    sources: int = 0  # outlets that report it independently: syndicated copies count once


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping keeps of an item.

    `counts` weigh each term by how often and how early it stands, the most telling terms of news at
    large first; `names` are the proper names among them. `days` (ordinals) and `years` are dates written at the head of the text. `sketch` are the
    smallest of the `length` hashes of its word sequences, by which a syndicated copy is told.
    """

    counts: dict[str, float]
    names: dict[str, float] = field(default_factory=dict)
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    sketch: tuple[int, ...] = ()
    length: int = 0
    when: datetime | None = None  # published, as far as anyone told us
    headline: tuple[str, ...] = ()  # the headline's terms
    feed_id: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """What grouping knows of a story: the sums of its members' weights, not the members themselves.

    `weights` are summed term weights and `norm` their length, `anchors` sum how much members turn on a
    name; `days` and `years` count dates written at the head of members.
    """

    size: int = 0
    weights: dict[str, float] = field(default_factory=dict)
    norm: float = 0.0
    anchors: dict[str, float] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    first_seen: datetime | None = None
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a story, as far as telling copies needs it."""

    entry_id: int
    feed_id: int
    sketch: tuple[int, ...]
    length: int
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story an item may belong to, with its latest members."""

    story_id: int
    profile: Profile
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stories that share rare terms with an item; `known` says how many stories of `total` have a term."""

    stories: tuple[Candidate, ...] = ()
    known: dict[str, int] = field(default_factory=dict)
    total: int = 0
    alone: int = 0  # stories of one item, of `items` placed: how often news begins a story
    items: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item goes: into a story (None: it begins one), and what the story's profile is then."""

    story_id: int | None
    profile: Profile
    terms: tuple[str, ...]  # by which later items will find the story
    score: float  # log-odds that it belongs there
    reason: str
    copy_of: int | None = None
    telling: float = 0.0  # how much of the story the item's headline says, 0 to 1


Verdict = Literal["single", "equal", "compatible", "revised", "conflict", "denied"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One figure in the ledger, with who says so and where that stands."""

    figure: Figure
    entry_id: int
    feed: str
    title: str
    url: str | None
    when: datetime
    sentence: str
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim a look-up found, with where it stands."""

    claim: Claim
    entry_id: int
    feed: str
    title: str
    url: str | None
    when: datetime
    sentence: str
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place a look-up found, with the sentence that tells what happened there."""

    location: Location
    entry_id: int
    feed: str
    title: str
    url: str | None
    when: datetime
    sentence: str
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """An entry the full-text search found; `excerpt` is the stretch of it that fits best."""

    entry_id: int
    feed: str
    title: str
    url: str | None
    when: datetime
    excerpt: str
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What makes a figure, claim or place findable: keys of its words, its places, who says it, its sentence.

    `base` is a figure's low, high and unit in its dimension's base unit.
    """

    keys: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    sentence: tuple[int, int] = (0, 0)
    base: tuple[float | None, float | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class BriefKeys:
    """The key rows of a brief, one for each of its elements in order; `entry` are those of its whole text."""

    entry: tuple[str, ...] = ()
    figures: tuple[KeyRow, ...] = ()
    claims: tuple[KeyRow, ...] = ()
    locations: tuple[KeyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a look-up asks. All parts must hold; an empty part always holds.

    `words`, `place` and `by` have one set of alternatives (family keys, synonyms, country codes) for
    each word asked; `phrases` are sought as they stand. A figure meets `above` when it can be above:
    "up to 12,000" is above 1,000. With a `unit` (a base unit of bot/units.py, a
    currency or %) the bounds are in that unit. `owners` keeps one
    server's feeds from another's eyes; empty means all.
    """

    words: tuple[frozenset[str], ...] = ()
    phrases: tuple[str, ...] = ()
    place: tuple[frozenset[str], ...] = ()
    by: tuple[frozenset[str], ...] = ()
    stance: Stance | None = None
    since: datetime | None = None
    until: datetime | None = None
    unit: str | None = None
    above: float | None = None
    below: float | None = None
    inclusive: bool = False  # ">=" and "<=" rather than ">" and "<"
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Denial:
    """A claim that denies what a measure counts."""

    claim: Claim
    entry_id: int
    feed: str
    url: str | None
    when: datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures that count the same thing, side by side, oldest first.

    `verdict` compares them by interval logic; `contested` tells that somebody denies what is counted
    (a measure can be compatible and contested). `low`/`high` is the range over all rows, in `unit`.
    """

    counted: str
    predicate: str | None
    unit: str | None
    place: str | None
    rows: tuple[LedgerRow, ...]
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    denials: tuple[Denial, ...] = ()

    @property
    def contested(self) -> bool:
        return bool(self.denials)


@dataclass(frozen=True, slots=True)
class Gap:
    """Arithmetic that does not close: of `whole`, `parts` account for all but `missing`."""

    whole: LedgerRow
    parts: tuple[LedgerRow, ...]
    missing: float


@dataclass(frozen=True, slots=True)
class Ledger:
    measures: tuple[Measure, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    feed: str
    title: str
    url: str | None
    when: datetime
    reliability: Reliability = "F"
    copies: int = 0  # syndicated copies of it, not counted as sources of their own


@dataclass(frozen=True, slots=True)
class Cited:
    """A span or claim of one item with the link it stands behind."""

    span: Span
    entry_id: int
    feed: str
    url: str | None
    when: datetime
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is new since the channel's last digest; `text` is assembled from records, never written."""

    kind: Literal["new_figure", "revised", "first_denial", "new_place", "new_source", "new_claim"]
    text: str


@dataclass(frozen=True, slots=True)
class DigestStory:
    id: int
    headline: str
    status: Literal["new", "changed", "unchanged"]
    summary: tuple[Cited, ...]
    sources: tuple[Source, ...]
    independent: int
    ledger: Ledger
    claims: tuple[Cited, ...] = ()
    denials: tuple[Cited, ...] = ()
    demands: tuple[Cited, ...] = ()
    locations: tuple[Location, ...] = ()
    changed: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()
    rank_reason: str = ""
    last_told: datetime | None = None
    demanded: tuple[str, ...] = ()  # what is demanded, by whom, and whether anybody reports that it happened


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel is told about a window of time, most important story first."""

    title: str
    since: datetime
    until: datetime
    zone: str
    stories: tuple[DigestStory, ...]
    items: int
    outlets: int
    omitted: int = 0  # stories left out by the length asked for
    notes: tuple[str, ...] = ()


# --- subscriptions, alerts, outbox ------------------------------------------------------------------

Status = Literal["reported", "claimed", "denied", "demanded", "planned", "possible"]
STATUSES: tuple[Status, ...] = ("reported", "claimed", "denied", "demanded", "planned", "possible")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that is due at a local time. `days` are ISO weekdays, 1 is Monday; empty: every day."""

    id: int
    target: str
    at: time
    zone: str
    days: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    stories: int = 8
    owner: str = ""
    name: str = ""
    paused: str | None = None  # why, or None
    told_until: int = 0  # entries up to this id were told
    told_edits: int = 0  # edits up to this id were told
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule somebody wants to be woken by. `statuses` empty: any."""

    id: int
    rule: str
    target: str
    statuses: tuple[Status, ...] = ()
    tags: tuple[str, ...] = ()
    owner: str = ""
    mention: str | None = None  # a role's id
    cooldown: timedelta = timedelta(hours=6)
    quiet: tuple[time, time] | None = None
    zone: str = "UTC"
    daily_cap: int = 20
    paused: str | None = None
    added_at: datetime | None = None
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule met in a sentence: what matched, and whether it happened or is only claimed, demanded ..."""

    rule: str
    start: int
    end: int
    matched: str
    sentence: Span
    status: Status
    by: str | None = None  # who claims, denies, demands
    reason: str = ""


DecisionKind = Literal["send", "edit", "hold", "spill", "suppress"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a hit, and why.

    send: a message of its own. edit: the message `edits` says so too now. hold: sent at `not_before`,
    when the quiet hours end. spill: over the day's cap, the next digest tells of it. suppress: nobody
    is told.
    """

    kind: DecisionKind
    reason: str
    not_before: datetime | None = None
    edits: int | None = None  # the outbox message that told of the story first


@dataclass(frozen=True, slots=True)
class AlertHit:
    """A hit with what was decided about it; kept, so that each alert and each silence can be explained."""

    id: int
    alert_id: int
    entry_id: int
    story_id: int | None
    feed: str
    title: str
    url: str | None
    when: datetime
    hit: Hit
    decision: Decision
    at: datetime
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """What an alert did before: about one story, and today as a whole (the day of the alert's zone)."""

    story: tuple[AlertHit, ...] = ()
    sent_today: int = 0


MessageKind = Literal["digest", "alert", "alert_edit", "notice"]
MessageState = Literal["pending", "sending", "sent", "held", "dead"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the outbox. `target` is "terminal" or "discord:<channel id>".

    `payload` is the JSON body, rendered once. `key` is unique for each target and kind: the same work
    queued twice is one message. Parts of one key go out in order.
    """

    id: int
    target: str
    kind: MessageKind
    key: str
    part: int
    parts: int
    payload: str
    state: MessageState = "pending"
    attempts: int = 0
    not_before: datetime | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    error: str | None = None
    edits: int | None = None  # the message of the outbox whose sent form this one replaces


@dataclass(frozen=True, slots=True)
class Hold:
    """A target that refuses us, why, and when we knock again. Its messages wait until it lets us in."""

    target: str
    reason: str
    since: datetime
    probe_at: datetime
    probes: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A look-up somebody made, kept so that its buttons still answer after a restart."""

    id: str
    owner: str
    asker: str
    noun: str
    wanted: dict[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class DigestKey:
    """A digest goes to a channel once for each local date and edition."""

    target: str
    day: date
    edition: str = field(default="daily")
