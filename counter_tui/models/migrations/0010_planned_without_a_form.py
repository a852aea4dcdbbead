"""No form makes a planned contact: `open_series` alone keeps it from being planned twice, and it needs no uuid."""

from peewee import SqliteDatabase


def up(migrator, db):
    migrator.migrate(migrator.drop_index("revisit", "revisit_uuid"), migrator.drop_column("revisit", "uuid"))


def down(migrator, db):
    db.execute_sql("ALTER TABLE revisit ADD COLUMN uuid VARCHAR(32) NOT NULL DEFAULT ''")
    made = "lower(hex(randomblob(16)))" if isinstance(db, SqliteDatabase) else "md5(random()::text || id)"
    db.execute_sql(f"UPDATE revisit SET uuid = {made}")
    migrator.migrate(migrator.add_index("revisit", ("uuid",), True))
    if isinstance(db, SqliteDatabase):
        db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('revisit', 'revisit_uuid', '300000 1')")
        db.execute_sql("ANALYZE sqlite_schema")
    else:
        db.execute_sql("ALTER TABLE revisit ALTER COLUMN uuid DROP DEFAULT")
