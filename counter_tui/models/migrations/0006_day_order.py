"""A day's contacts in their own order: by hour, and those without one as their windows close.

The figures are for SQLite, as in 0004.
"""

from peewee import BigAutoField, CharField, DateField, Model, SqliteDatabase, TimeField

FIGURES = "300000 150000 800 700 60"


def up(migrator, db):
    class Revisit(Model):
        id = BigAutoField()
        due = DateField()
        closes = DateField()
        hour = TimeField(null=True)
        state = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "revisit"

    name = "revisit_state_due_hour_closes"
    db.execute(Revisit.index(Revisit.state, Revisit.due, Revisit.hour, Revisit.closes, name=name))
    migrator.migrate(migrator.drop_index("revisit", "revisit_state_due"))
    if isinstance(db, SqliteDatabase):
        db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('revisit', ?, ?)", (name, FIGURES))
        db.execute_sql("ANALYZE sqlite_schema")


def down(migrator, db):
    migrator.migrate(
        migrator.add_index("revisit", ("state", "due")), migrator.drop_index("revisit", "revisit_state_due_hour_closes")
    )
