"""What is wished on this very day has an index of its own: Today would look at all that is due, which is much.

Not anchor = due: where the day is given PostgreSQL makes anchor = that day of it, and does not see the index any more.
"""

from peewee import SqliteDatabase

INDEX = """
    CREATE INDEX revisit_wished ON revisit (state, due, id)
    WHERE state = 'open' AND hour IS NULL AND anchor >= due AND anchor <= due
        AND reason IN ('birthday', 'anniversary', 'festival')
"""
LIES = "300000 300000 300 1"
"""As in 0004: rows in all, how many share the state, and the day too."""


def up(migrator, db):
    db.execute_sql(INDEX)
    if isinstance(db, SqliteDatabase):
        db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('revisit', 'revisit_wished', ?)", (LIES,))
        db.execute_sql("ANALYZE sqlite_schema")


def down(migrator, db):
    db.execute_sql("DROP INDEX revisit_wished")
