"""Taking back the last saved actions of a clerk: what stood before stands again, or one sentence says why not.

An action is taken back whole or not at all, and only while every row still stands as it left it. Words are in
shop/undo_words.py, what is kept in shop/journal.py.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import AuditEntry, Claim, Clerk, Customer, Draft, Revisit, Sale, UndoStep
from counter_tui.shop.claims import in_contact
from counter_tui.shop.context import Shop
from counter_tui.shop.drafts import UNDONE, DraftRow, in_words
from counter_tui.shop.journal import FILE, Changes, Row, hold, places, read_rows, table_of
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.shop.undo_words import effects, title
from counter_tui.shop.undo_writing import give_back_numbers, hold_numbers, put_back
from counter_tui.shop.wording import reason_words

_FINDABLE = ("customer", "phone", "sale", "piece")
_AT_ITS_END = ("said", "request", "effect", "satisfaction")
"""What is written down when a contact ends, and stands in its form again."""


@dataclass(frozen=True)
class StepRow:
    """An action of a clerk: when (local), what was done, and what taking it back will do, in words.

    `form` tells that the form it was saved from can be opened again.
    """

    uuid: str
    at: dt.datetime
    title: str
    effects: tuple[str, ...]
    form: bool


@dataclass(frozen=True)
class TakenBack:
    """What was taken back, the files that went with it (ids), and the form as it stood, if it can be opened again."""

    title: str
    removed: tuple[int, ...]
    draft: DraftRow | None


def last_steps(shop: Shop, by: int | None) -> tuple[StepRow, ...]:
    """What this clerk saved last and can take back, newest first."""
    rows = UndoStep.select().where(UndoStep.clerk == by).order_by(UndoStep.id.desc())
    return tuple(_row(shop, row) for row in rows)


def obstacle(shop: Shop, uuid: str, by: int | None, till: str = "") -> str:
    """Why an action can't be taken back now on this till, in a sentence; "" when it can."""
    return _obstacle(shop, _own(uuid, by), till)


@transaction
def take_back(shop: Shop, uuid: str, by: int | None, till: str = "") -> TakenBack:
    """Take back an action of clerk `by`; what was typed lies among the unsaved forms of `till` again.

    Numbers are given back only if they are the last ones given out; else they stay used, and the trace says so. Raises
    ShopError, with nothing changed, when something has been done since that stands on it, or while another till is in
    contact with whom it is about.
    """
    step = _own(uuid, by)
    if _removed(step.changes)["customer"]:
        hold_numbers("customer")
    hold(step.customers)
    if sentence := _obstacle(shop, step, till):
        raise ShopError(sentence)
    row, changes = _row(shop, step), step.changes
    removed = [file["id"] for file in changes.get("customer", {}).get("added", ())]
    numbers = give_back_numbers(changes)
    put_back(changes)
    _settle_undone(changes)
    for customer in step.customers:
        if any(table in changes for table in _FINDABLE):
            rewrite_keys(customer)
        note(by, None if customer in removed else customer, "action.undone", did=step.action, **numbers)
    draft = _draft_again(shop, step, till)
    step.delete_instance()
    return TakenBack(row.title, tuple(removed), draft)


def _own(uuid: str, by: int | None) -> UndoStep:
    step = UndoStep.get_or_none(UndoStep.uuid == uuid, UndoStep.clerk == by)
    if step is None:
        raise ShopError(_("This has been undone already, or is too long ago."))
    return step


def _row(shop: Shop, step: UndoStep) -> StepRow:
    known = Customer.select(Customer.name).where(Customer.id.in_(step.customers)).order_by(Customer.id)
    names = [row.name for row in known.limit(2)] or [_("a file that is gone")]
    words = title(step.action, step.changes, names, max(known.count(), 1))
    form = "draft" in step.changes or bool(_said(step.changes))
    lost = [
        _("What was typed goes with it: {form}").format(form=draft.title)
        for draft in in_words(shop, _gone_with(step.changes))
        if draft.data.get(UNDONE)
    ]
    return StepRow(step.uuid, clock.local(step.at), words, (*effects(step.changes), *lost), form)


# --- may it be? ---------------------------------------------------------------------------------------------------


def _obstacle(shop: Shop, step: UndoStep, till: str) -> str:
    if sentence := in_contact(step.customers, till):
        return sentence
    typed = [draft for draft in _forms_about(step.changes) if not draft.data.get(UNDONE)]
    if typed:
        form = in_words(shop, typed[:1])[0].title or _("without a name")
        if till not in ("", typed[0].till):
            return _("First a draft on another PC must be saved or thrown away: {form}").format(form=form)
        # Translators: one line of 78 cells; what is cut away at its end is the form's name
        return _("First save or throw away the draft about it (F9 96): {form}").format(form=form)
    if _stands(step.changes) and not _leaned_on(step.changes) and not _planned_anew(step.changes):
        return ""
    since = UndoStep.select(UndoStep, Clerk).join(Clerk).where(UndoStep.id > step.id).order_by(UndoStep.id.desc())
    later = next((row for row in since if set(row.customers) & set(step.customers)), None)
    if later is None:
        return _("Something has been changed since: this can't be undone any more.")
    if later.clerk_id == step.clerk_id:
        return _("Undo first what you did after it: {what}").format(what=_row(shop, later).title)
    return _("{clerk} has gone on with it since, at {time}: this can't be undone any more.").format(
        clerk=later.clerk.name, time=f"{clock.local(later.at):%H:%M}"
    )


def _stands(changes: Changes) -> bool:
    """Whether every row that was added or changed is still there, just as the action left it; one whose version alone
    went up was not changed itself."""
    for table in map(table_of, FILE):
        found = changes.get(table.name, {})
        changed = [now for was, now in found.get("changed", ()) if was.keys() != {"version"}]
        left = {row["id"]: row for row in (*found.get("added", ()), *changed)}
        now = read_rows(table, f"id IN ({places(left)})", list(left)) if left else {}
        if now.keys() != left.keys() or not all(_alike(row, now[key]) for key, row in left.items()):
            return False
    removed = [row for found in changes.values() for row in found.get("removed", ()) if "customer_id" in row]
    owners = {row["customer_id"] for row in removed}
    return Customer.select().where(Customer.id.in_(owners)).count() == len(owners)


def _alike(one: Row, other: Row) -> bool:
    """Whether they say the same; in what an older program wrote some columns stand that are gone, others don't yet."""
    return all(one[column] == other[column] for column in one.keys() & other.keys() - {"version"})


def _leaned_on(changes: Changes) -> bool:
    """Whether something newer belongs to what would be removed."""
    added = {name: {row["id"] for row in found.get("added", ())} for name, found in changes.items() if name != "draft"}
    for model in FILE:
        ids = added.get(table_of(model).name)
        meta: Any = model._meta
        for field, other in meta.backrefs.items() if ids else ():
            if other in (AuditEntry, Claim):
                continue
            leaning = other.select(other.id).where(field.in_(ids)).tuples()
            if {id_ for (id_,) in leaning} - added.get(table_of(other).name, set()):
                return True
    return False


def _planned_anew(changes: Changes) -> bool:
    """Whether a contact that would be open again has been planned anew by something else."""
    found = changes.get("revisit", {})
    own = {row["id"] for row in found.get("added", ())}
    series = {was["open_series"]: now["customer_id"] for was, now in found.get("changed", ()) if was.get("open_series")}
    standing = Revisit.select(Revisit.id, Revisit.open_series, Revisit.customer).where(
        Revisit.open_series.in_(list(series))
    )
    return any(row.id not in own and row.customer_id == series[row.open_series] for row in standing)


_NAMED = {"customer": "customer", "revisit": "revisit", "correct": "sale"}
"""What a form's data says it is about, and the table that is in."""


def _forms_about(changes: Changes) -> list[Draft]:
    """The unsaved forms that are about something which would be removed."""
    removed = _removed(changes)
    if not any(removed.values()):
        return []
    return [draft for draft in Draft.select() if any(draft.data.get(name) in ids for name, ids in removed.items())]


def _removed(changes: Changes) -> dict[str, set[int]]:
    """The ids of what would be removed, by the name under which a form has them."""
    return {name: {row["id"] for row in changes.get(table, {}).get("added", ())} for name, table in _NAMED.items()}


def _gone_with(changes: Changes) -> list[Draft]:
    """Forms that an earlier undo has left and that would be about nothing any more."""
    removed = _removed(changes)
    return [
        draft
        for draft in _forms_about(changes)
        if draft.data.get("correct") in removed["correct"]
        or (draft.form in ("call", "customer") and draft.data.get("customer") in removed["customer"])
    ]


def _settle_undone(changes: Changes) -> None:
    """Forms that an earlier undo has left do not stand in the way of this one: what was typed is kept where it can be
    about anything still. A call's notes become those of an unplanned one; a sale asks for its customer."""
    gone = {draft.uuid for draft in _gone_with(changes)}
    for draft in _forms_about(changes):
        if draft.uuid in gone:
            draft.delete_instance()
        else:
            still = {"revisit": None} if draft.form == "call" else {"customer": None}
            Draft.update(data=draft.data | still).where(Draft.uuid == draft.uuid).execute()


# --- the form -----------------------------------------------------------------------------------------------------


def _said(changes: Changes) -> Row:
    """The contact that is taken back, if anything was written down at its end."""
    contact: Row = next(iter(changes.get("contact", {}).get("added", ())), {})
    return contact if any(contact.get(name) not in (None, "") for name in _AT_ITS_END) else {}


def _draft_again(shop: Shop, step: UndoStep, till: str) -> DraftRow | None:
    """The form as it was saved, kept as a draft again, with the words that were typed at its end."""
    said = _said(step.changes)
    kept = next(iter(step.changes.get("draft", {}).get("removed", ())), None)
    if kept is not None:
        form = dict(kept, data=_up_to_date(json.loads(kept["data"]), step.changes))
    elif said:
        form = _call_of(said, step, till)
    else:
        return None
    if said:
        form["data"] |= {name: "" if said.get(name) is None else str(said[name]) for name in _AT_ITS_END}
    form["clerk"] = form.pop("clerk_id")
    form["data"] |= {UNDONE: True}
    Draft.insert(**form).on_conflict_ignore().execute()
    return in_words(shop, [Draft.get_by_id(form["uuid"])])[0]


def _up_to_date(data: Row, changes: Changes) -> Row:
    """A form that corrects something goes on with the version that has just been put back, unless something else has
    changed there since the action: then it learns of that when it is saved."""
    if data.get("version") is None:
        return data
    row = Sale.get_by_id(data["correct"]) if data.get("correct") else Customer.get_by_id(data["customer"])
    found = changes.get(table_of(type(row)).name, {}).get("changed", ())
    left = next((now["version"] for _was, now in found if now["id"] == row.id), None)
    return data | {"version": row.version} if left is not None and row.version == left + 1 else data


def _call_of(contact: Row, step: UndoStep, till: str) -> Row:
    """A call that was saved without a note at any step, as a form."""
    name = Customer.get_by_id(contact["customer_id"]).name
    started = clock.local(dt.datetime.fromisoformat(contact["at"]))
    data = {
        "customer": contact["customer_id"],
        "revisit": contact["revisit_id"],
        "direction": contact["direction"],
        "channel": contact["channel"],
        "script": contact["script"],
        "started": started.isoformat(),
        "seconds": contact["seconds"] or 0,
    }
    heading = f"{reason_words(contact['reason'])} · {name}"[:200]
    form = {"uuid": contact["uuid"], "form": "call", "title": heading, "till": till, "at": step.at}
    return form | {"clerk_id": step.clerk_id, "data": data}
