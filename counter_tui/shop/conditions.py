"""When words are said: `gift`, `not first purchase`, `material pearl`, `channel phone` (mission D1). Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counter_tui.i18n import _
from counter_tui.shop.entry.choices import CHANNELS
from counter_tui.tomltext import did_you_mean

PLAIN = ("gift", "first purchase", "open complaint", "allergy", "promised", "asked promotion")
_NOT = "not "
_METALS = {"au": "gold", "k": "k_gold", "pt": "platinum", "pd": "palladium", "ag": "silver"}
_STONES = {
    **{stone: stone for stone in ("diamond", "lab_diamond", "pearl", "emerald", "opal")},
    **dict.fromkeys(("jadeite", "nephrite"), "jade"),
    **dict.fromkeys(("coral", "amber"), "organic"),
}
FAMILIES = (*_METALS.values(), *dict.fromkeys(_STONES.values()), "coloured_stone")
"""What a piece is made of, as far as advice differs (facts.md §12): metals, then stones."""
KNOWN = (
    *PLAIN,
    *(f"material {family}" for family in FAMILIES),
    *(f"channel {choice.code}" for choice in CHANNELS),
)


@dataclass(frozen=True)
class Situation:
    """What a contact is like: about a gift, with somebody who has bought once, about a piece of these `materials` …"""

    gift: bool = False
    first_purchase: bool = False
    complaint: bool = False
    allergy: bool = False
    promised: bool = False
    asked_promotion: bool = False
    materials: frozenset[str] = frozenset()
    channel: str = "phone"

    @property
    def facts(self) -> Mapping[str, bool]:
        """Every condition that can be named, and whether it is so."""
        plain = (self.gift, self.first_purchase, self.complaint, self.allergy, self.promised, self.asked_promotion)
        return {
            **dict(zip(PLAIN, plain, strict=True)),
            **{f"material {family}": family in self.materials for family in FAMILIES},
            f"channel {self.channel}": True,
        }


def families(metal: str, stone: str) -> tuple[str, ...]:
    """The families a piece belongs to, by its codes of entry.choices: its metal's, then its stone's, where known."""
    prefix = metal.rstrip("0123456789wr")
    metals = [_METALS[prefix]] if prefix in _METALS else []
    if stone in ("", "none", "other"):
        return tuple(metals)
    return (*metals, _STONES.get(stone, "coloured_stone"))


def holds(conditions: Iterable[str], situation: Situation) -> bool:
    """Whether all the conditions are met; one that nobody knows is not."""
    facts = situation.facts
    return all(
        facts.get(condition, False)
        if not condition.startswith(_NOT)
        else condition[len(_NOT) :] in KNOWN and not facts.get(condition[len(_NOT) :], False)
        for condition in conditions
    )


def unknown(condition: str) -> str:
    """What is wrong with a condition, in the clerk's language; "" when it is one."""
    name = condition.removeprefix(_NOT)
    if name in KNOWN:
        return ""
    return _("unknown condition {name}; {hint}").format(name=name, hint=did_you_mean(name, KNOWN))
