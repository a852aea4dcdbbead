"""The call desk: what a contact came to, promises and complaints, and who is on the phone with whom."""

from peewee import (
    BigAutoField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    TimeField,
)

CODE, LINE = {"max_length": 32, "default": ""}, {"max_length": 200, "default": ""}


def up(migrator, db):
    def table(name):
        class Known(Model):
            id = BigAutoField()

            class Meta:
                database = db
                table_name = name

        return Known

    of_clerk, of_customer, of_contact = table("clerk"), table("customer"), table("contact")
    of_sale, of_revisit = table("sale"), table("revisit")

    migrator.migrate(
        migrator.add_column("customer", "route", CharField(**LINE)),
        migrator.add_column("customer", "channel", CharField(**CODE)),
        migrator.add_column("contact", "effect", CharField(**CODE)),
        migrator.add_column("contact", "satisfaction", IntegerField(null=True)),
        migrator.add_column(
            "contact", "allowed_by_id", ForeignKeyField(of_clerk, field=of_clerk.id, null=True, on_delete="SET NULL")
        ),
        migrator.add_column("contact", "allowed_why", CharField(**LINE)),
        migrator.add_column("script_tick", "answer", CharField(**LINE)),
        migrator.add_column("objection_raised", "kind", CharField(**CODE)),
        migrator.drop_index("objection_raised", "objectionraised_card"),
        migrator.add_index("objection_raised", ("card", "kind", "answer", "ended", "clerk_id", "at")),
        migrator.add_index("objection_raised", ("at",)),
    )

    class Finding(Model):
        id = BigAutoField()
        contact = ForeignKeyField(of_contact, on_delete="CASCADE")
        question = CharField(max_length=32)
        answer = CharField(**LINE)

        class Meta:
            database = db
            table_name = "finding"

    class Promise(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        customer = ForeignKeyField(of_customer, on_delete="CASCADE")
        contact = ForeignKeyField(of_contact, null=True, on_delete="SET NULL")
        revisit = ForeignKeyField(of_revisit, null=True, on_delete="SET NULL")
        clerk = ForeignKeyField(of_clerk, null=True, on_delete="SET NULL")
        made = DateTimeField()
        what = CharField(**LINE)
        until = DateField()
        hour = TimeField(null=True)
        state = CharField(max_length=32, default="open")
        closed_on = DateField(null=True)
        closed_words = CharField(**LINE)

        class Meta:
            database = db
            table_name = "promise"
            indexes = ((("state", "until"), False), (("customer", "state"), False))

    class Complaint(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        number = IntegerField(unique=True)
        customer = ForeignKeyField(of_customer, on_delete="CASCADE")
        contact = ForeignKeyField(of_contact, null=True, on_delete="SET NULL")
        sale = ForeignKeyField(of_sale, null=True, on_delete="SET NULL")
        revisit = ForeignKeyField(of_revisit, null=True, on_delete="SET NULL")
        clerk = ForeignKeyField(of_clerk, null=True, on_delete="SET NULL")
        opened = DateTimeField()
        kind = CharField(max_length=32, default="other")
        words = TextField(default="")
        wish = CharField(**LINE)
        state = CharField(max_length=32, default="open")
        closed_on = DateField(null=True)
        closed_words = CharField(**LINE)

        class Meta:
            database = db
            table_name = "complaint"
            indexes = ((("state", "opened"), False), (("customer", "state"), False))

    class Claim(Model):
        customer = ForeignKeyField(of_customer, primary_key=True, on_delete="CASCADE")
        clerk = ForeignKeyField(of_clerk, null=True, on_delete="CASCADE")
        till = CharField(max_length=64)
        at = DateTimeField()
        ends = DateTimeField()

        class Meta:
            database = db
            table_name = "claim"

    db.create_tables([Finding, Promise, Complaint, Claim])


def down(migrator, db):
    for name in ("claim", "complaint", "promise", "finding"):
        migrator.migrate(migrator.drop_table(name))
    migrator.migrate(
        migrator.drop_index("contact", "contact_allowed_by_id"),
        migrator.drop_index("objection_raised", "objection_raised_at"),
        migrator.drop_index("objection_raised", "objection_raised_card_kind_answer_ended_clerk_id_at"),
        migrator.add_index("objection_raised", ("card",), name="objectionraised_card"),
    )
    for name, columns in (
        ("objection_raised", ("kind",)),
        ("script_tick", ("answer",)),
        ("contact", ("allowed_why", "allowed_by_id", "satisfaction", "effect")),
        ("customer", ("channel", "route")),
    ):
        for column in columns:
            migrator.migrate(migrator.drop_column(name, column))
