"""What customers say to news and offers, and to calls (C10, A7): a no takes what is planned off the list at once."""

from __future__ import annotations

import datetime as dt

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import CANCELLED, Consent, Customer, Revisit
from counter_tui.shop.context import Shop
from counter_tui.shop.permission import PROMOTION, SERVICE, purpose_of
from counter_tui.shop.series import Who, alive, close, plan_dates, touch
from counter_tui.shop.trace import note
from counter_tui.shop.wishes import refuses, usual_channel


def refuse_promotion(shop: Shop, customer: int, day: dt.date, by: Who, *, calls: bool = False) -> int:
    """The customer wants no news and offers, or no `calls` at all: promotion stops at once, service stays (C10, A7).

    Who wants no calls is served by text message from now on. Answers how many planned contacts were taken off the list.
    """
    Consent.create(customer=customer, purpose=PROMOTION, channel="any", granted=False, clerk=by)
    if calls:
        Consent.create(customer=customer, purpose=SERVICE, channel="phone", granted=False, clerk=by)
    stopped = len(stop_promotion(shop, customer, day, _("wants no calls") if calls else _("wants no offers")))
    for row in alive(customer) if calls else ():
        if row.channel == "phone":
            Revisit.change(row.id, None, channel="text")
    Customer.outdate(customer)
    note(by, customer, "consent.refused", stopped=stopped, calls=calls)
    return stopped


def stop_promotion(shop: Shop, customer: int, day: dt.date, why: str) -> list[Revisit]:
    """Take what is planned in the shop's own interest off the list for good; answers it as it stood."""
    over = [row for row in alive(customer) if purpose_of(row.reason, shop.policy) == PROMOTION]
    for row in over:
        close(shop, row, CANCELLED, why, day, for_good=True)
    return over


def agree(shop: Shop, customer: int, by: Who, carer: Who = None, *, calls: bool = False) -> None:
    """The customer wants news and offers (A7): what such a yes allows is planned at once, for `carer` or else `by`.

    Who had refused `calls` is called again only where that was asked too.
    """
    Consent.create(customer=customer, purpose=PROMOTION, channel="any", granted=True, clerk=by)
    if calls and refuses(customer, SERVICE, "phone"):
        Consent.create(customer=customer, purpose=SERVICE, channel="phone", granted=True, clerk=by)
        _call_again(customer)
    Customer.outdate(customer)
    note(by, customer, "consent.given")
    plan_dates(shop, customer, carer or by, clock.today())
    touch(shop, customer, clock.today(), carer or by, anew=True)


def _call_again(customer: int) -> None:
    """What became a message because the customer wanted no calls is a call again, if that is how they like it."""
    if usual_channel(customer) == "phone":
        for row in alive(customer):
            if row.channel == "text" and not row.tries:
                Revisit.change(row.id, None, channel="phone")
