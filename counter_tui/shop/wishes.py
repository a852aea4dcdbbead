"""What a customer has said about being contacted: no to a purpose or a channel, and the way they like (A7, C6)."""

from __future__ import annotations

from collections.abc import Sequence

from counter_tui.models import Consent, Customer
from counter_tui.models.plain import among
from counter_tui.shop import planning
from counter_tui.shop.permission import PROMOTION, SERVICE

_OFFERS = f"""
    SELECT customer_id, granted FROM consent
    WHERE customer_id IN (…) AND purpose = '{PROMOTION}' AND channel = 'any' ORDER BY id
"""


def promotions_of(customers: Sequence[int]) -> dict[int, bool]:
    """What these customers said last to news and offers; who was never asked is not in it."""
    return {customer: bool(granted) for customer, granted in among(_OFFERS, customers)}


def promotion_of(customer: int) -> bool | None:
    """What one customer said last to news and offers; None when never asked."""
    return promotions_of([customer]).get(customer)


def refuses(customer: int, purpose: str = PROMOTION, channel: str = "any") -> bool:
    """Whether the customer's newest word on this purpose and channel is a no."""
    newest = (
        Consent.select(Consent.granted)
        .where(Consent.customer == customer, Consent.purpose == purpose, Consent.channel == channel)
        .order_by(Consent.id.desc())
        .first()
    )  # fmt: skip
    return newest is not None and not newest.granted


def usual_channel(customer: int) -> str:
    """How a customer is called upon where nothing else is said (planning.channel_for)."""
    liked = Customer.select(Customer.channel).where(Customer.id == customer).scalar() or ""
    return planning.channel_for(liked, no_calls=refuses(customer, SERVICE, "phone"))
