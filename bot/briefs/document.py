"""Text -> Document: the one reading of an article that all extractors share."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from bot.briefs import sentences, tagger
from bot.briefs.furniture import find_furniture, is_pointer
from bot.briefs.quotes import find_quotes
from bot.briefs.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, made of the tokens `first` to `last` (exclusive)."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its tokens with Penn Treebank tags, and what is built of them; all spans are half open.

    `quotes` are outermost quotations with their marks. `skipped` are captions, credits, headings,
    bylines and a site's notices: sentences of their own that nobody claims.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[str]
    sentences: list[Sentence]
    quotes: list[tuple[int, int]]
    skipped: list[tuple[int, int]]
    lower: list[str] = field(default_factory=list)  # the words in lower case
    paragraphs: list[int] = field(default_factory=list)  # the tokens that open a paragraph
    odd: list[int] = field(default_factory=list)  # the tokens that are not of letters alone
    numeric: list[int] = field(default_factory=list)  # of them, those with a digit or a fraction
    capitals: list[int] = field(default_factory=list)  # the tokens with a capital letter

    def is_skipped(self, at: int) -> bool:
        """Does this offset lie in a caption, heading or notice?"""
        return any(start <= at < end for start, end in self.skipped)

    def pointers(self) -> list[tuple[int, int]]:
        """The skipped lines that tell of other articles; their numbers and places are not this one's."""
        return [span for span in self.skipped if is_pointer(self.text, *span)]


def read(text: str) -> Document:
    """Tokens, tags, sentences, quotations and the parts to be skipped of a text."""
    words, starts, ends = tokenise(text)
    if not words:
        return Document(text, [], [], [], [], [], [], [])
    paragraphs = sentences.paragraph_starts(text, starts, sentences.is_wrapped(text))
    spans = _spans(paragraphs, starts, ends)
    skipped = find_furniture(text, spans)
    quotes = find_quotes(text, spans)
    borders = {bisect_left(starts, at) for span in skipped for at in span} - {len(words)}
    odd = [at for at, word in enumerate(words) if not word.isalpha()]
    opens = sentences.split(words, starts, ends, odd, sorted({*paragraphs, *borders}))
    straight = [at for at in odd if words[at] == '"'] if '"' in text else []
    tags, lower, capitals = tagger.tag(_with_sided_quotes(words, straight, starts, quotes), opens)
    for at in straight:
        lower[at] = '"'
    bounds = zip(opens, [*opens[1:], len(words)], strict=True)
    made = [Sentence(starts[a], ends[b - 1], a, b) for a, b in bounds]
    numeric = [at for at in odd if any(map(str.isnumeric, words[at]))]
    return Document(
        text, words, starts, ends, tags, made, quotes, skipped, lower, paragraphs, odd, numeric, capitals
    )


def _with_sided_quotes(
    words: list[str], straight: list[int], starts: list[int], quotes: list[tuple[int, int]]
) -> list[str]:
    """The words with their straight quotation marks told apart, as the tagger's treebanks have them."""
    sided = list(words)
    opening = {start for start, _ in quotes}
    for at in straight:
        sided[at] = "``" if starts[at] in opening else "''"
    return sided


def _spans(opens: list[int], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    bounds = zip(opens, [*opens[1:], len(starts)], strict=True)
    return [(starts[a], ends[b - 1]) for a, b in bounds]
