"""The shop as it runs: its name, region, numbers and words. Every shop function takes it first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from counter_tui.i18n import LANGUAGES
from counter_tui.shop.advice import Care, Topic, load_care, load_topics
from counter_tui.shop.letters import Letter, load_letters
from counter_tui.shop.packs import Card, Mistake, load_cards
from counter_tui.shop.policy import Policy, check_policy, load_policy, policy_files
from counter_tui.shop.scripts import Script, load_scripts


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
    care: dict[str, Care] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def speaking(self, language: str) -> Shop:
        """The same shop with the words of another language."""
        scripts = load_scripts(self.folder, language)
        packs = {code: load_cards(self.folder, code) for code in LANGUAGES}
        cards = packs[language]
        letters = load_letters(self.folder, language)
        care, topics = load_care(self.folder, language), load_topics(self.folder, language)
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
            care=care.value,
            topics=topics.value,
            mistakes=tuple(fault for loaded in (scripts, cards, letters, care, topics) for fault in loaded.mistakes),
        )


def _words(card: Card) -> tuple[str, ...]:
    """What a card is found by; customers speak either language, whatever the clerk reads."""
    return (card.title, *card.words)


def open_shop(name: str, region: str, language: str, folder: Path | None = None) -> Shop:
    """The shop with its policy and words; what is wrong in its own copies is in `mistakes`, the rest works."""
    policy = load_policy(folder)
    shop = Shop(name, region, policy.value, folder).speaking(language)
    return replace(shop, mistakes=(*policy.mistakes, *shop.mistakes))


def check_all(folder: Path | None) -> list[Mistake]:
    """Every mistake in the policy and in the words of both languages, shipped and the shop's own."""
    mistakes = [mistake for path in policy_files(folder) for mistake in check_policy(path)]
    for language in LANGUAGES:
        for load in (load_scripts, load_cards, load_letters, load_care, load_topics):
            mistakes += load(folder, language).mistakes
    return mistakes
