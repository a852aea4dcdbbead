"""What keeps the books straight: gapless numbers, unsaved forms, claims, what can be undone, and who did what."""

from __future__ import annotations

from typing import cast

from peewee import CharField, ForeignKeyField, IntegerField, Model

from counter_tui.models.base import CodeField, FormRecord, JSONField, MomentField, Record, db, utc_now
from counter_tui.models.people import Clerk, Customer


class Counter(Model):
    """The last number given out of each kind. Numbers people say aloud have no gaps."""

    name = CodeField(primary_key=True)
    value = IntegerField(default=0)

    class Meta:
        database = db
        legacy_table_names = False

    @classmethod
    def next(cls, name: str) -> int:
        """The next number of this kind; given back by itself if the transaction it is taken in fails."""
        return cls.reserve(name, 1) + 1

    @classmethod
    def reserve(cls, name: str, many: int) -> int:
        """Take `many` numbers of a kind in a row; answers the last one given out before them."""
        cls.insert(name=name, value=0).on_conflict_ignore().execute()
        row = (
            cls.update(value=cls.value + many)
            .where(cls.name == name)
            .returning(cls.value)
            .execute()
        )  # fmt: skip
        return cast(int, next(iter(row)).value) - many

    @classmethod
    def hold(cls, name: str) -> int:
        """The last number of a kind; nobody else is given one, or holds them, until the transaction has ended."""
        return cls.reserve(name, 0)


class Draft(Model):
    """A form as it stands on the screen, unsaved: offered again after a crash."""

    uuid = CharField(max_length=32, primary_key=True)
    form = CodeField()
    title = CharField(max_length=200, default="")
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    till = CharField(max_length=64, default="")
    data = JSONField(default=dict)
    at = MomentField(default=utc_now)

    class Meta:
        database = db
        legacy_table_names = False


class Claim(Model):
    """Who is in contact with a customer right now, and at which till: nobody else calls them until it `ends`."""

    customer = ForeignKeyField(Customer, primary_key=True, on_delete="CASCADE")
    customer_id: int
    clerk = ForeignKeyField(Clerk, null=True, on_delete="CASCADE")
    clerk_id: int | None
    till = CharField(max_length=64)
    at = MomentField(default=utc_now)
    ends = MomentField()

    class Meta:
        database = db
        legacy_table_names = False


class AuditEntry(Record):
    """Somebody did something to somebody's data: read, added, changed, moved, handed over, removed (A7)."""

    at = MomentField(default=utc_now)
    clerk = ForeignKeyField(Clerk, null=True, on_delete="SET NULL")
    clerk_id: int | None
    customer = ForeignKeyField(Customer, null=True, backref="audit", index=False, on_delete="CASCADE")
    customer_id: int | None
    action = CodeField()
    detail = JSONField(default=dict)

    class Meta:
        indexes = ((("customer", "at"), False),)


class UndoStep(FormRecord):
    """The last saved actions of each clerk, to be taken back: which, in whose files (`customers`: ids), and the rows.

    `changes` holds by table what was `added` (rows), `changed` (pairs: the columns as they were, the row as it was
    left) and `removed` (rows), as the database gives them.
    """

    at = MomentField(default=utc_now)
    clerk = ForeignKeyField(Clerk, index=False, on_delete="CASCADE")
    clerk_id: int
    action = CodeField()
    customers = JSONField(default=list)
    changes = JSONField(default=dict)

    class Meta:
        indexes = ((("clerk", "id"), False),)
