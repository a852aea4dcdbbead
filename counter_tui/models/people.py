"""The people: who stands at the counter, and whom the shop looks after (mission A, M1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    ModelSelect,
    TextField,
)

from counter_tui.models.base import (
    CodeField,
    EditableRecord,
    FormRecord,
    JSONField,
    LineField,
    MomentField,
    NoteField,
    Record,
    db,
    utc_now,
)

if TYPE_CHECKING:
    from counter_tui.models.sales import Sale


class Clerk(FormRecord):
    """Somebody who serves customers; one who has left stays in the records as inactive."""

    name = CharField(max_length=60)
    active = BooleanField(default=True)
    supervisor = BooleanField(default=False)


class ImportBatch(FormRecord):
    """One spreadsheet taken in, so that it can be taken back whole."""

    file_name = LineField()
    at = MomentField(default=utc_now)
    clerk = ForeignKeyField(Clerk, null=True, backref="imports", on_delete="SET NULL")
    clerk_id: int | None
    taken_back = MomentField(null=True)
    figures = JSONField(default=dict)


class Customer(FormRecord, EditableRecord):
    """A customer's file (A1, A2). `klass` A has bought, B has not yet, and `why_not` says why.

    `channel` is how they like to be reached, "" when that was never said; `route` is how to find the address (C12).
    """

    number = IntegerField(unique=True)
    name = CharField(max_length=60)
    sex = CodeField(default="")
    honorific = CodeField(default="")
    klass = CharField(max_length=1, default="B")
    why_not = LineField()
    first_visit = DateField()
    address = LineField()
    route = LineField()
    occupation = LineField()
    hobbies = LineField()
    taste = LineField()
    recognise = LineField()
    temperament = CodeField(default="")
    allergies = LineField()
    ring_mm = DecimalField(max_digits=5, decimal_places=2, null=True)
    wechat = LineField()
    email = LineField()
    best_hours = LineField()
    channel = CodeField(default="")
    note = NoteField()
    last_seen = MomentField(default=utc_now, index=True)
    opened_by = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    opened_by_id: int | None
    batch = ForeignKeyField(ImportBatch, null=True, backref="customers", on_delete="SET NULL")
    batch_id: int | None
    phones: ModelSelect[Phone]
    dates: ModelSelect[ImportantDate]
    sales: ModelSelect[Sale]

    @classmethod
    def outdate(cls, customer: int) -> None:
        """Something that the form of a file shows has changed beside this row: a form opened before learns of it."""
        cls.change(customer, None)


class Phone(Record):
    """A number of a customer: as typed, and as dialled when it is one. Families share numbers."""

    customer = ForeignKeyField(Customer, backref="phones", on_delete="CASCADE")
    customer_id: int
    typed = CharField(max_length=60)
    e164 = CharField(max_length=20, null=True, index=True)
    kind = CodeField(default="unknown")
    verified = BooleanField(default=False)
    wrong_since = DateField(null=True)
    position = IntegerField(default=0)


class ImportantDate(Record):
    """A birthday, wedding day or the like (A6); a lunar or year-less date keeps its parts."""

    customer = ForeignKeyField(Customer, backref="dates", on_delete="CASCADE")
    customer_id: int
    kind = CodeField(default="birthday")
    label = LineField()
    calendar = CodeField(default="solar")
    month = IntegerField()
    day = IntegerField()
    leap = BooleanField(default=False)
    year = IntegerField(null=True)


class Consent(Record):
    """What the customer allows, by purpose and channel, dated, with the clerk who asked (A7). The newest counts."""

    customer = ForeignKeyField(Customer, backref="consents", on_delete="CASCADE")
    customer_id: int
    purpose = CodeField()
    channel = CodeField(default="any")
    granted = BooleanField()
    at = MomentField(default=utc_now)
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    words = LineField()


class SearchKey(Model):
    """One way to find a customer: a kind letter and a folded word, probed by prefix (design.md §3)."""

    key = CharField(max_length=80)
    customer_id = IntegerField()

    class Meta:
        database = db
        legacy_table_names = False
        primary_key = CompositeKey("key", "customer_id")
        without_rowid = True


class OwnKeys(Model):
    """All search keys of one customer as one text, a line each: is everything typed to be found here? Each of them is
    a SearchKey too, from the same transaction."""

    customer_id = IntegerField(primary_key=True)
    keys = TextField()

    class Meta:
        database = db
        legacy_table_names = False
        table_name = "own_keys"
