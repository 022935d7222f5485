"""Train bot/briefs/lexicon/tagger.json.gz on open treebanks (CoNLL-U with `# text` comments).

    python tools/train_tagger.py TREEBANK.conllu ... [--check HELD_OUT.conllu ...] [--out FILE]

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

from bot.briefs.tagger import Model, candidates, features, predict
from bot.briefs.tokens import tokenise

OUT = Path(__file__).parent.parent / "bot/briefs/lexicon/tagger.json.gz"
EPOCHS = 8
RARE = 3  # words seen this often or less teach the endings
SURE = 0.985  # a word this often one tag is left to the dictionary
SMALLEST = 3  # weights nearer to zero than this share are cut
SCALE = 10

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
            yield (
                words,
                [
                    tag_of(word, start, end, gold)
                    for word, start, end in zip(words, starts, ends, strict=True)
                ],
            )


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
            counts[word.lower() if plain else word][tag] += 1
    return counts


def make_dictionary(counts: dict[str, Counter[str]]) -> dict[str, tuple[str, ...]]:
    words = {}
    for word, tags in counts.items():
        total = sum(tags.values())
        if word[0].isdigit() or (total < 2 and word[0].isupper()):
            continue
        if total < 3 and word[0].isupper() and not tags.most_common(1)[0][0].startswith(("NNP", "JJ")):
            continue
        likely = [tag for tag, n in tags.most_common() if n >= 0.01 * total and (n > 1 or total < 30)]
        if tags.most_common(1)[0][1] >= SURE * total and total >= 4:
            likely = likely[:1]
        words[word] = tuple(likely) if total >= 4 else widen(word, tuple(likely))
    return words


# Forms that a regular English word shares: seen as one, it may be the other.
FAMILIES = [{"VBD", "VBN"}, {"VB", "VBP", "NN"}, {"NNS", "VBZ"}, {"JJ", "VBN", "VBD"}, {"VBG", "NN"}]


def widen(word: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """A rare lower-case word may have the other tags of its family as well."""
    if not word.islower():
        return tags
    more = [tag for family in FAMILIES if family & set(tags) for tag in sorted(family)]
    if word.endswith("ed"):
        more = [tag for tag in more if tag not in {"VB", "VBP", "NN"}]
    elif not word.endswith("ing"):
        more = [tag for tag in more if tag != "VBG"]
    return tuple(dict.fromkeys((*tags, *more)))


# What a word never seen can be: names when capitalised, else the open classes.
NAMES = {"NNP", "NNPS", "JJ", "NN", "NNS"}
LIVING = {"NN", "NNS", "JJ", "JJR", "JJS", "VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "RB", "NNP"}


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
                tag for tag, n in tags.most_common() if n >= 0.015 * total and tag in allowed
            )
    return endings


def train(sentences: list[Tagged], model: Model, epochs: int) -> list[dict[str, dict[str, int]]]:
    """Averaged weights, one table for each template."""
    weights: list[dict[str, dict[str, float]]] = []
    totals: list[dict[str, dict[str, float]]] = []
    stamps: list[dict[str, dict[str, int]]] = []
    random.seed(7)
    now = 0
    prepared = []
    for words, tags in sentences:
        lower = [word.lower() for word in words]
        prepared.append((words, lower, tags, candidates(model, words, lower, [0])))

    def bump(template: int, key: str, tag: str, by: int) -> None:
        while len(weights) <= template:
            (
                weights.append(defaultdict(dict)),
                totals.append(defaultdict(dict)),
                stamps.append(defaultdict(dict)),
            )
        value = weights[template][key].get(tag, 0.0)
        since = now - stamps[template][key].get(tag, 0)
        totals[template][key][tag] = totals[template][key].get(tag, 0.0) + since * value
        stamps[template][key][tag] = now
        weights[template][key][tag] = value + by

    for epoch in range(epochs):
        wrong = seen = 0
        random.shuffle(prepared)
        for words, lower, tags, choices in prepared:
            guess = [choice[0] for choice in choices]
            for i, choice in enumerate(choices):
                if len(choice) == 1:
                    continue
                now += 1
                seen += 1
                keys = features(i, words, lower, guess, choices, {0}, len(words))
                scores = dict.fromkeys(choice, 0.0)
                for template, key in enumerate(keys):
                    found = weights[template].get(key) if template < len(weights) else None
                    if found:
                        for name in choice:
                            scores[name] += found.get(name, 0.0)
                guess[i] = max(scores, key=scores.__getitem__)
                if guess[i] != tags[i]:
                    wrong += 1
                    for template, key in enumerate(keys):
                        bump(template, key, guess[i], -1)
                        if tags[i] in choice:
                            bump(template, key, tags[i], 1)
        print(f"epoch {epoch}: {wrong} of {seen} wrong")
    return [
        prune({key: average(key, t, weights, totals, stamps, now) for key in table})
        for t, table in enumerate(weights)
    ]


def average(key, t, weights, totals, stamps, now):  # type: ignore[no-untyped-def]
    return {
        tag: round(SCALE * (totals[t][key][tag] + (now - stamps[t][key][tag]) * value) / now)
        for tag, value in weights[t][key].items()
    }


def prune(table: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    kept = {key: {tag: n for tag, n in tags.items() if abs(n) >= SMALLEST} for key, tags in table.items()}
    return {key: tags for key, tags in sorted(kept.items()) if tags}


def accuracy(model: Model, sentences: list[Tagged]) -> tuple[float, Counter[tuple[str, str]]]:
    right = total = 0
    confusion: Counter[tuple[str, str]] = Counter()
    for words, tags in sentences:
        guess = predict(model, words, [word.lower() for word in words], [0])
        for said, true in zip(guess, tags, strict=True):
            right += said == true
            total += 1
            if said != true:
                confusion[(true, said)] += 1
    return right / max(total, 1), confusion


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", nargs="+", type=Path)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    sentences = [sentence for path in args.treebanks for sentence in read_treebank(path)]
    counts = count_words(sentences)
    grouped: dict[str, list[str]] = defaultdict(list)
    for word, tags in sorted(make_dictionary(counts).items()):
        grouped[" ".join(tags)].append(word)
    data = {
        "words": {tags: " ".join(words) for tags, words in grouped.items()},
        "endings": {key: " ".join(tags) for key, tags in sorted(make_endings(counts).items())},
        "weights": [],
    }
    data["weights"] = train(sentences, Model(data), args.epochs)
    packed = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    args.out.write_bytes(packed)
    print(f"{len(sentences)} sentences, {len(packed)} bytes, {sum(len(w) for w in data['weights'])} keys")
    for path in args.check:
        share, confusion = accuracy(Model(data), list(read_treebank(path)))
        print(f"{path.name}: {share:.4f}", confusion.most_common(20))


if __name__ == "__main__":
    main()
