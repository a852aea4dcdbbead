"""What every stored record shares: the one database, field types of the trade, and rows that carry a version."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from peewee import (
    BigAutoField,
    CharField,
    DatabaseProxy,
    DateTimeField,
    DecimalField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

from counter_tui import clock

db = DatabaseProxy()


def on_server() -> bool:
    """Whether the records are on a server, rather than in a file."""
    return isinstance(db.obj, PostgresqlDatabase)


# What these hold is said once: the type of a partial() field is lost otherwise.
_number: Callable[..., DecimalField[Decimal | None]] = DecimalField
_words: Callable[..., CharField[str]] = CharField
_text: Callable[..., TextField[str]] = TextField

MoneyField = partial(_number, max_digits=12, decimal_places=2)
WeightField = partial(_number, max_digits=10, decimal_places=3)
CodeField = partial(_words, max_length=32)
LineField = partial(_words, max_length=200, default="")
NoteField = partial(_text, default="")


def utc_now() -> dt.datetime:
    """This moment as stored: naive UTC, whole seconds."""
    return clock.utc(clock.now())


def new_uuid() -> str:
    """The name a form gives its record when it opens, so that saving twice stores it once."""
    return uuid.uuid4().hex


class JSONField(TextField):
    """A small structure kept as JSON text, readable on both databases."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class MomentField(DateTimeField):
    """A moment, stored as naive UTC."""


class Record(Model):
    """A row of the shop's database."""

    id = BigAutoField()

    class Meta:
        database = db
        legacy_table_names = False


class FormRecord(Record):
    """A row that a form makes: `uuid` is unique, so pressing save twice, or again after a crash, stores it once."""

    uuid = CharField(max_length=32, unique=True, default=new_uuid)


class EditableRecord(Record):
    """A row people edit: an update names the version it has read; no row changed means somebody else was faster."""

    version = IntegerField(default=1)

    @classmethod
    def change(cls, record_id: int, version: int | None, **values: Any) -> bool:
        """Write `values` if the row still has `version` (None: whatever it has); False when it no longer does."""
        of_this = cls.id == record_id
        if version is not None:
            of_this &= cls.version == version
        return bool(
            cls.update(version=cls.version + 1, **values)
            .where(of_this)
            .execute()
        )  # fmt: skip
