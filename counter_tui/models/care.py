"""Looking after a customer: contacts to make, contacts made, and what came up in them (mission C, D, E)."""

from __future__ import annotations

from peewee import SQL, CharField, DateField, ForeignKeyField, IntegerField, TimeField

from counter_tui.models.base import (
    CodeField,
    EditableRecord,
    FormRecord,
    LineField,
    MomentField,
    NoteField,
    Record,
    utc_now,
)
from counter_tui.models.people import Clerk, Customer, ImportantDate
from counter_tui.models.sales import Sale, Visit

OPEN, WAITING, DONE, CANCELLED = "open", "waiting", "done", "cancelled"
ALIVE = (OPEN, WAITING)
"""States of a contact that is still to be made."""


class Revisit(EditableRecord):
    """A contact to make. It is today's from `due` to `closes`, late after that.

    `series` names what it belongs to (`cleaning:sale:12`); `open_series` is the same while it is open or waiting and
    NULL afterwards, and unique: nothing is ever planned twice. A `waiting` one takes its turn when `after` is over.
    `agreed_on` is when its day was agreed with the customer or set by a clerk: no rule moves it by itself.
    """

    customer = ForeignKeyField(Customer, backref="revisits", index=False, on_delete="CASCADE")
    customer_id: int
    sale = ForeignKeyField(Sale, null=True, backref="revisits", on_delete="CASCADE")
    sale_id: int | None
    visit = ForeignKeyField(Visit, null=True, backref="revisits", index=False, on_delete="CASCADE")
    visit_id: int | None
    date = ForeignKeyField(ImportantDate, null=True, backref="revisits", index=False, on_delete="SET NULL")
    date_id: int | None
    after = ForeignKeyField("self", null=True, backref="followers", index=False, on_delete="SET NULL")
    after_id: int | None
    clerk = ForeignKeyField(Clerk, null=True, backref="revisits", on_delete="SET NULL")
    clerk_id: int | None
    reason = CodeField()
    channel = CodeField(default="phone")
    topic = LineField()
    anchor = DateField()
    due = DateField()
    closes = DateField()
    hour = TimeField(null=True)
    agreed_on = DateField(null=True)
    state = CodeField(default=OPEN)
    series = CharField(max_length=64)
    open_series = CharField(max_length=64, null=True, unique=True)
    tries = IntegerField(default=0)
    last_outcome = CodeField(default="")
    closed_on = DateField(null=True)
    closed_why = LineField()

    class Meta:
        indexes = (
            (("state", "due", "hour", "closes", "id"), False),
            (("state", "hour", "closes", "id"), False),
            (("state", "due", "id"), False),
            (("customer", "state"), False),
        )


for _field in (Revisit.visit, Revisit.date, Revisit.after):  # hardly any has one, and the others need no place there
    Revisit.add_index(Revisit.index(_field, where=_field.is_null(False), name=f"revisit_{_field.column_name}"))
_WISHED = SQL(
    "state = 'open' AND hour IS NULL AND anchor >= due AND anchor <= due"
    " AND reason IN ('birthday', 'anniversary', 'festival')"
)
Revisit.add_index(Revisit.index(Revisit.state, Revisit.due, Revisit.id, where=_WISHED, name="revisit_wished"))


class Contact(FormRecord):
    """A contact that happened, out-bound or in-bound (C7). `seconds` is its length, `satisfaction` 0 to 10.

    `allowed_by` let it be made where the rules did not, for `allowed_why` (C5).
    """

    customer = ForeignKeyField(Customer, backref="contacts", index=False, on_delete="CASCADE")
    customer_id: int
    revisit = ForeignKeyField(Revisit, null=True, backref="contacts", on_delete="SET NULL")
    revisit_id: int | None
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    at = MomentField(default=utc_now)
    seconds = IntegerField(null=True)
    direction = CodeField(default="out")
    channel = CodeField(default="phone")
    reason = CodeField(default="")
    purpose = CodeField(default="service")
    outcome = CodeField()
    topic = LineField()
    said = NoteField()
    request = LineField()
    next_step = LineField()
    script = CodeField(default="")
    effect = CodeField(default="")
    satisfaction = IntegerField(null=True)
    allowed_by = ForeignKeyField(Clerk, null=True, backref="allowed", on_delete="SET NULL")
    allowed_by_id: int | None
    allowed_why = LineField()

    class Meta:
        indexes = ((("customer", "at"), False), (("at",), False))


class ScriptTick(Record):
    """A step of the script that was ticked in a contact, with what the customer answered and its note."""

    contact = ForeignKeyField(Contact, backref="ticks", on_delete="CASCADE")
    contact_id: int
    step = CodeField()
    title = LineField()
    ticked = MomentField(null=True)
    note = NoteField()
    answer = LineField()


class Finding(Record):
    """What came of a contact besides: a question of the script, or a sign (`sign`), and the answer (C7, C11).

    `also`: the answer is the id of another planned contact, which it has served too.
    """

    contact = ForeignKeyField(Contact, backref="findings", on_delete="CASCADE")
    contact_id: int
    question = CodeField()
    answer = LineField()


class ObjectionRaised(FormRecord):
    """A doubt a customer spoke, the card and answer used, and how it ended: settled, open or lost (E3).

    `kind` is that of the piece that was talked about.
    """

    customer = ForeignKeyField(Customer, null=True, backref="objections", on_delete="CASCADE")
    customer_id: int | None
    contact = ForeignKeyField(Contact, null=True, backref="objections", on_delete="CASCADE")
    contact_id: int | None
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    at = MomentField(default=utc_now)
    card = CharField(max_length=64)
    answer = IntegerField(null=True)
    ended = CodeField(default="")
    note = LineField()
    kind = CodeField(default="")

    class Meta:
        indexes = ((("card", "kind", "answer", "ended", "clerk", "at"), False), (("at",), False))
