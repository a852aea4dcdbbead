"""Forms as they stand, unsaved: kept on every change, offered after a crash, gone with the save."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from counter_tui import clock
from counter_tui.models import Draft, utc_now
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import transaction


@dataclass(frozen=True)
class DraftRow:
    """A form that was left unsaved: which one, about what, and since when (local time)."""

    uuid: str
    form: str
    title: str
    at: dt.datetime
    data: dict[str, Any]


@transaction
def keep(shop: Shop, uuid: str, form: str, title: str, data: dict[str, Any], by: int | None, till: str) -> None:
    """Keep what is typed in form `uuid` on this till; the newest state replaces the one before."""
    (
        Draft.insert(uuid=uuid, form=form, title=title[:200], data=data, clerk=by, till=till, at=utc_now())
        .on_conflict(conflict_target=[Draft.uuid], preserve=[Draft.title, Draft.data, Draft.clerk, Draft.at])
        .execute()
    )  # fmt: skip


def left_unsaved(shop: Shop, till: str) -> tuple[DraftRow, ...]:
    """What this till had open when it stopped, newest first."""
    rows = Draft.select().where(Draft.till == till).order_by(Draft.at.desc())
    return tuple(DraftRow(row.uuid, row.form, row.title, clock.local(row.at), row.data) for row in rows)


def parked_calls(shop: Shop, till: str) -> tuple[DraftRow, ...]:
    """The calls, planned or not, that this till has left half-way; the one it left last comes first."""
    return tuple(row for row in left_unsaved(shop, till) if row.form == "call")


def parked_call(shop: Shop, revisit: int, till: str) -> DraftRow | None:
    """The notes of a planned call that this till has left half-way."""
    return next((row for row in parked_calls(shop, till) if row.data.get("revisit") == revisit), None)


@transaction
def discard(shop: Shop, uuid: str) -> None:
    """Throw a draft away: the clerk said so."""
    gone(uuid)


def gone(uuid: str) -> None:
    """Remove the draft of a form in the transaction that saves it."""
    Draft.delete().where(Draft.uuid == uuid).execute()
