"""Alert rules and their hits are kept with their reasons."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from storage.alerts import Alerts
from storage.database import Database
from storage.records import Alert, Brief, Decision, Entry, Feed, Hit, Item, Span

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RULE = Alert(
    id=0,
    rule="withdrawal NEAR/5 troops",
    target="discord:100",
    statuses=("reported", "claimed"),
    tags=("europe",),
    mention="77",
    cooldown=timedelta(hours=2),
    quiet=(time(23), time(6)),
    zone="Europe/Kyiv",
    daily_cap=5,
)


def item(database: Database, number: int, story: int | None = 1) -> Item:
    feed = Feed(id=1, url="https://wire.example/feed", title="Harbour Wire")
    entry = Entry(
        id=number,
        feed_id=1,
        ident=f"e{number}",
        scheme="guid",
        title="Troops leave the ridge",
        url=f"https://wire.example/{number}",
        text="Troops withdrew.",
        first_seen=NOW,
    )
    database.execute(
        "insert or ignore into feeds (id, url, title) values (1, :url, :title)",
        {"url": feed.url, "title": feed.title},
    )
    database.execute(
        """
        insert or ignore into entries (id, feed_id, ident, scheme, title, url, text, first_seen)
        values (:id, 1, :ident, 'guid', :title, :url, :text, '2026-03-01T12:00:00.000000Z')
        """,
        {"id": number, "ident": entry.ident, "title": entry.title, "url": entry.url, "text": entry.text},
    )
    return Item(entry, feed, Brief(headline=entry.title), story_id=story)


def hit() -> Hit:
    return Hit(RULE.rule, 7, 15, "withdrew", Span(0, 16, "Troops withdrew."), "reported")


def test_a_rule_comes_back_as_it_was_kept(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    assert (kept.rule, kept.statuses, kept.quiet, kept.cooldown) == (
        "withdrawal NEAR/5 troops",
        ("reported", "claimed"),
        (time(23), time(6)),
        timedelta(hours=2),
    )
    assert alerts.get(kept.id) == kept
    assert alerts.all() == (kept,)


def test_the_same_rule_for_the_same_channel_is_one_rule(database: Database) -> None:
    alerts = Alerts(database)
    assert alerts.add(RULE, NOW).id == alerts.add(RULE, NOW).id
    assert len(alerts.all()) == 1


def test_feeds_yaml_keeps_only_the_rules_it_names(database: Database) -> None:
    alerts = Alerts(database)
    alerts.add(RULE, NOW)
    other = Alert(id=0, rule="flood", target="discord:100")
    assert [alert.rule for alert in alerts.keep_only("", [other], NOW)] == ["flood"]
    assert [alert.rule for alert in alerts.all()] == ["flood"]


def test_another_server_cannot_remove_a_rule(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    assert not alerts.remove("discord:9", kept.id)
    assert alerts.remove("", kept.id)


def test_history_tells_of_the_story_and_of_today_in_the_rules_zone(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    send = Decision("send", "first hit in this story")
    alerts.record(kept, item(database, 1), hit(), send, NOW - timedelta(days=1))
    alerts.record(kept, item(database, 2), hit(), send, NOW)
    alerts.record(kept, item(database, 3, story=2), hit(), send, NOW)
    history = alerts.history(kept, 1, NOW)
    assert [past.entry_id for past in history.story] == [1, 2]
    assert history.sent_today == 2
    assert history.story[0].hit == hit()
    assert history.story[0].feed == "Harbour Wire"


def test_a_hit_of_one_status_is_kept_once_for_an_item(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    alerts.record(kept, item(database, 1), hit(), Decision("send", "first"), NOW)
    alerts.record(kept, item(database, 1), hit(), Decision("send", "again"), NOW)
    assert [past.decision.reason for past in alerts.why(kept.id, 1)] == ["first"]


def test_a_held_hit_waits_for_the_end_of_the_quiet_hours(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    morning = NOW + timedelta(hours=8)
    alerts.record(kept, item(database, 1), hit(), Decision("hold", "quiet hours", morning), NOW)
    assert alerts.held(NOW) == ()
    (waiting,) = alerts.held(morning)
    alerts.release(waiting, Decision("send", "held over quiet hours"), None, morning)
    assert alerts.held(morning) == ()
    assert alerts.history(kept, 1, morning).sent_today == 1


def test_what_the_cap_kept_back_is_there_for_the_digest(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    alerts.record(kept, item(database, 1), hit(), Decision("spill", "5 alerts today already"), NOW)
    assert [s.title for s in alerts.spilled("discord:100", NOW, NOW + timedelta(days=1))] == [
        "Troops leave the ridge"
    ]
    assert alerts.spilled("discord:200", NOW, NOW + timedelta(days=1)) == ()


def test_muting_and_pausing_are_kept(database: Database) -> None:
    alerts = Alerts(database)
    kept = alerts.add(RULE, NOW)
    alerts.mute(kept.id, NOW + timedelta(hours=24))
    alerts.pause(kept.id, "channel is gone")
    changed = alerts.get(kept.id)
    assert changed is not None
    assert (changed.muted_until, changed.paused) == (NOW + timedelta(hours=24), "channel is gone")
    alerts.pause(kept.id, None)
    again = alerts.get(kept.id)
    assert again is not None
    assert (again.muted_until, again.paused) == (None, None), "what goes on is not muted either"
