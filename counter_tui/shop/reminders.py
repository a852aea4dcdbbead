"""Whether a customer is reminded of services (mission A7): one word stops cleanings and checks, and nothing else.

The services stay theirs; what a clerk promises, calls about and offers goes on as the other consents say.
"""

from __future__ import annotations

import datetime as dt

from peewee import fn

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import ALIVE, CANCELLED, Consent, Piece, Revisit, Sale
from counter_tui.shop import journal
from counter_tui.shop.context import Shop
from counter_tui.shop.permission import REMINDER, SERVICE
from counter_tui.shop.planning import SERVICES, next_service
from counter_tui.shop.series import ENDED, Who, close, plan
from counter_tui.shop.trace import note, transaction


@transaction
def remind(shop: Shop, customer: int, wanted: bool, by: Who) -> int:
    """Write down whether the customer wants reminders of services; answers how many came off the list, or onto it."""
    with journal.step(by, "reminders.wanted" if wanted else "reminders.refused", [customer]):
        return _remind_again(shop, customer, by) if wanted else refuse_reminders(shop, customer, clock.today(), by)


def refuse_reminders(shop: Shop, customer: int, day: dt.date, by: Who, *, but: int | None = None) -> int:
    """No more reminders, inside somebody's transaction: those planned are taken off, all `but` the one being made."""
    Consent.create(customer=customer, purpose=SERVICE, channel=REMINDER, granted=False, clerk=by)
    theirs = Revisit.select().where(
        Revisit.customer == customer, Revisit.state.in_(ALIVE), Revisit.reason.in_(SERVICES), Revisit.id != (but or 0)
    )
    stopped = list(theirs)
    for row in stopped:
        close(shop, row, CANCELLED, _("wants no reminders"), day, for_good=True)
    note(by, customer, "reminders.refused", stopped=len(stopped))
    return len(stopped)


def _remind_again(shop: Shop, customer: int, by: Who) -> int:
    """Each service at its next turn, counted as before; one that a clerk had ended for good stays so."""
    Consent.create(customer=customer, purpose=SERVICE, channel=REMINDER, granted=True, clerk=by)
    note(by, customer, "reminders.wanted")
    made = 0
    for sale in Sale.select().where(Sale.customer == customer).order_by(Sale.day, Sale.id):
        for name in SERVICES:
            series = f"{name}:sale:{sale.id}"
            last = Revisit.select().where(Revisit.series == series).order_by(Revisit.id.desc()).first()
            if last is not None and last.last_outcome == ENDED:
                continue
            since = max(
                last.anchor if last else sale.day, _cleaned(sale) or sale.day if name == "cleaning" else sale.day
            )
            turn = next_service(name, since, clock.today(), shop.policy)
            made += (
                plan(customer, series, turn, last.clerk_id if last else sale.clerk_id or by, sale=sale.id) is not None
            )
    return made


def _cleaned(sale: Sale) -> dt.date | None:
    cleaned: dt.date | None = Piece.select(fn.MAX(Piece.cleaned_on)).where(Piece.sale == sale.id).scalar()
    return cleaned
