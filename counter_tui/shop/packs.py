"""The shop's words: call scripts (mission D) and objection cards (E), shipped ones and the shop's own.

A shop's own file wins over the shipped one of the same name; a wrong one is refused and the shipped one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from counter_tui.i18n import LANGUAGES, _, assets
from counter_tui.shop.clauses import WordsError, check_words, render
from counter_tui.shop.policy import Reason, check_policy, policy_files
from counter_tui.shop.tomlfile import Loaded, Mistake, TomlFile
from counter_tui.tomltext import KeyPath

__all__ = [
    "Card",
    "Loaded",
    "Mistake",
    "Script",
    "Step",
    "check_all",
    "load_cards",
    "load_scripts",
    "render",
    "script_for",
]

Text = Annotated[str, Meta(pattern=r"\S")]
Texts = tuple[Text, ...]
StepId = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,32}$")]

SCRIPT_ALWAYS = ("shop", "clerk", "customer", "daypart", "today")
SCRIPT_MAYBE = (
    "piece",
    "material",
    "bought",
    "days",
    "cert",
    "size",
    "free_until",
    "next",
    "last",
    "promise",
)
CARD_ALWAYS = ("shop", "clerk")
CARD_MAYBE = (
    *("weight", "fineness", "per_gram", "gold_price", "labour", "price", "cert"),
    *("exchange_until", "repair_until", "free_until"),
)
FALLBACK_SCRIPT = "call"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One box of the checklist. `only` limits it to pieces that are, or are not, meant as a gift."""

    id: StepId
    title: Text
    say: Text
    hint: str = ""
    only: Literal["gift", "not_gift"] | None = None


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call as a checklist (D1). Aim, manners and the steps' words are to be filled in with `render`."""

    id: str
    title: Text
    aim: Text
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    reasons: tuple[Reason, ...] = ()
    direction: Literal["out", "in"] = "out"
    manners: Texts = ()


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
Found = dict[str, tuple[TomlFile, P]]


def load_scripts(shop: Path | None, language: str) -> Loaded[dict[str, Script]]:
    """The call scripts by id, the shop's own before the shipped ones."""
    shipped, faults = read_folder(assets() / "scripts" / language, read_script)
    own, own_faults = read_folder(own_folder(shop, "scripts", language), read_script)
    both = own | {name: found for name, found in shipped.items() if name not in own}
    return Loaded({name: script for name, (_file, script) in both.items()}, (*faults, *own_faults))


def load_cards(shop: Path | None, language: str) -> Loaded[dict[str, Card]]:
    """The objection cards by id, in the order of their numbers, which are unique."""
    shipped, faults = read_folder(assets() / "objections" / language, read_card)
    own, own_faults = read_folder(own_folder(shop, "objections", language), read_card)
    mistakes = [*faults, *own_faults]
    while clash := _number_clash({**shipped, **own}, own):
        refused, holder = clash
        file, card = (own if refused in own else shipped).pop(refused)
        file.add(("number",), _("number {n} is taken by {card}").format(n=card.number, card=holder))
        mistakes += file.mistakes
    cards = sorted((card for _file, card in {**shipped, **own}.values()), key=lambda card: card.number)
    return Loaded({card.id: card for card in cards}, tuple(mistakes))


def script_for(scripts: Mapping[str, Script], reason: str, direction: str = "out") -> Script:
    """The script that serves a reason in a direction; else the general `call`, else any of that direction.

    Raises LookupError when there is no script at all.
    """
    fitting = [script for script in scripts.values() if script.direction == direction]
    serving = [script for script in fitting if reason in script.reasons]
    general = [script for script in fitting if script.id == FALLBACK_SCRIPT]
    for script in (*serving, *general, *fitting, *scripts.values()):
        return script
    raise LookupError(_("there is no call script"))


def check_all(shop: Path | None) -> list[Mistake]:
    """Every mistake in the policy and in the packs of both languages, shipped and the shop's own."""
    from counter_tui.shop.letters import load_letters  # letters are packs too, and are read with what stands here

    mistakes = [mistake for path in policy_files(shop) for mistake in check_policy(path)]
    for language in LANGUAGES:
        mistakes += load_scripts(shop, language).mistakes
        mistakes += load_cards(shop, language).mistakes
        mistakes += load_letters(shop, language).mistakes
    return mistakes


def own_folder(shop: Path | None, kind: str, language: str) -> Path | None:
    """Where a shop keeps its own packs of a kind in a language."""
    return shop / kind / language if shop else None


def _number_clash(cards: Found[Card], own: Found[Card]) -> tuple[str, str] | None:
    """A card whose number another one holds already, and that other; a shop's own card gives way."""
    holders: dict[int, str] = {}
    for name in sorted(cards, key=lambda name: (name in own, name)):
        holder = holders.setdefault(cards[name][1].number, name)
        if holder != name:
            return name, holder
    return None


def read_folder(folder: Path | None, read: Read[P]) -> tuple[Found[P], list[Mistake]]:
    """The packs of a folder by id (the file's name without .toml), and the mistakes of those refused."""
    packs: Found[P] = {}
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


def read_script(file: TomlFile) -> Script | None:
    script = read_pack(file, Script)
    if script is None:
        return None
    check_plain(file, ("title",), script.title)
    if script.direction == "out" and not script.reasons:
        file.add(("reasons",), _('reasons: expected at least one, as in ["first"]'))
    seen: set[str] = set()
    for index, step in enumerate(script.steps):
        if step.id in seen:
            file.add(("steps", index, "id"), _("step id {id} is used twice").format(id=step.id))
        seen.add(step.id)
    _check_all_words(file, _words_of_script(script), SCRIPT_ALWAYS, SCRIPT_MAYBE)
    return script


def _words_of_script(script: Script) -> Iterator[tuple[KeyPath, str]]:
    yield ("aim",), script.aim
    for index, line in enumerate(script.manners):
        yield ("manners", index), line
    for index, step in enumerate(script.steps):
        for key in ("title", "say", "hint"):
            yield ("steps", index, key), getattr(step, key)


def read_card(file: TomlFile) -> Card | None:
    card = read_pack(file, Card)
    if card is None:
        return None
    check_plain(file, ("title",), card.title)
    for key in ("words", "customer"):
        for index, words in enumerate(getattr(card, key)):
            check_plain(file, (key, index), words)
    _check_all_words(file, _words_of_card(card), CARD_ALWAYS, CARD_MAYBE)
    return card


def _words_of_card(card: Card) -> Iterator[tuple[KeyPath, str]]:
    yield ("worry",), card.worry
    yield ("ask",), card.ask
    for key in ("facts", "say", "never"):
        for index, line in enumerate(getattr(card, key)):
            yield (key, index), line


def _check_all_words(
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
