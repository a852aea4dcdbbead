"""Today's list in its own order: those with an hour, then the rest as their windows close, without sorting them all.

And SQLite is told how a big shop's contacts lie. Left to guess, it looks for one customer's next contact by walking
through all that is open in the shop. The figures are those of 100,000 customers; they do well for a hundred too.
"""

from peewee import BigAutoField, CharField, DateField, Model, SqliteDatabase, TimeField

LIE = {
    "revisit_state_due": "300000 150000 800",
    "revisit_state_hour_closes": "300000 150000 75000 800",
    "revisit_customer_id_state": "300000 4 2",
    "revisit_customer_id": "300000 4",
    "revisit_open_series": "300000 2",
    "revisit_sale_id": "300000 4",
    "revisit_clerk_id": "300000 8000",
    "revisit_uuid": "300000 1",
}
"""Rows in all, then how many share the first column, the first two, and so on."""


def up(migrator, db):
    class Revisit(Model):
        id = BigAutoField()
        closes = DateField()
        hour = TimeField(null=True)
        state = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "revisit"

    index = Revisit.index(Revisit.state, Revisit.hour, Revisit.closes, name="revisit_state_hour_closes")
    db.execute(index)
    if isinstance(db, SqliteDatabase):
        db.execute_sql("ANALYZE revisit")
        db.execute_sql("DELETE FROM sqlite_stat1 WHERE tbl = 'revisit'")
        for name, figures in LIE.items():
            db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('revisit', ?, ?)", (name, figures))
        db.execute_sql("ANALYZE sqlite_schema")


def down(migrator, db):
    if isinstance(db, SqliteDatabase):
        db.execute_sql("DROP TABLE sqlite_stat1")
    migrator.migrate(migrator.drop_index("revisit", "revisit_state_hour_closes"))
