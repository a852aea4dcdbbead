"""What bears on contacting a customer now: consents, ways to reach them, hours, and what the number has had today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counter_tui import clock
from counter_tui.models.plain import among
from counter_tui.shop.entry.hours import read_hours
from counter_tui.shop.permission import PROMOTION, Standing

_PHONES = """
    SELECT customer_id, e164, typed FROM phone WHERE customer_id IN (…) AND wrong_since IS NULL
    ORDER BY verified DESC, position
"""
_CONSENTS = "SELECT customer_id, purpose, channel, granted FROM consent WHERE customer_id IN (…) ORDER BY id"
_WAYS = "SELECT id, wechat, email, address, best_hours FROM customer WHERE id IN (…)"
_SHARING = "SELECT customer_id, e164 FROM phone WHERE e164 IN (…)"
_PROMOTED = """
    SELECT customer_id FROM contact WHERE customer_id IN (…) AND at >= ? AND purpose = ?
    AND direction = 'out' AND outcome = 'reached' AND channel <> 'counter'
"""


def standing_of(customer: int) -> tuple[Standing, str]:
    """What bears on contacting a customer now, and the number to dial ("" when none works)."""
    return standings([customer])[customer]


def standings(customers: Iterable[int]) -> dict[int, tuple[Standing, str]]:
    """As `standing_of`, of many customers in a few queries; those who are alike in all this share one Standing."""
    found = dict.fromkeys(customers, (Standing({}, False), ""))
    alike: dict[object, Standing] = {}
    asked = list(found)
    phones: dict[int, str] = {}
    for customer, e164, typed in among(_PHONES, asked):
        phones.setdefault(customer, e164 or typed)
    consents: dict[int, dict[tuple[str, str], bool]] = {}
    for customer, purpose, channel, granted in among(_CONSENTS, asked):
        consents.setdefault(customer, {})[purpose, channel] = bool(granted)
    today, promoted = clock.today(), _promotions_today(phones, asked)
    for customer, wechat, email, address, best_hours in among(_WAYS, asked):
        said, phone, promotions = consents.get(customer, {}), phones.get(customer, ""), promoted.get(customer, 0)
        facts = frozenset(said.items()), promotions, bool(phone), bool(wechat), bool(email), bool(address), best_hours
        if facts not in alike:
            alike[facts] = Standing(
                said,
                has_number=bool(phone),
                promotions={today: promotions},
                has_wechat=bool(wechat),
                has_email=bool(email),
                has_address=bool(address),
                hours=read_hours(best_hours) if best_hours else None,
            )
        found[customer] = alike[facts], phone
    return found


def _promotions_today(phones: Mapping[int, str], customers: Iterable[int]) -> dict[int, int]:
    """How many promotional contacts each customer's number has had today. Families share a number, and it rings once
    for all; who has none is counted alone."""
    midnight = clock.begins(clock.today())
    theirs: dict[str, list[int]] = {}
    sharing: dict[int, set[int]] = {customer: {customer} for customer in customers}
    for customer, number in phones.items():
        theirs.setdefault(number, []).append(customer)
    for customer, e164 in among(_SHARING, list(theirs)):
        sharing.setdefault(customer, set()).update(theirs[e164])
    found: dict[int, int] = {}
    for (contacted,) in among(_PROMOTED, list(sharing), str(midnight), PROMOTION):
        for customer in sharing[contacted]:
            found[customer] = found.get(customer, 0) + 1
    return found
