"""What each clerk practises, and how she has rated herself."""

from peewee import BigAutoField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Clerk(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "clerk"

    class PracticeCard(Model):
        id = BigAutoField()
        clerk = ForeignKeyField(Clerk, on_delete="CASCADE")
        kind = CharField(max_length=32)
        item = CharField(max_length=80)
        state = TextField()
        due = DateTimeField()
        begun = DateTimeField()

        class Meta:
            database = db
            table_name = "practice_card"
            indexes = ((("clerk", "kind", "item"), True),)

    class PracticeReview(Model):
        id = BigAutoField()
        clerk = ForeignKeyField(Clerk, on_delete="CASCADE")
        kind = CharField(max_length=32)
        item = CharField(max_length=80)
        rating = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "practice_review"
            indexes = ((("clerk", "at"), False),)

    db.create_tables([PracticeCard, PracticeReview])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("practice_review"))
    migrator.migrate(migrator.drop_table("practice_card"))
