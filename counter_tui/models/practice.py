"""What a clerk practises (mission D5), apart from every customer's record: nothing here points to one."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from counter_tui.models.base import CodeField, JSONField, MomentField, Record, utc_now
from counter_tui.models.people import Clerk


class PracticeCard(Record):
    """How well a clerk knows one thing: `kind` objection or script, `item` the card's id or `script/step`.

    `state` is what the scheduler keeps of it, `due` the moment it wants it again, `begun` when it was first practised.
    """

    clerk = ForeignKeyField(Clerk, index=False, on_delete="CASCADE")
    clerk_id: int
    kind = CodeField()
    item = CharField(max_length=80)
    state = JSONField()
    due = MomentField()
    begun = MomentField(default=utc_now)

    class Meta:
        indexes = ((("clerk", "kind", "item"), True),)


class PracticeReview(Record):
    """A clerk has answered once and rated herself: 1 again, 2 hard, 3 good, 4 easy."""

    clerk = ForeignKeyField(Clerk, index=False, on_delete="CASCADE")
    clerk_id: int
    kind = CodeField()
    item = CharField(max_length=80)
    rating = IntegerField()
    at = MomentField(default=utc_now)

    class Meta:
        indexes = ((("clerk", "at"), False),)
