"""A claim while it is being found, in tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.stretches import Quotation, Stretch
from bot.briefs.claims.verb_groups import Group
from bot.briefs.document import Document

Range = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A claim before it is judged: cue, speaker, what was said (in parts), and how they were found.

    `frame` is the complement's letter, or "left" (what was said came first), "as", "according", "noun",
    "headline". `carried`: the speaker is that of another verb.
    """

    cue: Cue
    speaker: Range | None
    parts: list[Range]
    frame: str
    group: Group
    stretch: Stretch
    carried: bool = False
    tail: int = 0  # the token after "in a statement" behind the verb, where it stands there

    @property
    def cue_range(self) -> Range:
        """The verb with its auxiliaries, negation, adverbs and the channel of saying behind it."""
        return (min(self.group.first, self.cue.at), max(self.cue.end, self.tail))


@dataclass(slots=True)
class Scene:
    """A stretch under work: its telling words outside quotations, its cues by token, the drafts so far."""

    document: Document
    stretch: Stretch
    spots: list[int]
    cues: dict[int, Cue]
    drafts: list[Draft] = field(default_factory=list)

    def quotation_before(self, i: int) -> Quotation | None:
        """The quotation that ends a clause right before token `i`, a comma between them at most."""
        if i - 1 <= self.stretch.first:
            return None
        at = i - 2 if self.document.words[i - 1] == "," else i - 1
        quotation = self.stretch.quotation_over(at)
        if quotation and (quotation.comma or quotation.full_stop) and quotation.last in {i, i - 1}:
            return quotation
        return None
