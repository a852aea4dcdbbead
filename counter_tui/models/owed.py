"""What the shop owes a customer: a promise kept or explained (mission I1), a complaint answered (F)."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TimeField

from counter_tui.models.base import CodeField, EditableRecord, FormRecord, LineField, MomentField, NoteField, utc_now
from counter_tui.models.care import OPEN, Contact, Revisit
from counter_tui.models.people import Clerk, Customer
from counter_tui.models.sales import Sale

KEPT, EXPLAINED, CLOSED = "kept", "explained", "closed"


class Promise(FormRecord, EditableRecord):
    """What a clerk promised, until which day, and who keeps it. `revisit` is the line that shows it on that day."""

    customer = ForeignKeyField(Customer, backref="promises", index=False, on_delete="CASCADE")
    customer_id: int
    contact = ForeignKeyField(Contact, null=True, backref="promises", on_delete="SET NULL")
    contact_id: int | None
    revisit = ForeignKeyField(Revisit, null=True, backref="promises", on_delete="SET NULL")
    revisit_id: int | None
    clerk = ForeignKeyField(Clerk, null=True, backref="promises", on_delete="SET NULL")
    clerk_id: int | None
    made = MomentField(default=utc_now)
    what = LineField()
    until = DateField()
    hour = TimeField(null=True)
    state = CodeField(default=OPEN)
    closed_on = DateField(null=True)
    closed_words = LineField()

    class Meta:
        indexes = ((("state", "until"), False), (("customer", "state"), False))


class Complaint(FormRecord, EditableRecord):
    """What went wrong for a customer, in their words, and what would make it right. Closed by their word only (F3)."""

    number = IntegerField(unique=True)
    customer = ForeignKeyField(Customer, backref="complaints", index=False, on_delete="CASCADE")
    customer_id: int
    contact = ForeignKeyField(Contact, null=True, backref="complaints", on_delete="SET NULL")
    contact_id: int | None
    sale = ForeignKeyField(Sale, null=True, backref="complaints", on_delete="SET NULL")
    sale_id: int | None
    revisit = ForeignKeyField(Revisit, null=True, backref="complaints", on_delete="SET NULL")
    revisit_id: int | None
    clerk = ForeignKeyField(Clerk, null=True, backref="complaints", on_delete="SET NULL")
    clerk_id: int | None
    opened = MomentField(default=utc_now)
    kind = CodeField(default="other")
    words = NoteField()
    wish = LineField()
    state = CodeField(default=OPEN)
    closed_on = DateField(null=True)
    closed_words = LineField()

    class Meta:
        indexes = ((("state", "opened"), False), (("customer", "state"), False))
