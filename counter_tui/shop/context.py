"""The shop as it runs: its name, region, numbers and words. Every shop function takes it first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.i18n import LANGUAGES
from counter_tui.shop.policy import Policy, check_policy, load_policy, policy_files
from counter_tui.shop.tomlfile import Loaded, Mistake

if TYPE_CHECKING:
    from counter_tui.shop.advice import Care, Topic
    from counter_tui.shop.letters import Letter
    from counter_tui.shop.packs import Card
    from counter_tui.shop.scripts import Script


class Words:
    """The shop's words in a language, each kind read, and its reader loaded, when it is first asked for: Today needs
    none of them.

    `folder` holds the shop's own copies, which win over the shipped ones.
    """

    def __init__(self, folder: Path | None, language: str) -> None:
        self._folder = folder
        self._language = language

    @cached_property
    def scripts(self) -> Loaded[dict[str, Script]]:
        from counter_tui.shop.scripts import load_scripts

        return load_scripts(self._folder, self._language)

    @cached_property
    def cards(self) -> Loaded[dict[str, Card]]:
        from counter_tui.shop.packs import load_cards

        return load_cards(self._folder, self._language)

    @cached_property
    def letters(self) -> Loaded[dict[str, Letter]]:
        from counter_tui.shop.letters import load_letters

        return load_letters(self._folder, self._language)

    @cached_property
    def care(self) -> Loaded[dict[str, Care]]:
        from counter_tui.shop.advice import load_care

        return load_care(self._folder, self._language)

    @cached_property
    def topics(self) -> Loaded[dict[str, Topic]]:
        from counter_tui.shop.advice import load_topics

        return load_topics(self._folder, self._language)

    @cached_property
    def card_words(self) -> dict[str, tuple[str, ...]]:
        """What a card is found by; customers speak either language, whatever the clerk reads."""
        from counter_tui.shop.packs import load_cards

        others = [load_cards(self._folder, code).value for code in LANGUAGES if code != self._language]
        packs = [self.cards.value, *others]
        return {
            id: tuple(word for pack in packs if id in pack for word in (pack[id].title, *pack[id].words))
            for id in self.cards.value
        }

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in the shop's own copies; the rest works."""
        loaded = (self.scripts, self.cards, self.letters, self.care, self.topics)
        return tuple(mistake for each in loaded for mistake in each.mistakes)


@dataclass(frozen=True)
class Shop:
    """One shop: `folder` holds its own copies of words and numbers, `region` is a code of REGIONS."""

    name: str
    region: str
    policy: Policy
    words: Words
    folder: Path | None = None
    language: str = "en"
    wrong_policy: tuple[Mistake, ...] = ()

    @property
    def scripts(self) -> dict[str, Script]:
        return self.words.scripts.value

    @property
    def cards(self) -> dict[str, Card]:
        return self.words.cards.value

    @property
    def card_words(self) -> dict[str, tuple[str, ...]]:
        return self.words.card_words

    @property
    def letters(self) -> dict[str, Letter]:
        return self.words.letters.value

    @property
    def care(self) -> dict[str, Care]:
        return self.words.care.value

    @property
    def topics(self) -> dict[str, Topic]:
        return self.words.topics.value

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in the shop's own policy and words; asking for it reads all of them."""
        return (*self.wrong_policy, *self.words.mistakes)

    def speaking(self, language: str) -> Shop:
        """The same shop with the words of another language, as they are in its folder now."""
        return replace(self, language=language, words=Words(self.folder, language))


def open_shop(name: str, region: str, language: str, folder: Path | None = None) -> Shop:
    """The shop with its policy and words; what is wrong in its own copies is in `mistakes`, the rest works."""
    policy = load_policy(folder)
    return Shop(name, region, policy.value, Words(folder, language), folder, language, policy.mistakes)


def check_all(folder: Path | None) -> list[Mistake]:
    """Every mistake in the policy and in the words of both languages, shipped and the shop's own."""
    mistakes = [mistake for path in policy_files(folder) for mistake in check_policy(path)]
    for language in LANGUAGES:
        mistakes += Words(folder, language).mistakes
    return mistakes
