"""No form makes a planned contact: `open_series` alone keeps it from being planned twice, and it needs no uuid."""

from peewee import CharField, SqliteDatabase


def up(migrator, db):
    migrator.migrate(migrator.drop_index("revisit", "revisit_uuid"), migrator.drop_column("revisit", "uuid"))


def down(migrator, db):
    migrator.migrate(migrator.add_column("revisit", "uuid", CharField(max_length=32, default="")))
    made = "lower(hex(randomblob(16)))" if isinstance(db, SqliteDatabase) else "md5(random()::text || id)"
    db.execute_sql(f"UPDATE revisit SET uuid = {made}")
    migrator.migrate(migrator.add_index("revisit", ("uuid",), True))
