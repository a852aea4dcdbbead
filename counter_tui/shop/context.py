"""The shop as it runs: its name, region, numbers and words. Every shop function takes it first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from counter_tui.shop.packs import Card, Mistake, Script, load_cards, load_scripts
from counter_tui.shop.policy import Policy, load_policy


@dataclass(frozen=True)
class Shop:
    """One shop: `folder` holds its own copies of words and numbers, `region` is a code of REGIONS."""

    name: str
    region: str
    policy: Policy
    folder: Path | None = None
    language: str = "en"
    scripts: dict[str, Script] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def speaking(self, language: str) -> Shop:
        """The same shop with the words of another language."""
        scripts, cards = load_scripts(self.folder, language), load_cards(self.folder, language)
        return replace(
            self,
            language=language,
            scripts=scripts.value,
            cards=cards.value,
            mistakes=(*scripts.mistakes, *cards.mistakes),
        )


def open_shop(name: str, region: str, language: str, folder: Path | None = None) -> Shop:
    """The shop with its policy and words; what is wrong in its own copies is in `mistakes`, the rest goes on working."""
    policy = load_policy(folder)
    shop = Shop(name, region, policy.value, folder).speaking(language)
    return replace(shop, mistakes=(*policy.mistakes, *shop.mistakes))
