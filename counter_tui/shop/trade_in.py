"""The shop's rule for taking gold in for new gold (facts.md §7), as far as the policy states it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from counter_tui.i18n import _
from counter_tui.words import listed, money_words

Percent = Annotated[int, Meta(ge=0, le=100)]


class TradeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Gold sold by weight: what is taken off its weight, off each gram of it, and by how much the new piece must be
    heavier. 0 is not stated. Percent, the shop's money, percent."""

    loss_percent: Percent
    wear_per_gram: Annotated[int, Meta(ge=0, le=100_000)]
    growth_percent: Percent


def trade_in_words(rule: TradeIn, region: str) -> str | None:
    """What the rule states, for the facts of a card; None where it states nothing. `region` is the shop's."""
    # Translators: these three stand in a row: "Gold by weight in trade-in: 3% off the weight, ¥20.00 a gram for wear".
    loss, wear, growth = _("{n}% off the weight"), _("{sum} a gram for wear"), _("the new piece {n}% heavier")
    parts = [
        loss.format(n=rule.loss_percent) if rule.loss_percent else "",
        wear.format(sum=money_words(Decimal(rule.wear_per_gram), region)) if rule.wear_per_gram else "",
        growth.format(n=rule.growth_percent) if rule.growth_percent else "",
    ]
    return listed(parts) or None
