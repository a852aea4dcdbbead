"""A sale and the pieces that left the counter with it; a visit that ended without one (mission B1, B9)."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, DecimalField, ForeignKeyField, IntegerField, ModelSelect

from counter_tui.models.base import (
    CodeField,
    EditableRecord,
    FormRecord,
    LineField,
    MoneyField,
    NoteField,
    Record,
    WeightField,
)
from counter_tui.models.people import Clerk, Customer, ImportBatch


class Sale(FormRecord, EditableRecord):
    """A purchase of one or more pieces. A gift is not to be mentioned to anybody but the buyer."""

    number = IntegerField(unique=True)
    customer = ForeignKeyField(Customer, backref="sales", index=False, on_delete="CASCADE")
    customer_id: int
    day = DateField()
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    invoice = LineField()
    gift = BooleanField(default=False)
    total = MoneyField(null=True)
    note = NoteField()
    batch = ForeignKeyField(ImportBatch, null=True, backref="sales", on_delete="SET NULL")
    batch_id: int | None
    pieces: ModelSelect[Piece]

    class Meta:
        indexes = ((("customer", "day"), False),)


class Piece(Record):
    """One piece of jewellery: weights in grams, ring size as inner diameter in mm, prices in the shop's currency."""

    sale = ForeignKeyField(Sale, backref="pieces", on_delete="CASCADE")
    sale_id: int
    position = IntegerField(default=0)
    style = LineField()
    kind = CodeField(default="other")
    name = LineField()
    metal = CodeField(default="")
    weight = WeightField(null=True)
    stone = CodeField(default="")
    carat = WeightField(null=True)
    lab = CharField(max_length=60, default="")
    certificate = CharField(max_length=60, default="")
    ring_mm = DecimalField(max_digits=5, decimal_places=2, null=True)
    engraving = LineField()
    gold_price = MoneyField(null=True)
    labour = MoneyField(null=True)
    price = MoneyField(null=True)
    cleaned_on = DateField(null=True)


class Visit(FormRecord, EditableRecord):
    """A customer came and bought nothing (B9); why not is worth a line, and leads to a follow-up."""

    customer = ForeignKeyField(Customer, backref="visits", on_delete="CASCADE")
    customer_id: int
    day = DateField()
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    looked_at = LineField()
    why_not = LineField()
    note = NoteField()
