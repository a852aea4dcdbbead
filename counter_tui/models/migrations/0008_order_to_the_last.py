"""A day's contacts in their order down to the last of those that are alike, which a server else has to sort; and what
comes, day by day. An index that only begins another is dropped: a contact, a sale or a list is written the sooner.

The figures are for SQLite, as in 0004.
"""

from peewee import BigAutoField, CharField, DateField, Model, SqliteDatabase, TimeField

FIGURES = {
    "revisit_state_due_hour_closes_id": "300000 150000 800 700 60 1",
    "revisit_state_hour_closes_id": "300000 150000 75000 800 1",
    "revisit_state_due_id": "300000 150000 800 1",
}
REPLACED = ("revisit_state_due_hour_closes", "revisit_state_hour_closes")
BEGINNINGS = {
    "revisit_customer_id": ("revisit", "customer_id"),
    "sale_customer_id": ("sale", "customer_id"),
    "contact_customer_id": ("contact", "customer_id"),
    "auditentry_customer_id": ("audit_entry", "customer_id"),
    "promise_customer_id": ("promise", "customer_id"),
    "complaint_customer_id": ("complaint", "customer_id"),
    "undostep_clerk_id": ("undo_step", "clerk_id"),
    "practicecard_clerk_id": ("practice_card", "clerk_id"),
    "practicereview_clerk_id": ("practice_review", "clerk_id"),
}


def revisits(db):
    class Revisit(Model):
        id = BigAutoField()
        due = DateField()
        closes = DateField()
        hour = TimeField(null=True)
        state = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "revisit"

    return Revisit


def up(migrator, db):
    its = revisits(db)
    for columns in (("due", "hour", "closes", "id"), ("hour", "closes", "id"), ("due", "id")):
        name = f"revisit_state_{'_'.join(columns)}"
        db.execute(its.index(its.state, *(getattr(its, column) for column in columns), name=name))
    for name in REPLACED:
        migrator.migrate(migrator.drop_index("revisit", name))
    for name, (table, _column) in BEGINNINGS.items():
        migrator.migrate(migrator.drop_index(table, name))
    if isinstance(db, SqliteDatabase):
        for name, figures in FIGURES.items():
            db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('revisit', ?, ?)", (name, figures))
        db.execute_sql("ANALYZE sqlite_schema")


def down(migrator, db):
    its = revisits(db)
    db.execute(its.index(its.state, its.due, its.hour, its.closes, name=REPLACED[0]))
    db.execute(its.index(its.state, its.hour, its.closes, name=REPLACED[1]))
    for name in FIGURES:
        migrator.migrate(migrator.drop_index("revisit", name))
    for name, (table, column) in BEGINNINGS.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ("{column}")')
