"""Train the tagger on open treebanks (CoNLL-U with `# text` comments).

    python -m tools.train_tagger TREEBANK.conllu ... [--check HELD_OUT.conllu ...] \\
        --out bot/briefs/lexicon/tagger.json.gz

The text of each sentence is cut by our own tokeniser and the treebank's tags are laid over it, so that
the model meets in training what it will meet in use.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.briefs.claims.cues import regular_forms
from bot.briefs.lexicon import columns, lines
from bot.briefs.tagger import AUXILIARIES, BORDERS, predict
from bot.briefs.tagger_model import LARGEST, START, TAGS, TEMPLATES, Model, Word
from bot.briefs.tokens import tokenise

EPOCHS = 5
RARE = 3  # words seen this often or less teach the endings
SHARE = 0.04  # a tag seen less often with a word is taken for a slip
ODD = {"GW", "ADD", "NFP", "AFX", "SYM", "UH", "FW", "LS"}  # tags of web text that a word has now and then
SURE = 0.95  # a word this often one tag is left to the dictionary
SMALLEST = 3  # weights nearer to zero than this share are cut
SCALE = 10

KNOWN = frozenset(TAGS.split())
Tagged = tuple[list[str], list[str]]


def read_treebank(path: Path) -> Iterator[Tagged]:
    """Words and tags of each sentence, in our tokens."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = block.split("\n")
        text = next((row[9:] for row in rows if row.startswith("# text = ")), "")
        tokens = [row.split("\t") for row in rows if row and not row.startswith("#")]
        gold = align(text, tokens)
        if gold:
            words, starts, ends = tokenise(text)
            spans = zip(words, starts, ends, strict=True)
            tags = [tag_of(word, start, end, gold) for word, start, end in spans]
            yield [tag if word == '"' else word for word, tag in zip(words, tags, strict=True)], tags


def align(text: str, rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Where each of the treebank's tokens lies in the text."""
    found = []
    at = 0
    for row in rows:
        if "-" in row[0] or "." in row[0]:
            continue
        start = text.find(row[1], at)
        if start < 0 or start - at > 3:
            start = at  # a contraction's normalised part
        at = start + len(row[1]) if text.startswith(row[1], start) else at
        found.append((start, at, row[4]))
    return found


def tag_of(word: str, start: int, end: int, gold: list[tuple[int, int, str]]) -> str:
    """The tag of the treebank's tokens that one of ours covers."""
    tags = [tag for a, b, tag in gold if a < end and b > start]
    if not tags:
        return "NN"
    if len(tags) == 1 or "-" not in word:
        return tags[0] if len(tags) == 1 or word[0].isdigit() else tags[-1] if tags[-1] != "." else tags[0]
    if tags[-1] in {"NNP", "NNPS", "NNS", "RB", "VBG", "CD"} and not word[0].isdigit():
        return tags[-1]
    return "JJ" if tags[-1] in {"VBN", "VBD", "JJ", "VB", "JJR"} or word[0].isdigit() else tags[-1]


def count_words(sentences: list[Tagged]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in sentences:
        for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
            opens = i == 0 or (i < 3 and not words[i - 1].isalpha())
            plain = opens and word[:1].isupper() and not tag.startswith("NNP")
            counts[word.lower() if plain else word][tag if tag in KNOWN else "NN"] += 1
    return counts


# "had had" is rare, and a missed "had" costs a clause.
ALWAYS = {"had": ("VBD",)}


def make_dictionary(counts: dict[str, Counter[str]]) -> dict[str, tuple[str, ...]]:
    words = {}
    for word, seen in counts.items():
        if not word[0].isalpha() and word[0] not in "'’":
            continue  # marks and numbers: the tagger's own rules
        tags = Counter({tag: n for tag, n in seen.items() if tag not in ODD}) or seen
        total = sum(tags.values())
        best = tags.most_common(1)[0][0]
        if word[0].isupper() and (total < 2 or (total < 3 and not best.startswith(("NNP", "JJ")))):
            continue
        words[word] = likely_tags(word, tags, total)
    roles = {role: ("NN",) for role in lines("roles") if role not in words}
    return {**words, **derived(words), **roles, **ALWAYS}


def derived(words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Regular forms that the treebanks lack of verbs and nouns that they have, and of the verbs of saying."""
    verbs = {word for word, tags in words.items() if word.islower() and {"VB", "VBP"} & set(tags)}
    verbs |= {base(word, tags) for word, tags in words.items() if word.islower()} - {""}
    verbs |= {line[0].split()[0] for line in columns("cues")}
    more: dict[str, list[str]] = defaultdict(list)
    for verb in sorted(verbs):
        third, gerund, past = regular_forms(verb)
        if verb.endswith(NOUN_ENDINGS):
            continue
        for form, tags in (
            (verb, ["VB", "VBP"]),
            (third, ["VBZ", "NNS"]),
            (gerund, ["VBG"]),
            (past, ["VBD", "VBN"]),
        ):
            more[form] += tags
    for word, tags in list(words.items()):
        if word.islower() and tags[0] == "NN" and word.isalpha():
            more[regular_forms(word)[0]].append("NNS")
    return {word: tuple(dict.fromkeys(tags)) for word, tags in more.items() if word not in words}


def base(word: str, tags: tuple[str, ...]) -> str:
    """The verb that a past form in "-ated", "-ised" and the like belongs to, where spelling shows it."""
    if "VBD" in tags or "VBN" in tags:
        for ending in (
            "ated",
            "ised",
            "ized",
            "umed",
            "osed",
            "ured",
            "ided",
            "uced",
            "aged",
            "oved",
            "ased",
        ):
            if word.endswith(ending):
                return word[:-1]
        for ending in ("nted", "cted", "shed", "ched", "wed", "ned", "ssed", "rted", "lked", "nded"):
            if word.endswith(ending):
                return word[:-2]
    return ""


def likely_tags(word: str, tags: Counter[str], total: int) -> tuple[str, ...]:
    best, most = tags.most_common(1)[0]
    if most >= SURE * total and total >= 4:
        return (best,)
    if total < 4:
        return widen(word, tuple(tag for tag, _ in tags.most_common()))
    return tuple(tag for tag, n in tags.most_common() if n >= SHARE * total and (n > 1 or total < 30))


# Forms that a regular English word shares: seen as one, it may be the other.
FAMILIES = [{"VBD", "VBN"}, {"VB", "VBP", "NN"}, {"NNS", "VBZ"}, {"JJ", "VBN", "VBD"}, {"VBG", "NN"}]


# Nouns that are no verbs, by their ending.
ENDINGS_OF_NOUNS = "er or ion ity ment ness ist ism ance ence ship hood age cy"
NOUN_ENDINGS = tuple(ending + plural for ending in ENDINGS_OF_NOUNS.split() for plural in ("", "s"))


def widen(word: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """A rare lower-case word may have the other tags of its family as well."""
    if not word.islower() or (word.endswith(NOUN_ENDINGS) and tags[0].startswith("NN")):
        return tags
    more = [tag for family in FAMILIES if family & set(tags) for tag in sorted(family)]
    if word.endswith("ed"):
        more = [tag for tag in more if tag not in {"VB", "VBP", "NN"}]
    elif not word.endswith("ing"):
        more = [tag for tag in more if tag != "VBG"]
    return tuple(dict.fromkeys((*tags, *more)))


# What a word never seen can be: names when capitalised, else the open classes.
NAMES = {"NNP", "NNPS", "JJ"}
LIVING = {"NN", "NNS", "JJ", "JJR", "JJS", "VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "RB", "NNP"}


def fits(ending: str, tag: str) -> bool:
    """Can a regular word with this ending have this tag?"""
    if ending[0] == "A":
        return tag == "NNP" or ending.endswith("s" if tag == "NNPS" else ("an", "sh", "se", "ch"))
    if tag in {"VBD", "VBN"}:
        return ending.endswith(("ed", "wn", "en", "lt", "ld", "ng", "ght"))
    if tag == "VBG":
        return ending.endswith("ng")
    if tag in {"VBZ", "NNS"}:
        return ending.endswith("s") or (tag == "NNS" and ending.endswith(("en", "a", "i")))
    if tag in {"VB", "VBP"}:
        return not ending.endswith(("ed", "ng"))
    return tag != "RB" or not ending.endswith(("ed", "ng"))


def make_endings(counts: dict[str, Counter[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for word, tags in counts.items():
        if not word[0].isalpha() or sum(tags.values()) > RARE:
            continue
        keys = ["A" + word[-2:]] if word[0].isupper() else [word[-n:] for n in (2, 3, 4) if len(word) > n]
        for key in keys:
            found[key].update(tags)
    endings = {}
    for key, tags in found.items():
        total = sum(tags.values())
        if total >= (15 if key[0] == "A" else 8):
            allowed = NAMES if key[0] == "A" else LIVING
            endings[key] = tuple(
                tag
                for tag, n in tags.most_common()
                if n >= 0.015 * total and tag in allowed and fits(key, tag)
            )
    return endings


Key = tuple[str, str]  # the first part is "" in some templates
Tables = list[dict[str, dict[str, str]]]  # for each template: both parts of a key -> "TAG:weight TAG:weight"


class Learner:
    """Averaged perceptron: one table of weights for each template, key -> tag -> weight."""

    def __init__(self) -> None:
        self.weights: list[dict[Key, dict[str, float]]] = [{} for _ in range(TEMPLATES)]
        self.totals: list[dict[Key, dict[str, float]]] = [{} for _ in range(TEMPLATES)]
        self.stamps: list[dict[Key, dict[str, int]]] = [{} for _ in range(TEMPLATES)]
        self.now = 0

    def guess(self, keys: tuple[Key, ...], word: Word) -> str:
        scores = dict.fromkeys(word.tags, 0.0)
        for table, key in zip(self.weights, keys, strict=True):
            found = table.get(key)
            if found:
                for name in word.tags:
                    scores[name] += found.get(name, 0.0)
        return max(scores, key=scores.__getitem__)

    def learn(self, keys: tuple[Key, ...], right: str, wrong: str) -> None:
        for template, key in enumerate(keys):
            self._add(template, key, right, 1.0)
            self._add(template, key, wrong, -1.0)

    def _add(self, template: int, key: Key, tag: str, by: float) -> None:
        weights = self.weights[template].setdefault(key, {})
        totals = self.totals[template].setdefault(key, {})
        stamps = self.stamps[template].setdefault(key, {})
        totals[tag] = totals.get(tag, 0.0) + (self.now - stamps.get(tag, 0)) * weights.get(tag, 0.0)
        stamps[tag] = self.now
        weights[tag] = weights.get(tag, 0.0) + by

    def averaged(self) -> Tables:
        """The averages over all steps, whole numbers, the smallest left out, as the model has them."""
        tables = []
        for weights, totals, stamps in zip(self.weights, self.totals, self.stamps, strict=True):
            table: dict[str, dict[str, str]] = {}
            for key, tags in sorted(weights.items()):
                kept: list[str] = []
                for tag, value in tags.items():
                    total = totals[key][tag] + (self.now - stamps[key][tag]) * value
                    scaled = round(SCALE * total / self.now)
                    if abs(scaled) >= SMALLEST:
                        kept.append(f"{tag}:{min(max(scaled, -LARGEST), LARGEST)}")
                if kept:
                    table.setdefault(key[0], {})[key[1]] = " ".join(kept)
            tables.append(table)
        return tables


def features(line: list[Word], tags: list[str], i: int, verb: str) -> tuple[Key, ...]:
    """What the model weighs for a word with several tags, one key of two parts for each template.

    `line` is a sentence, `tags` what was settled so far, `verb` the last verb of the clause.
    """
    word = line[i].lower
    before = tags[i - 1] if i else START
    before2 = tags[i - 2] if i > 1 else START
    ahead, ahead2 = ([word.label for word in line[i + 1 : i + 3]] + [START, START])[:2]
    return (
        ("", word),
        (before, before2),
        (word, before),
        ("", line[i - 1].lower if i else START),
        ("", line[i + 1].lower if i + 1 < len(line) else START),
        (word, ahead),
        (ahead, before),
        (ahead, ahead2),
        (word[-3:], before),
        (word[-2:], ahead),
        (line[i].label, verb + " " + before),
    )


def train(sentences: list[Tagged], model: Model, epochs: int) -> Tables:
    """Averaged weights, one table for each template."""
    random.seed(7)
    learner = Learner()
    prepared = [(model.known(words, [0]), tags) for words, tags in sentences]
    for epoch in range(epochs):
        random.shuffle(prepared)
        wrong = sum(one_sentence(learner, *sentence) for sentence in prepared)
        print(f"epoch {epoch}: {wrong} wrong")
    return learner.averaged()


def one_sentence(learner: Learner, line: list[Word], tags: list[str]) -> int:
    """Learn from one sentence, left to right with the learner's own tags; how many were wrong."""
    guess: list[str] = []
    verb = ""
    wrong = 0
    for i, word in enumerate(line):
        name = word.first
        if word.lanes:
            learner.now += 1
            keys = features(line, guess, i, verb)
            name = learner.guess(keys, word)
            if name != tags[i]:
                wrong += 1
                if tags[i] in word.tags:
                    learner.learn(keys, tags[i], name)
        guess.append(name)
        if name[0] == "V" or name == "MD":
            verb = word.lower if word.lower in AUXILIARIES else name
        elif name in BORDERS:
            verb = ""
    return wrong


def accuracy(model: Model, sentences: list[Tagged]) -> tuple[float, Counter[tuple[str, str]]]:
    right = total = 0
    confusion: Counter[tuple[str, str]] = Counter()
    for words, tags in sentences:
        guess = predict(model, words, [0])
        for said, true in zip(guess, tags, strict=True):
            right += said == true
            total += 1
            if said != true:
                confusion[(true, said)] += 1
    return right / max(total, 1), confusion


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", nargs="+", type=Path)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True, help="where the model goes")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    sentences = [sentence for path in args.treebanks for sentence in read_treebank(path)]
    data = make_data(count_words(sentences))
    empty: Tables = [{} for _ in range(TEMPLATES)]
    weights = train(sentences, Model(*data, empty), args.epochs)
    written = {"words": data[0], "endings": data[1], "weights": weights}
    packed = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(packed, 9, mtime=0)
    args.out.write_bytes(packed)
    print(f"{len(sentences)} sentences, {len(packed)} bytes, {sum(len(w) for w in weights)} keys")
    for path in args.check:
        share, confusion = accuracy(Model(*data, weights), list(read_treebank(path)))
        print(f"{path.name}: {share:.4f}", confusion.most_common(20))


def make_data(counts: dict[str, Counter[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Dictionary and endings: tags -> words, ending -> tags."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for word, tags in sorted(make_dictionary(counts).items()):
        grouped[" ".join(tags)].append(word)
    words = {tags: " ".join(words) for tags, words in grouped.items()}
    return words, {key: " ".join(tags) for key, tags in sorted(make_endings(counts).items())}


if __name__ == "__main__":
    main()
