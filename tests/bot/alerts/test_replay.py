"""A rule can be tried on what is past before it wakes anybody."""

from __future__ import annotations

import pytest

from bot.alerts import RuleError, replay
from storage.records import Alert
from tests.desk import item


def test_a_replay_decides_as_the_alert_would_have() -> None:
    items = [
        item(1, "Harbour Wire", "Ceasefire", "Envoys demanded a ceasefire.", hours=4),
        item(2, "Straits Post", "Ceasefire", "A ceasefire began at noon.", hours=3),
        item(4, "Coast Echo", "Storm", "A storm began at noon.", hours=2),
        item(3, "Vistula Gazette", "Ceasefire", "Envoys demanded a ceasefire.", hours=1),
    ]
    told = replay(Alert(0, "ceasefire", "terminal"), items)
    assert [(hit.feed, hit.hit.status, hit.decision.kind) for hit in told] == [
        ("Harbour Wire", "demanded", "send"),
        ("Straits Post", "reported", "send"),
        ("Vistula Gazette", "demanded", "edit"),
    ]


def test_a_rule_that_cannot_be_read_is_told_at_once() -> None:
    with pytest.raises(RuleError, match="something is missing"):
        replay(Alert(0, "ceasefire AND", "terminal"), [])
