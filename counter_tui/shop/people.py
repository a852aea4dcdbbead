"""Clerks at the counter (M1)."""

from __future__ import annotations

from dataclasses import dataclass

from counter_tui.i18n import _
from counter_tui.models import ALIVE, Clerk, Revisit, db, on_server
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.text import NAME_LENGTH, clean


@dataclass(frozen=True)
class ClerkRow:
    """Somebody who can be chosen at the counter."""

    id: int
    name: str
    supervisor: bool = False
    left: bool = False


@transaction
def add_clerk(shop: Shop, name: str, by: int | None = None) -> ClerkRow:
    """Somebody new at the counter."""
    name = clean(name, NAME_LENGTH)
    if not name:
        raise ShopError(_("Type the clerk's name."))
    _only_one(name)
    row = Clerk.create(name=name)
    note(by or row.id, None, "clerk.added", name=name)
    return ClerkRow(row.id, row.name)


@transaction
def rename_clerk(shop: Shop, clerk: int, name: str, by: int | None) -> ClerkRow:
    """Another name for a clerk, on everything they have done too."""
    row = _serving(clerk)
    name = clean(name, NAME_LENGTH)
    if not name:
        raise ShopError(_("Type the clerk's name."))
    _only_one(name, clerk)
    note(by, None, "clerk.renamed", clerk=clerk, old=row.name, new=name)
    Clerk.update(name=name).where(Clerk.id == clerk).execute()
    return ClerkRow(clerk, name, bool(row.supervisor))


@transaction
def set_supervisor(shop: Shop, clerk: int, supervisor: bool, by: int | None) -> None:
    """Whether a clerk may allow a contact that the rules hold back (C5)."""
    row = _serving(clerk)
    note(by, None, "clerk.supervisor", clerk=clerk, name=row.name, supervisor=supervisor)
    Clerk.update(supervisor=supervisor).where(Clerk.id == clerk).execute()


@transaction
def clerk_leaves(shop: Shop, clerk: int, heir: int | None, by: int | None, till: str = "") -> int:
    """A clerk who has left is offered no more, and stays in the records. Answers how many contacts changed hands.

    What is planned with them goes to `heir`, or to nobody in particular: it stands on the list all the same. Raises
    FasterError while another till than `till` is making one of these contacts. It is no `journal.step`: nothing is to
    be given back to somebody who is no longer there.
    """
    row = _serving(clerk)
    if not Clerk.select().where(Clerk.active, Clerk.id != clerk).exists():
        raise ShopError(_("{name} is the only one at the counter: add somebody first.").format(name=row.name))
    if heir is not None:
        _serving(heir)
    from counter_tui.shop.revisits import hand_over_row, still_to_make  # Today is there before it is needed

    planned = still_to_make(till, Revisit.clerk == clerk)
    for revisit in planned:
        hand_over_row(revisit, heir, by)
    note(by, None, "clerk.left", clerk=clerk, name=row.name, heir=heir)
    Clerk.update(active=False).where(Clerk.id == clerk).execute()
    return len(planned)


def duties(shop: Shop) -> tuple[tuple[ClerkRow, int], ...]:
    """Everybody who serves now, with the number of contacts planned with them; then who has `left`, while contacts
    still stand with them."""
    still = Revisit.select(Revisit.clerk).where(Revisit.state.in_(ALIVE))
    gone = Clerk.select().where(~Clerk.active, Clerk.id.in_(still)).order_by(Clerk.id)
    left = tuple(ClerkRow(row.id, row.name, bool(row.supervisor), left=True) for row in gone)
    return tuple((clerk, len(_planned(clerk.id))) for clerk in clerks(shop) + left)


def _planned(clerk: int) -> list[Revisit]:
    return list(Revisit.select().where(Revisit.clerk == clerk, Revisit.state.in_(ALIVE)))


def _serving(clerk: int) -> Clerk:
    row = Clerk.get_or_none(Clerk.id == clerk, Clerk.active)
    if row is None:
        raise ShopError(_("This clerk is no longer at the counter."))
    assert isinstance(row, Clerk)
    return row


def _only_one(name: str, but: int | None = None) -> None:
    """Two clerks whose names differ in capitals only would be taken for each other: a name of another till counts too,
    so nobody writes a clerk meanwhile."""
    if on_server():
        db.execute_sql("LOCK TABLE clerk IN SHARE ROW EXCLUSIVE MODE")  # SQLite lets one writer in at a time anyway
    for row in Clerk.select().where(Clerk.active, Clerk.id != (but or 0)):
        if row.name.casefold() == name.casefold():
            raise ShopError(_("{name} is on the list already.").format(name=row.name))


def clerks(shop: Shop) -> tuple[ClerkRow, ...]:
    """Everybody who serves now, in the order they were added."""
    rows = Clerk.select().where(Clerk.active).order_by(Clerk.id)
    return tuple(ClerkRow(row.id, row.name, bool(row.supervisor)) for row in rows)
