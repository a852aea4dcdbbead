"""One function, one transaction; who did what is written down (A7); what can't be done is one sentence."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from peewee import DoesNotExist, IntegrityError, OperationalError, fn

from counter_tui.i18n import _
from counter_tui.models import AuditEntry, Clerk, db
from counter_tui.models.faults import code

P = ParamSpec("P")
R = TypeVar("R")

_AGAIN = 3
"""So often a transaction is tried again that a server took back whole because two got in each other's way."""
_IN_THE_WAY = ("40P01", "40001", "23505")
"""Deadlock, serialization failure, and a record that has just been written by somebody else: the same form, saved
again while its first saving was still under way, is found to be written when it is tried once more."""
_BELONGS_NOWHERE = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")


class ShopError(Exception):
    """What was asked can't be done; the text says why, in the clerk's language."""


class FasterError(ShopError):
    """Somebody else changed the row since it was read."""


def transaction(function: Callable[P, R]) -> Callable[P, R]:
    """The whole function happens, or none of it; it runs once more where a server has taken it back for another's sake.

    Raises FasterError where something it is about has been removed meanwhile.
    """

    @functools.wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        tries_left = 0 if db.in_transaction() else _AGAIN
        while True:
            try:
                with db.atomic():
                    return function(*args, **kwargs)
            except (DoesNotExist, IntegrityError, OperationalError) as error:
                if isinstance(error, DoesNotExist) or code(error) in _BELONGS_NOWHERE:
                    raise FasterError(_("What this is about is no longer there. Look at it again.")) from error
                if not tries_left or code(error) not in _IN_THE_WAY:
                    raise
                tries_left -= 1

    return whole


def newest_mark() -> int:
    """How far the trace goes now."""
    return int(AuditEntry.select(fn.MAX(AuditEntry.id)).scalar() or 0)


def last_since(_shop: object, customer: int, mark: int) -> str:
    """The name of the clerk who was the last to do something to a customer's data since `mark`; "" for nobody."""
    done = (AuditEntry.customer == customer) & (AuditEntry.id > mark) & (AuditEntry.action != "file.read")
    names = Clerk.select(Clerk.name).join(AuditEntry).where(done)
    return str(names.order_by(AuditEntry.id.desc()).limit(1).scalar() or "")


def note(by: int | None, customer: int | None, action: str, **detail: Any) -> None:
    """Write into the trace that clerk `by` did `action` to a customer's data."""
    AuditEntry.create(clerk=by, customer=customer, action=action, detail=detail)
