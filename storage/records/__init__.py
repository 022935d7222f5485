"""The nouns of Sitrep: frozen records, standard library only.

Offsets count code points of the text they point into, end exclusive, and
`text[start:end]` is always the span's own text. Times are aware datetimes in
UTC. `None` means absent, never failed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.records.briefs import (
        Aggregation,
        Article,
        Brief,
        Claim,
        EventDate,
        Figure,
        FigureKind,
        GazetteerPlace,
        Location,
        Modifier,
        Precision,
        Quote,
        Role,
        Span,
        Speaker,
        Stance,
    )
    from storage.records.digests import (
        Change,
        Cited,
        Denial,
        Digest,
        DigestStory,
        Gap,
        Ledger,
        Measure,
        Source,
        Verdict,
    )
    from storage.records.feeds import (
        Alias,
        Arrival,
        Arrivals,
        Edit,
        Entry,
        Feed,
        FeedState,
        HostHold,
        IdentityScheme,
        Item,
        Known,
        KnownEntry,
        Outcome,
        Page,
        ParsedEntry,
        Reliability,
        Visit,
    )
    from storage.records.lookups import (
        BriefKeys,
        ClaimRow,
        KeyRow,
        LedgerRow,
        Lookup,
        PlaceRow,
        Reported,
        SearchRow,
    )
    from storage.records.messages import (
        STATUSES,
        Alert,
        AlertHistory,
        AlertHit,
        Decision,
        DecisionKind,
        Hit,
        Hold,
        Message,
        MessageKind,
        MessageState,
        Question,
        Schedule,
        Status,
    )
    from storage.records.stories import (
        OPEN_FOR,
        Candidate,
        Candidates,
        Fingerprint,
        Member,
        Placement,
        Profile,
        Story,
    )

__all__ = [
    "OPEN_FOR",
    "STATUSES",
    "Aggregation",
    "Alert",
    "AlertHistory",
    "AlertHit",
    "Alias",
    "Arrival",
    "Arrivals",
    "Article",
    "Brief",
    "BriefKeys",
    "Candidate",
    "Candidates",
    "Change",
    "Cited",
    "Claim",
    "ClaimRow",
    "Decision",
    "DecisionKind",
    "Denial",
    "Digest",
    "DigestStory",
    "Edit",
    "Entry",
    "EventDate",
    "Feed",
    "FeedState",
    "Figure",
    "FigureKind",
    "Fingerprint",
    "Gap",
    "GazetteerPlace",
    "Hit",
    "Hold",
    "HostHold",
    "IdentityScheme",
    "Item",
    "KeyRow",
    "Known",
    "KnownEntry",
    "Ledger",
    "LedgerRow",
    "Location",
    "Lookup",
    "Measure",
    "Member",
    "Message",
    "MessageKind",
    "MessageState",
    "Modifier",
    "Outcome",
    "Page",
    "ParsedEntry",
    "PlaceRow",
    "Placement",
    "Precision",
    "Profile",
    "Question",
    "Quote",
    "Reliability",
    "Reported",
    "Role",
    "Schedule",
    "SearchRow",
    "Source",
    "Span",
    "Speaker",
    "Stance",
    "Status",
    "Story",
    "Verdict",
    "Visit",
]

_HOMES = ("briefs", "feeds", "digests", "lookups", "messages", "stories")


def __getattr__(name: str) -> Any:
    """Reads the modules one by one until a record is found: who briefs an article needs the first alone."""
    if not name.startswith("_") and name not in _HOMES:
        for home in _HOMES:
            found = vars(import_module(f"{__name__}.{home}"))
            if name in found:
                return globals().setdefault(name, found[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
