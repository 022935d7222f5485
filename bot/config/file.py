"""feeds.yaml as it is written: read with its line numbers, so that a mistake can be pointed at."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.config.schema import PARTS, FileParts, nearest
from bot.faults import MistakeError

Location = tuple[str | int, ...]


class ConfigError(MistakeError):
    """The configuration is wrong; the message is one line that names the place and what was expected."""


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: no such file; copy the feeds.yaml that Sitrep comes with, or name yours with --config"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error


def read_file(path: Path) -> tuple[FileParts, Any]:
    """The checked contents of feeds.yaml, and the tree that knows their lines; raises ConfigError."""
    text = read_text(path)
    tree = _tree(path, text)
    try:
        parts = FileParts.model_validate(_plain(tree))
    except ValidationError as error:
        raise ConfigError(_fault(path, tree, error)) from error
    _refuse_repeats(path, tree, parts)
    return parts, tree


def line_of(tree: Any, location: Location) -> int:
    """The line, from 1, of a place in the tree; that of the nearest part around it if it is not there."""
    line = 1
    node = tree
    for step in location:
        try:
            where = node.lc.key(step) if isinstance(step, str) else node.lc.item(step)
            node = node[step]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
        line = where[0] + 1 if where else line  # a tagged list does not know its lines
    return line


def place(location: Location) -> str:
    """A place as people write it: feeds[3].interval."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _tree(path: Path, text: str) -> Any:
    try:
        tree = YAML(typ="rt").load(text)  # the only kind that keeps line numbers
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{path} line {line}: {_syntax(error, text, line)}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: nested too deeply") from error
    except (YAMLError, ValueError) as error:
        raise ConfigError(f"{path}: {_one_line(str(error))}") from error
    if tree is None:
        raise ConfigError(f"{path}: the file is empty; expected `feeds:` with a list of feeds under it")
    if not isinstance(tree, dict):
        raise ConfigError(f"{path} line 1: expected `feeds:` with a list of feeds under it")
    return tree


def _syntax(error: MarkedYAMLError, text: str, line: int) -> str:
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "indented with a tab; YAML wants spaces"
    if isinstance(error, DuplicateKeyError):
        return f"{written.partition(':')[0].strip(' -')!r} stands here a second time; keep one of them"
    problem = error.problem or str(error)
    if "block end" in problem:
        problem = "this line does not line up with those above it"
    return _one_line(problem) + "; check the indentation, colons and quotes around here"


def _plain(node: Any) -> Any:
    """The tree in plain dicts and lists, as pydantic wants it."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node


def _fault(path: Path, tree: Any, error: ValidationError) -> str:
    """The first fault, in the order of the file, as one line."""
    found = error.errors(include_url=False)
    inner = {fault["loc"][:n] for fault in found for n in range(len(fault["loc"]))}
    faults = [
        fault for fault in found if fault["loc"] not in inner
    ]  # what follows from another fault is no news
    first = min(faults, key=lambda fault: (line_of(tree, fault["loc"]), fault["type"] == "missing"))
    where = f"{path} line {line_of(tree, first['loc'])}: {place(first['loc'])}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where}: {_complaint(dict(first))}{more}"


def _complaint(fault: dict[str, Any]) -> str:
    location: Location = fault["loc"]
    model = PARTS.get(str(location[0]), FileParts) if len(location) > 1 else FileParts
    fields = model.model_fields
    name = next((str(step) for step in reversed(location) if step in fields), "")
    if fault["type"] == "extra_forbidden":
        hint = nearest(str(location[-1]), fields) or f"known are {', '.join(fields)}"
        return f"unknown key; {hint}"
    expected = f"expected {fields[name].description}" if name else "expected `key: value` lines"
    if fault["type"] == "missing":
        return f"missing; {expected}"
    hint = _one_line(str(fault.get("ctx", {}).get("error", "")))
    return f"{expected}, got {_shown(fault['input'])}" + (f"; {hint}" if hint.startswith("did you") else "")


def _refuse_repeats(path: Path, tree: Any, parts: FileParts) -> None:
    """Of two that the store takes for one, the first would be lost without a word."""
    feeds = [feed.url for feed in parts.feeds]
    digests = [(digest.name, digest.channel, digest.time) for digest in parts.digests]
    alerts = [(alert.rule, alert.channel) for alert in parts.alerts]
    twice = "is listed already on line {line}; keep one"
    _refuse_repeat(path, tree, ("feeds", "url"), feeds, f"this address {twice}")
    _refuse_repeat(
        path, tree, ("digests", "time"), digests, f"a digest of this name, channel and time {twice}"
    )
    apart = "or part them in the rule, as in ... AND tag:asia"
    _refuse_repeat(path, tree, ("alerts", "rule"), alerts, f"this rule for this channel {twice}, {apart}")


def _refuse_repeat(
    path: Path, tree: Any, at: tuple[str, str], known_by: Sequence[Hashable], fault: str
) -> None:
    part, key = at
    seen: dict[Hashable, int] = {}
    for n, one in enumerate(known_by):
        first = seen.setdefault(one, n)
        if first < n:
            before, here = (line_of(tree, (part, number, key)) for number in (first, n))
            raise ConfigError(f"{path} line {here}: {part}[{n}].{key}: {fault.format(line=before)}")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, date):
        return f"the date {value.isoformat()}; put it in quotes if it is text"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _one_line(text: str) -> str:
    return " ".join(text.split())
