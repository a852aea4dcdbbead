"""The last saved actions of each clerk, so that they can be taken back."""

from peewee import BigAutoField, CharField, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Clerk(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "clerk"

    class UndoStep(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        at = DateTimeField()
        clerk = ForeignKeyField(Clerk, on_delete="CASCADE")
        action = CharField(max_length=32)
        customers = TextField(default="[]")
        changes = TextField(default="{}")

        class Meta:
            database = db
            table_name = "undo_step"
            indexes = ((("clerk", "id"), False),)

    db.create_tables([UndoStep])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("undo_step"))
