"""A mistake in what a person wrote, wherever it is found: a look-up, a rule, feeds.yaml."""

from __future__ import annotations


class MistakeError(Exception):
    """What was written cannot be read; the message is one line that says what to write instead."""
