"""What a customer has said about being contacted: no to a purpose or a channel, and the way they like (A7, C6)."""

from __future__ import annotations

from counter_tui.models import Consent, Customer
from counter_tui.shop import planning
from counter_tui.shop.permission import PROMOTION, SERVICE


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
