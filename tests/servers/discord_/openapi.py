"""Request bodies held against Discord's official OpenAPI description, where a copy of it is at hand."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

# discord.py writes numbers for new files and for whom to talk to, the description wants strings; Discord
# takes both.
TOLERATED = re.compile(r"\$\.attachments\[\d+\]\.id|\$\.recipient_id")
SPEC = Path(__file__).parents[4] / "shared" / "discord" / "openapi.json"


def present() -> bool:
    return SPEC.exists()


@cache
def _spec() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return loaded


@cache
def _routes() -> list[tuple[re.Pattern[str], str]]:
    found = []
    for path in _spec()["paths"]:
        pattern = "".join(
            "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", path)
        )
        found.append((re.compile(pattern), path))
    return sorted(found, key=lambda pair: pair[1].count("{"))  # the most literal one wins


@cache
def _validator(method: str, path: str) -> jsonschema.Draft202012Validator | None:
    operation = _spec()["paths"][path].get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return None
    return jsonschema.Draft202012Validator(schema | {"components": _spec()["components"]})


def problems(method: str, path: str, body: Any) -> list[str]:
    """Where a request's body breaks the description; empty if it does not, or none is at hand."""
    if body is None or not present():
        return []
    route = next((template for pattern, template in _routes() if pattern.fullmatch(path)), None)
    if route is None:
        return [f"{method} {path}: the description has no such path"]
    validator = _validator(method, route)
    if validator is None:
        return [f"{method} {path}: the description has no body for it"]
    errors = [error for error in validator.iter_errors(body) if not TOLERATED.fullmatch(error.json_path)]
    return [f"{method} {route}: {error.json_path}: {error.message[:300]}" for error in errors]
