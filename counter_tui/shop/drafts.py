"""Forms as they stand, unsaved: kept on every change, offered after a crash, gone with the save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Customer, Draft, Revisit, Sale, utc_now
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import transaction
from counter_tui.shop.wording import reason_words

UNDONE = "undone"
"""What marks the data of a form that an undo has left; it is gone as soon as somebody types in the form again."""


@dataclass(frozen=True)
class DraftRow:
    """A form that was left unsaved: which one, about what, and since when (local time).

    A call's title is in the language in use, whatever it was when the call was left.
    """

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
    return in_words(shop, Draft.select().where(Draft.till == till).order_by(Draft.at.desc()))


def in_words(shop: Shop, drafts: Iterable[Draft]) -> tuple[DraftRow, ...]:
    """Drafts with their titles in the language in use."""
    rows = list(drafts)
    names = _known(Customer.select(Customer.id, Customer.name), Customer.id, rows, "customer")
    reasons = _known(Revisit.select(Revisit.id, Revisit.reason), Revisit.id, rows, "revisit")

    def title(row: Draft) -> str:
        data = row.data
        words = str(row.title)
        if row.form == "call" and data.get("customer") in names:
            script = shop.scripts.get(str(data.get("script")))
            told = reason_words(reasons[data["revisit"]]) if data.get("revisit") in reasons else script and script.title
            words = f"{told} · {names[data['customer']]}" if told else words
        return _("Undone: {what}").format(what=words) if data.get(UNDONE) else words

    return tuple(DraftRow(row.uuid, row.form, title(row), clock.local(row.at), row.data) for row in rows)


def _known(query: Any, key: Any, rows: Iterable[Draft], name: str) -> dict[int, str]:
    """The second column of `query` by id, for the ids that the calls among the drafts have under `name`."""
    ids = {row.data[name] for row in rows if row.form == "call" and row.data.get(name)}
    return dict(query.where(key.in_(ids)).tuples()) if ids else {}


def parked_calls(shop: Shop, till: str) -> tuple[DraftRow, ...]:
    """The calls, planned or not, that this till has left half-way; the one it left last comes first."""
    return tuple(row for row in left_unsaved(shop, till) if row.form == "call")


def parked_call(shop: Shop, revisit: int, till: str) -> DraftRow | None:
    """The notes of a planned call that this till has left half-way."""
    return next((row for row in parked_calls(shop, till) if row.data.get("revisit") == revisit), None)


def about() -> set[int]:
    """The customers whom unsaved forms and parked calls are about, on whatever till."""
    kept = [row.data for row in Draft.select(Draft.data)]
    corrected = {data["correct"] for data in kept if data.get("correct")}
    theirs = {sale.customer_id for sale in Sale.select(Sale.customer).where(Sale.id.in_(corrected))}
    return theirs | {data["customer"] for data in kept if data.get("customer")}


@transaction
def discard(shop: Shop, uuid: str) -> None:
    """Throw a draft away: the clerk said so."""
    gone(uuid)


def gone(uuid: str) -> None:
    """Remove the draft of a form in the transaction that saves it."""
    Draft.delete().where(Draft.uuid == uuid).execute()
