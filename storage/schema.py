"""The tables, as migrations applied once each, in order: storage/migrations/NN_name.sql.

Append a file; never edit one that was released. Its number gives the order, its name is what a database
remembers of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

FOLDER = Path(__file__).parent / "migrations"
MIGRATIONS = {path.stem.partition("_")[2]: path for path in sorted(FOLDER.glob("*.sql"))}
SET = "sitrep"  # the name under which sqlite-utils keeps what was applied


def applied(connection: sqlite3.Connection) -> list[str]:
    """The migrations that a database remembers; none for one in which Sitrep never made its tables."""
    made = connection.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchone()
    if made is None:
        return []
    rows = connection.execute(
        """
        select name
        from _sqlite_migrations
        where migration_set = :set
        order by rowid
        """,
        {"set": SET},
    )
    return [row[0] for row in rows]


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Applies what is missing, whoever applied the rest."""
    # 80 ms of imports that only a database which lacks something needs
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    migrations = Migrations(SET)
    for name, path in MIGRATIONS.items():
        migrations(name=name)(_running(path))
    migrations.apply(Database(connection))


def _running(path: Path) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in _statements(path.read_text(encoding="utf-8")):
            db.execute(statement)

    return run


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; a trigger is one, with all that it does."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
