"""Takes an import back whole: what it brought and nobody has worked with since goes, what it completed is as before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from counter_tui import clock
from counter_tui.exchange.completing import empty_again
from counter_tui.exchange.recognising import chunks
from counter_tui.i18n import _
from counter_tui.models import (
    ALIVE,
    OPEN,
    AuditEntry,
    Consent,
    Contact,
    Counter,
    Customer,
    ImportantDate,
    ImportBatch,
    ObjectionRaised,
    Phone,
    Piece,
    Revisit,
    Sale,
    Visit,
    utc_now,
)
from counter_tui.shop import drafts
from counter_tui.shop.claims import claimed
from counter_tui.shop.context import Shop
from counter_tui.shop.journal import hold
from counter_tui.shop.key_search import forget_recent
from counter_tui.shop.own_keys import remove_keys, rewrite_keys
from counter_tui.shop.series import Who
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.words import moment_words, number_words

_PLANNED = ("first", "second", "cleaning", "check", "regular", "birthday", "anniversary")
"""What an import plans; any other contact was planned by hand."""
_NO_WORK = ("file.read", "file.imported", "import.undone")


@dataclass(frozen=True)
class TakenBack:
    """What went, and who stays because somebody has worked with them since (name and number)."""

    customers: int
    sales: int
    stay: tuple[str, ...]


def take_back(shop: Shop, batch: int, by: Who) -> TakenBack:
    """Undo an import. The same file can be imported again afterwards.

    A customer it brought stays, with everything, once there is a contact, visit, objection, consent, correction, other
    sale or changed plan. In a file that was here before, the sales it brought go unless a contact of theirs has been
    made, moved or cancelled, and what it completed is emptied unless it has been changed. Nothing goes of whom somebody
    is in contact with right now, or has left an unsaved form or a parked call about.

    Numbers are given back only as far as they are the last ones given out: a number that was followed by another
    stays used, so that no number is ever said of two customers. Raises ShopError if it is taken back already, or if a
    later import has added to the same customers: imports of the same customers go back the last one first.
    """
    undone = _undo(shop, batch, by)
    forget_recent()
    return undone


@transaction
def _undo(shop: Shop, batch: int, by: Who) -> TakenBack:
    Counter.hold("customer")  # no other import is under way
    row = ImportBatch.get_or_none(ImportBatch.id == batch)
    if row is None or row.taken_back is not None:
        raise ShopError(_("This import has been taken back already."))
    _refuse_out_of_turn(batch)
    brought = Customer.select(Customer.id, Customer.number).where(Customer.batch == batch)
    made = dict(iter(brought.tuples()))
    completed = _completed(batch)
    touched = {*made, *(customer for customer, _detail in completed)}
    for portion in chunks(sorted(touched)):
        hold(portion)  # before any number of a sale is: who sells has a customer, then wants a number
    busy = {customer for portion in chunks(sorted(made)) for customer in _worked_with(portion, batch)}
    busy |= touched & (drafts.about() | claimed(touched).keys())
    gone = sorted(made.keys() - busy)
    sales = _remove_customers(gone)
    _give_back("customer", {made[id_] for id_ in gone})
    more, held = _remove_sales(batch, busy)
    _give_back("sale", sales | more)
    _restore(row, [its for its in completed if its[0] not in busy], by)
    ImportBatch.update(taken_back=utc_now()).where(ImportBatch.id == batch).execute()
    note(by, None, "import.undone", file=row.file_name, batch=batch, customers=len(gone))
    return TakenBack(len(gone), len(sales) + len(more), _names(busy | held))


def _refuse_out_of_turn(batch: int) -> None:
    """Raise ShopError if a later import that stands has added to the same customers: what it added would stay."""
    standing = ImportBatch.id > batch, ImportBatch.taken_back.is_null()
    later = {row.id: row for row in ImportBatch.select().where(*standing)}
    if not later:
        return
    entries = AuditEntry.select(AuditEntry.customer, AuditEntry.detail).where(AuditEntry.action == "file.imported")
    its: set[int] = set()
    adding = 0
    for customer, detail in entries.order_by(AuditEntry.id).tuples().iterator():
        if detail["batch"] == batch:
            its.add(customer)
        elif customer in its and detail["batch"] in later:
            adding = max(adding, detail["batch"])
    if adding:
        words = _("Take back {file} of {when} first: it has added to the same customers.")
        row = later[adding]
        raise ShopError(words.format(file=row.file_name, when=moment_words(clock.local(row.at))))


def _worked_with(ids: list[int], batch: int) -> set[int]:
    """Those of some customers whom somebody has worked with since the import."""
    found: set[int] = set()
    for model in (Contact, Visit, ObjectionRaised):
        found |= _whose(model, model.customer.in_(ids))
    brought = ImportBatch.select(ImportBatch.at).where(ImportBatch.id == batch)
    found |= _whose(Consent, Consent.customer.in_(ids), Consent.at != brought)
    found |= _whose(Sale, Sale.customer.in_(ids), Sale.batch.is_null() | (Sale.batch != batch))
    touched = (Revisit.version > 1) | Revisit.state.not_in(ALIVE) | Revisit.reason.not_in(_PLANNED)
    found |= _whose(Revisit, Revisit.customer.in_(ids), touched)
    found |= _whose(AuditEntry, AuditEntry.customer.in_(ids), AuditEntry.action.not_in(_NO_WORK))
    return found


def _whose(model: Any, *conditions: Any) -> set[int]:
    return {customer for (customer,) in model.select(model.customer).where(*conditions).distinct().tuples()}


def _remove_customers(ids: Iterable[int]) -> set[int]:
    """Remove files with everything in them; answers the numbers of their sales."""
    numbers: set[int] = set()
    for portion in chunks(ids):
        numbers |= {number for (number,) in Sale.select(Sale.number).where(Sale.customer.in_(portion)).tuples()}
        remove_keys(portion)
        Customer.delete().where(Customer.id.in_(portion)).execute()
    return numbers


def _remove_sales(batch: int, busy: set[int]) -> tuple[set[int], set[int]]:
    """Remove the sales it brought to files that were here before; answers their numbers, and whose stay."""
    numbers, held = set(), set()
    rows = list(Sale.select(Sale.id, Sale.number, Sale.customer, Sale.version).where(Sale.batch == batch).tuples())
    for portion in chunks(row for row in rows if row[2] not in busy):
        ids = [id_ for id_, *_rest in portion]
        touched = (Revisit.version > 1) | Revisit.state.not_in(ALIVE)
        used = {id_ for (id_,) in Revisit.select(Revisit.sale).where(Revisit.sale.in_(ids), touched).tuples()}
        cleaned = Piece.select(Piece.sale).where(Piece.sale.in_(ids), Piece.cleaned_on.is_null(False))
        used |= {id_ for (id_,) in cleaned.tuples()}
        held |= {customer for id_, _n, customer, version in portion if id_ in used or version > 1}
        free = {id_: number for id_, number, _c, version in portion if id_ not in used and version == 1}
        Sale.delete().where(Sale.id.in_(list(free))).execute()
        numbers |= set(free.values())
    return numbers, held


def _completed(batch: int) -> list[tuple[int, dict[str, Any]]]:
    """The files it completed that were here before, and what it wrote down of each."""
    entries = AuditEntry.select().where(AuditEntry.action == "file.imported").order_by(AuditEntry.id)
    told = ((entry.customer_id, entry.detail) for entry in entries.iterator())
    return [(id_, detail) for id_, detail in told if id_ and detail["batch"] == batch and "fields" in detail]


def _restore(batch: ImportBatch, completed: Iterable[tuple[int, dict[str, Any]]], by: Who) -> None:
    """Empty what was completed in files that were here before, where it still stands as it was filled in."""
    for customer, detail in completed:
        empty_again(detail.get("sales", ()))
        _restore_fields(customer, detail["fields"])
        Phone.delete().where(Phone.customer == customer, Phone.id.in_(detail["phones"])).execute()
        _remove_dates(customer, detail["dates"])
        if detail.get("heard"):
            Consent.delete().where(Consent.customer == customer, Consent.at == batch.at).execute()
            _plan_again(detail.get("stopped", ()))
        if detail["regular"]:
            _remove_plan(f"regular:customer:{customer}")
        if detail.get("answered"):
            _open_again(*detail["answered"])
        Customer.outdate(customer)
        rewrite_keys(customer)
        note(by, customer, "import.undone", file=batch.file_name, batch=batch.id)


def _restore_fields(customer: int, fields: dict[str, list[str]]) -> None:
    row = Customer.get_by_id(customer)
    before = {name: old for name, (old, new) in fields.items() if getattr(row, name) == new}
    if Sale.select().where(Sale.customer == customer).exists():
        before.pop("klass", None)
    if before:
        Customer.change(customer, None, **before)


def _remove_dates(customer: int, dates: list[int]) -> None:
    for id_ in dates:
        series = f"date:{id_}"
        _remove_plan(series)
        if not Revisit.select().where(Revisit.series == series).exists():
            ImportantDate.delete().where(ImportantDate.id == id_, ImportantDate.customer == customer).execute()


def _remove_plan(series: str) -> None:
    """Take away the planned contact of a series, if nobody has touched it."""
    Revisit.delete().where(Revisit.open_series == series, Revisit.version == 1).execute()


def _open_again(followup: int, version: int) -> None:
    """Who has bought nothing after all is asked why not, as was planned after the visit, unless they came again."""
    row = Revisit.get_or_none(Revisit.id == followup)
    if row and not Sale.select().where(Sale.customer == row.customer_id, Sale.day >= row.anchor).exists():
        _plan_again([(followup, version, OPEN, row.series)])


def _plan_again(stopped: Iterable[tuple[int, int, str, str | None]]) -> None:
    """Put back on the list what was taken off it, as if nobody had touched it, unless something of the kind is planned
    by now: of each contact its id, the version it was left in, and the state and series it had."""
    for id_, version, state, series in stopped:
        if series is None or not Revisit.select().where(Revisit.open_series == series).exists():
            values = {
                "state": state,
                "open_series": series,
                "closed_on": None,
                "closed_why": "",
                "version": version - 1,
            }
            Revisit.update(**values).where(Revisit.id == id_, Revisit.version == version).execute()


def _give_back(name: str, removed: set[int]) -> None:
    """Lower the counter as far as the last numbers given out are among those removed."""
    last = Counter.hold(name)  # and nobody is given one meanwhile
    while last in removed:
        last -= 1
    Counter.update(value=last).where(Counter.name == name).execute()


def _names(ids: Iterable[int]) -> tuple[str, ...]:
    rows = [row for portion in chunks(sorted(ids)) for row in Customer.select().where(Customer.id.in_(portion))]
    rows.sort(key=lambda row: row.number)
    return tuple(f"{row.name} {number_words(row.number)}" for row in rows)
