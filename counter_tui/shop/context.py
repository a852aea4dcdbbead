"""The shop as it runs: its name, region, numbers and words. Every shop function takes it first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from counter_tui.i18n import LANGUAGES
from counter_tui.shop.letters import Letter, load_letters
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
    card_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def speaking(self, language: str) -> Shop:
        """The same shop with the words of another language."""
        scripts = load_scripts(self.folder, language)
        packs = {code: load_cards(self.folder, code) for code in LANGUAGES}
        cards = packs[language]
        letters = load_letters(self.folder, language)
        words = {
            id: tuple(word for pack in packs.values() if id in pack.value for word in _words(pack.value[id]))
            for id in cards.value
        }
        return replace(
            self,
            language=language,
            scripts=scripts.value,
            cards=cards.value,
            card_words=words,
            letters=letters.value,
            mistakes=(*scripts.mistakes, *cards.mistakes, *letters.mistakes),
        )


def _words(card: Card) -> tuple[str, ...]:
    """What a card is found by; customers speak either language, whatever the clerk reads."""
    return (card.title, *card.words)


def open_shop(name: str, region: str, language: str, folder: Path | None = None) -> Shop:
    """The shop with its policy and words; what is wrong in its own copies is in `mistakes`, the rest works."""
    policy = load_policy(folder)
    shop = Shop(name, region, policy.value, folder).speaking(language)
    return replace(shop, mistakes=(*policy.mistakes, *shop.mistakes))
