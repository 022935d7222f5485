"""Alerts: a rule language over word families, which items meet it, and what becomes of each hit. Pure."""

from bot.alerts.decisions import decide_alert, decide_held, sources_told
from bot.alerts.matching import RuleSet
from bot.alerts.replay import replay
from bot.alerts.rules import Rule, RuleError, parse_rule

__all__ = [
    "Rule",
    "RuleError",
    "RuleSet",
    "decide_alert",
    "decide_held",
    "parse_rule",
    "replay",
    "sources_told",
]
