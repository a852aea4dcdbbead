"""The shop's words as files, and the objection cards (mission E): shipped ones and the shop's own.

A shop's own file wins over the shipped one of the same name; a wrong one is refused and the shipped one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from counter_tui.i18n import _, assets
from counter_tui.shop.clauses import WordsError, check_words, render
from counter_tui.shop.tomlfile import Loaded, Mistake, TomlFile
from counter_tui.tomltext import KeyPath

__all__ = ["Card", "Loaded", "Mistake", "load_cards", "render"]

Text = Annotated[str, Meta(pattern=r"\S")]
Texts = tuple[Text, ...]

CARD_ALWAYS = ("shop", "clerk")
CARD_MAYBE = (
    *("weight", "fineness", "per_gram", "gold_price", "labour", "price", "cert"),
    *("exchange_until", "repair_until", "free_until", "trade_in"),
)


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An honest answer to a doubt (E2). Title, words and what a customer says stand as they are; the rest goes through
    `render`, and a fact may come out empty. `customer` are ways to say the doubt, for practice (D5)."""

    id: str
    number: Annotated[int, Meta(ge=1, le=999)]
    title: Text
    words: Annotated[Texts, Meta(min_length=1)]
    worry: Text
    ask: Text
    facts: Texts
    say: Annotated[Texts, Meta(min_length=2)]
    never: Annotated[Texts, Meta(min_length=1)]
    customer: Annotated[Texts, Meta(max_length=3)] = ()


P = TypeVar("P", bound=msgspec.Struct)
Read = Callable[[TomlFile], P | None]
Filed = dict[str, tuple[TomlFile, P]]
"""Packs by id, each with the file it stands in."""


def load_cards(shop: Path | None, language: str) -> Loaded[dict[str, Card]]:
    """The objection cards by id, in the order of their numbers, which are unique."""
    shipped, faults = read_shipped("objections", language, read_card)
    own, own_faults = read_folder(own_folder(shop, "objections", language), read_card)
    mistakes = [*faults, *own_faults]
    while clash := _number_clash({**shipped, **own}, own):
        refused, holder = clash
        file, card = (own if refused in own else shipped).pop(refused)
        file.add(("number",), _("number {n} is taken by {card}").format(n=card.number, card=holder))
        mistakes += file.mistakes
    cards = sorted((card for _file, card in {**shipped, **own}.values()), key=lambda card: card.number)
    return Loaded({card.id: card for card in cards}, tuple(mistakes))


def own_folder(shop: Path | None, kind: str, language: str) -> Path | None:
    """Where a shop keeps its own packs of a kind in a language."""
    return shop / kind / language if shop else None


def _number_clash(cards: Filed[Card], own: Filed[Card]) -> tuple[str, str] | None:
    """A card whose number another one holds already, and that other; a shop's own card gives way."""
    holders: dict[int, str] = {}
    for name in sorted(cards, key=lambda name: (name in own, name)):
        holder = holders.setdefault(cards[name][1].number, name)
        if holder != name:
            return name, holder
    return None


def load_packs(shop: Path | None, kind: str, language: str, read: Read[P]) -> Loaded[dict[str, P]]:
    """The packs of a kind by id, the shop's own before the shipped; a wrong one is refused and the shipped stays."""
    shipped, faults = read_shipped(kind, language, read)
    own, own_faults = read_folder(own_folder(shop, kind, language), read)
    both = own | {id: found for id, found in shipped.items() if id not in own}
    return Loaded({id: pack for id, (_file, pack) in both.items()}, (*faults, *own_faults))


def read_shipped(kind: str, language: str, read: Read[P]) -> tuple[Filed[P], list[Mistake]]:
    """The shipped packs of a kind as `read_folder` gives them; they stand as long as the program runs."""
    packs, mistakes = _shipped(assets() / kind / language, read)
    return dict(packs), list(mistakes)


@lru_cache(maxsize=32)
def _shipped(folder: Path, read: Read[P]) -> tuple[Filed[P], list[Mistake]]:
    return read_folder(folder, read)


def read_folder(folder: Path | None, read: Read[P]) -> tuple[Filed[P], list[Mistake]]:
    """The packs of a folder by id (the file's name without .toml), and the mistakes of those refused."""
    packs: Filed[P] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("[!.]*.toml")) if folder else ():
        file = TomlFile.read(path)
        pack = None if file.mistakes else read(file)
        if pack is not None and not file.mistakes:
            packs[path.stem] = (file, pack)
        mistakes += file.mistakes
    return packs, mistakes


def read_pack(file: TomlFile, kind: type[P]) -> P | None:
    """A file as a pack of a kind, its words not yet looked at; None after noting the mistakes in it."""
    if "id" in file.data:
        file.add(("id",), _("no id here: the file's name is the id"))
    if len(file.path.stem) > 32:
        file.add_at(1, _("a file name of at most 32 letters"))
    return file.convert({**file.data, "id": file.path.stem}, kind)


def read_card(file: TomlFile) -> Card | None:
    card = read_pack(file, Card)
    if card is None:
        return None
    check_plain(file, ("title",), card.title)
    for key in ("words", "customer"):
        for index, words in enumerate(getattr(card, key)):
            check_plain(file, (key, index), words)
    check_all_words(file, _words_of_card(card), CARD_ALWAYS, CARD_MAYBE)
    return card


def _words_of_card(card: Card) -> Iterator[tuple[KeyPath, str]]:
    yield ("worry",), card.worry
    yield ("ask",), card.ask
    for key in ("facts", "say", "never"):
        for index, line in enumerate(getattr(card, key)):
            yield (key, index), line


def check_all_words(
    file: TomlFile, words: Iterable[tuple[KeyPath, str]], always: tuple[str, ...], maybe: tuple[str, ...]
) -> None:
    for path, text in words:
        try:
            check_words(text, always, maybe)
        except WordsError as error:
            file.add(path, str(error))


def check_plain(file: TomlFile, path: KeyPath, text: str) -> None:
    """A title, a search word or a customer's own line stands where there is no customer to name."""
    if "{" in text or "}" in text:
        file.add(path, _("{key}: no name in braces can be used here").format(key=path[0]))
