"""The first shape of a shop's database: people, sales, contacts, and the books that keep them straight."""

from peewee import (
    BigAutoField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
    TimeField,
)


def up(migrator, db):
    embedded = isinstance(db, SqliteDatabase)

    class Clerk(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        name = CharField(max_length=60)
        active = BooleanField(default=True)
        supervisor = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "clerk"

    db.create_tables([Clerk])

    class ImportBatch(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        file_name = CharField(max_length=200, default="")
        at = DateTimeField()
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        taken_back = DateTimeField(null=True)
        figures = TextField(default="{}")

        class Meta:
            database = db
            table_name = "import_batch"

    db.create_tables([ImportBatch])

    class Customer(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        number = IntegerField(unique=True)
        name = CharField(max_length=60)
        sex = CharField(max_length=32, default="")
        honorific = CharField(max_length=32, default="")
        klass = CharField(max_length=1, default="B")
        why_not = CharField(max_length=200, default="")
        first_visit = DateField()
        address = CharField(max_length=200, default="")
        occupation = CharField(max_length=200, default="")
        hobbies = CharField(max_length=200, default="")
        taste = CharField(max_length=200, default="")
        recognise = CharField(max_length=200, default="")
        temperament = CharField(max_length=32, default="")
        allergies = CharField(max_length=200, default="")
        ring_mm = DecimalField(null=True, max_digits=5, decimal_places=2)
        wechat = CharField(max_length=200, default="")
        email = CharField(max_length=200, default="")
        best_hours = CharField(max_length=200, default="")
        note = TextField(default="")
        last_seen = DateTimeField(index=True)
        opened_by = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        batch = ForeignKeyField(ImportBatch, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "customer"

    db.create_tables([Customer])

    class AuditEntry(Model):
        id = BigAutoField()
        at = DateTimeField()
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        customer = ForeignKeyField(Customer, null=True, on_delete="CASCADE")
        action = CharField(max_length=32)
        detail = TextField(default="{}")

        class Meta:
            database = db
            table_name = "audit_entry"
            indexes = ((("customer", "at"), False),)

    db.create_tables([AuditEntry])

    class Consent(Model):
        id = BigAutoField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        purpose = CharField(max_length=32)
        channel = CharField(max_length=32, default="any")
        granted = BooleanField()
        at = DateTimeField()
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        words = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "consent"

    db.create_tables([Consent])

    class Sale(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        number = IntegerField(unique=True)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        day = DateField()
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        invoice = CharField(max_length=200, default="")
        gift = BooleanField(default=False)
        total = DecimalField(null=True, max_digits=12, decimal_places=2)
        note = TextField(default="")
        batch = ForeignKeyField(ImportBatch, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "sale"
            indexes = ((("customer", "day"), False),)

    db.create_tables([Sale])

    class Visit(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        day = DateField()
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        looked_at = CharField(max_length=200, default="")
        why_not = CharField(max_length=200, default="")
        note = TextField(default="")

        class Meta:
            database = db
            table_name = "visit"

    db.create_tables([Visit])

    class ImportantDate(Model):
        id = BigAutoField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        kind = CharField(max_length=32, default="birthday")
        label = CharField(max_length=200, default="")
        calendar = CharField(max_length=32, default="solar")
        month = IntegerField()
        day = IntegerField()
        leap = BooleanField(default=False)
        year = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "important_date"

    db.create_tables([ImportantDate])

    class Revisit(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        version = IntegerField(default=1)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        sale = ForeignKeyField(Sale, null=True, on_delete="CASCADE")
        visit = ForeignKeyField(Visit, null=True, on_delete="CASCADE")
        date = ForeignKeyField(ImportantDate, null=True, on_delete="SET NULL")
        after = ForeignKeyField("self", null=True, on_delete="SET NULL")
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        reason = CharField(max_length=32)
        channel = CharField(max_length=32, default="phone")
        topic = CharField(max_length=200, default="")
        anchor = DateField()
        due = DateField()
        closes = DateField()
        hour = TimeField(null=True)
        state = CharField(max_length=32, default="open")
        series = CharField(max_length=64)
        open_series = CharField(unique=True, null=True, max_length=64)
        tries = IntegerField(default=0)
        last_outcome = CharField(max_length=32, default="")
        closed_on = DateField(null=True)
        closed_why = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "revisit"
            indexes = ((("state", "due"), False), (("customer", "state"), False))

    db.create_tables([Revisit])

    class Contact(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        revisit = ForeignKeyField(Revisit, null=True, on_delete="SET NULL")
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        at = DateTimeField()
        seconds = IntegerField(null=True)
        direction = CharField(max_length=32, default="out")
        channel = CharField(max_length=32, default="phone")
        reason = CharField(max_length=32, default="")
        purpose = CharField(max_length=32, default="service")
        outcome = CharField(max_length=32)
        topic = CharField(max_length=200, default="")
        said = TextField(default="")
        request = CharField(max_length=200, default="")
        next_step = CharField(max_length=200, default="")
        script = CharField(max_length=32, default="")

        class Meta:
            database = db
            table_name = "contact"
            indexes = ((("customer", "at"), False), (("at",), False))

    db.create_tables([Contact])

    class Counter(Model):
        name = CharField(primary_key=True, max_length=32)
        value = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "counter"

    db.create_tables([Counter])

    class Draft(Model):
        uuid = CharField(primary_key=True, max_length=32)
        form = CharField(max_length=32)
        title = CharField(max_length=200, default="")
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        till = CharField(max_length=64, default="")
        data = TextField(default="{}")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "draft"

    db.create_tables([Draft])

    class ObjectionRaised(Model):
        id = BigAutoField()
        uuid = CharField(unique=True, max_length=32)
        customer = ForeignKeyField(Customer, null=True, on_delete="CASCADE")
        contact = ForeignKeyField(Contact, null=True, on_delete="CASCADE")
        clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
        at = DateTimeField()
        card = CharField(index=True, max_length=64)
        answer = IntegerField(null=True)
        ended = CharField(max_length=32, default="")
        note = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "objection_raised"

    db.create_tables([ObjectionRaised])

    class Phone(Model):
        id = BigAutoField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        typed = CharField(max_length=60)
        e164 = CharField(index=True, null=True, max_length=20)
        kind = CharField(max_length=32, default="unknown")
        verified = BooleanField(default=False)
        wrong_since = DateField(null=True)
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "phone"

    db.create_tables([Phone])

    class Piece(Model):
        id = BigAutoField()
        sale = ForeignKeyField(Sale, on_delete="CASCADE")
        position = IntegerField(default=0)
        style = CharField(max_length=200, default="")
        kind = CharField(max_length=32, default="other")
        name = CharField(max_length=200, default="")
        metal = CharField(max_length=32, default="")
        weight = DecimalField(null=True, decimal_places=3)
        stone = CharField(max_length=32, default="")
        carat = DecimalField(null=True, decimal_places=3)
        lab = CharField(max_length=60, default="")
        certificate = CharField(max_length=60, default="")
        ring_mm = DecimalField(null=True, max_digits=5, decimal_places=2)
        engraving = CharField(max_length=200, default="")
        gold_price = DecimalField(null=True, max_digits=12, decimal_places=2)
        labour = DecimalField(null=True, max_digits=12, decimal_places=2)
        price = DecimalField(null=True, max_digits=12, decimal_places=2)
        cleaned_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "piece"

    db.create_tables([Piece])

    class ScriptTick(Model):
        id = BigAutoField()
        contact = ForeignKeyField(Contact, on_delete="CASCADE")
        step = CharField(max_length=32)
        title = CharField(max_length=200, default="")
        ticked = DateTimeField(null=True)
        note = TextField(default="")

        class Meta:
            database = db
            table_name = "script_tick"

    db.create_tables([ScriptTick])

    class SearchKey(Model):
        key = CharField(max_length=80, collation=None if embedded else '"C"')
        customer_id = IntegerField(index=True)

        class Meta:
            database = db
            table_name = "search_key"
            primary_key = CompositeKey("key", "customer_id")
            without_rowid = embedded

    db.create_tables([SearchKey])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("search_key"))
    migrator.migrate(migrator.drop_table("script_tick"))
    migrator.migrate(migrator.drop_table("piece"))
    migrator.migrate(migrator.drop_table("phone"))
    migrator.migrate(migrator.drop_table("objection_raised"))
    migrator.migrate(migrator.drop_table("draft"))
    migrator.migrate(migrator.drop_table("counter"))
    migrator.migrate(migrator.drop_table("contact"))
    migrator.migrate(migrator.drop_table("revisit"))
    migrator.migrate(migrator.drop_table("important_date"))
    migrator.migrate(migrator.drop_table("visit"))
    migrator.migrate(migrator.drop_table("sale"))
    migrator.migrate(migrator.drop_table("consent"))
    migrator.migrate(migrator.drop_table("audit_entry"))
    migrator.migrate(migrator.drop_table("customer"))
    migrator.migrate(migrator.drop_table("import_batch"))
    migrator.migrate(migrator.drop_table("clerk"))
