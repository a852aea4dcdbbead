"""Two tills never call the same person: who begins a contact claims the customer, and the claim ends by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Claim, Customer, on_server, utc_now
from counter_tui.models.plain import rows
from counter_tui.shop.context import Shop
from counter_tui.shop.journal import hold
from counter_tui.shop.trace import FasterError, ShopError, transaction

LASTS = dt.timedelta(minutes=10)
"""A claim that is not renewed ends after this: a till was switched off, or its line to the server broke."""


def claim(customer: int, by: int | None, till: str) -> None:
    """Claim a customer for this till, or go on with its claim, in somebody's transaction.

    Raises FasterError, naming the clerk, while another till has one that is not over; ShopError if the file is gone.
    """
    keep_off([customer], till)
    if not _there(customer):
        raise ShopError(_("This file is no longer there."))
    now = _now()
    standing = Claim.get_or_none(Claim.customer == customer, _counts(now))
    begun = standing.at if standing is not None and standing.till == till else now
    Claim.delete().where(Claim.customer == customer).execute()
    Claim.create(customer=customer, clerk=by, till=till, at=begun, ends=now + LASTS)


def keep_off(customers: Iterable[int], till: str) -> None:
    """Nobody else changes what a contact under way is about: hold these customers in somebody's transaction.

    Raises FasterError, naming the clerk, while another till than `till` is in contact with one of them.
    """
    asked = set(customers)
    hold(asked)
    if sentence := in_contact(asked, till):
        raise FasterError(sentence)


def in_contact(customers: Iterable[int], till: str) -> str:
    """Which clerk another till than `till` has in contact with one of these customers, in a sentence; "" if none."""
    asked = set(customers)
    for standing in Claim.select().where(_counts(_now()), Claim.till != till):
        if standing.customer_id in asked:
            return _("{clerk} has been in contact with {name} since {time}.").format(
                clerk=standing.clerk.name if standing.clerk else _("another PC"),
                name=standing.customer.name,
                time=f"{clock.local(standing.at):%H:%M}",
            )
    return ""


@transaction
def renew(shop: Shop, customer: int, by: int | None, till: str) -> None:
    """The contact goes on."""
    hold([customer])
    if _there(customer):
        claim(customer, by, till)


def _now() -> dt.datetime:
    """This moment by the one clock that all tills share, as stored: a till's own may be wrong."""
    if not on_server() or clock.stands_still():
        return utc_now()
    moment: dt.datetime = rows("SELECT date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC')")[0][0]
    return moment


def _counts(now: dt.datetime) -> Any:
    """Claims that are not over. One that ends later than any can that is made now was made by a wrong clock."""
    return Claim.ends.between(now + dt.timedelta(seconds=1), now + LASTS)


def _there(customer: int) -> bool:
    return bool(Customer.select().where(Customer.id == customer).exists())


@transaction
def release(shop: Shop, customer: int, till: str) -> None:
    """The contact is over, or laid aside: anybody may call."""
    released(customer, till)


def released(customer: int, till: str = "") -> None:
    """End the claim on a customer, in somebody's transaction; with `till` only its own."""
    mine = (Claim.customer == customer) & ((Claim.till == till) if till else True)
    Claim.delete().where(mine).execute()


def claimed(customers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Of some customers those somebody is in contact with now: the clerk's name and the till."""
    asked = set(customers)
    found = [row for row in Claim.select().where(_counts(_now())) if row.customer_id in asked]
    return {row.customer_id: (row.clerk.name if row.clerk else "", row.till) for row in found}
