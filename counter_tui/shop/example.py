"""Words as a customer would hear them, filled in for a made-up one; and what a new file begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.shop import scripts
from counter_tui.shop.address import address
from counter_tui.shop.advice import care_words
from counter_tui.shop.conditions import families
from counter_tui.shop.context import Shop
from counter_tui.shop.entry import choices
from counter_tui.shop.entry.rings import ring_words
from counter_tui.shop.letters import LETTER_ALWAYS, LETTER_MAYBE, Letter, fill
from counter_tui.shop.months import add_months
from counter_tui.shop.own_words import KINDS
from counter_tui.shop.packs import (
    CARD_ALWAYS,
    CARD_MAYBE,
    Card,
    render,
)
from counter_tui.shop.scripts import Script
from counter_tui.shop.tomlfile import TomlFile
from counter_tui.shop.trade_in import trade_in_words
from counter_tui.shop.wording import channel_words, piece_words
from counter_tui.tomltext import KeyPath, key_lines, line_of
from counter_tui.words import daypart, grams, money_words, spoken_day

Words = tuple[str, str, KeyPath]
"""A head, words, and where in the file they stand."""

_NAMES = {"en": "Emily Carter", "zh_CN": "张晓红"}
_NAMES_OF = {
    "scripts": (scripts.ALWAYS, scripts.MAYBE),
    "objections": (CARD_ALWAYS, CARD_MAYBE),
    "letters": (LETTER_ALWAYS, LETTER_MAYBE),
}
_START = {
    "scripts": ("reasons = []", 'aim = ""', "manners = []", "", "[[steps]]", 'id = "greet"', 'title = ""', 'say = ""'),
    "objections": ("words = []", "customer = []", 'worry = ""', 'ask = ""', "facts = []", "say = []", "never = []"),
    "letters": ('channels = ["text", "wechat"]', 'text = ""'),
}


@dataclass(frozen=True)
class Shown:
    """One paragraph of the preview: what it is, its words, and the line of the file it comes from."""

    head: str
    words: str
    line: int


def example_values(shop: Shop, clerk: str) -> dict[str, str | None]:
    """Everything the words can name, for a ring bought ten days ago by a customer who does not exist."""
    today = clock.today()
    sold = today - dt.timedelta(days=10)
    entitled = shop.policy.entitlements
    free = spoken_day(add_months(sold, entitled.repair_months), today)
    money = {"price": "4652.52", "labour": "380", "gold_price": "1012", "per_gram": "1450"}
    sums = {name: money_words(Decimal(amount), shop.region) for name, amount in money.items()}
    return {
        **sums,
        "shop": shop.name,
        "clerk": clerk or shop.name,
        "customer": address(_NAMES[shop.language], "f"),
        "daypart": daypart(clock.now()),
        "today": spoken_day(today, today),
        "piece": piece_words("ring", "k18", "diamond"),
        "material": choices.label(choices.METALS, "k18"),
        "fineness": choices.label(choices.METALS, "k18"),
        "weight": grams(Decimal("3.21")),
        "bought": spoken_day(sold, today),
        "days": "10",
        "cert": "NGTC 88123456789",
        "size": ring_words(Decimal("16.6")),
        "free_until": free,
        "others": piece_words("earrings", "pt950", "pearl"),
        "repair_until": free,
        "exchange_until": spoken_day(sold + dt.timedelta(days=entitled.exchange_days), today),
        "trade_in": trade_in_words(shop.policy.trade_in, shop.region),
        "next": spoken_day(today + dt.timedelta(days=30), today),
        "last": _("the clasp is a little stiff"),
        "promise": _("ask the workshop about the clasp"),
        "care": care_words(shop.care, families("k18", "diamond")),
        "topic": next((render(topic.say, {}) for topic in shop.topics.values()), None),
        "complaint": _("number 12, quality"),
        "owed": money_words(Decimal(500), shop.region),
    }


def preview(shop: Shop, kind: str, source: str, clerk: str) -> tuple[Shown, ...] | None:
    """The words of a file filled in for the example; None while they can't be read, nothing for a policy."""
    file = TomlFile.of(Path("example.toml"), source)
    pack = KINDS[kind].read(file) if not file.mistakes else None
    if file.mistakes:
        return None
    values = example_values(shop, clerk)
    if isinstance(pack, Letter):
        words: Iterator[Words] = _of_letter(pack, values)
    elif isinstance(pack, Script | Card):
        shown = _of_script(pack) if isinstance(pack, Script) else _of_card(pack)
        words = ((head, render(text, values), path) for head, text, path in shown)
    else:
        return ()
    lines = key_lines(source)
    return tuple(Shown(head, text, line_of(lines, path)) for head, text, path in words if text)


def _of_script(script: Script) -> Iterator[Words]:
    yield _("Aim"), script.aim, ("aim",)
    for at, step in enumerate(script.steps):
        yield str(at + 1), step.title, ("steps", at, "title")
        yield "", step.say, ("steps", at, "say")
        yield "", step.hint, ("steps", at, "hint")
    for at, line in enumerate(script.manners):
        yield _("Manners") if at == 0 else "", line, ("manners", at)


def _of_card(card: Card) -> Iterator[Words]:
    yield _("The worry"), card.worry, ("worry",)
    yield _("Ask"), card.ask, ("ask",)
    for key, head in (("facts", _("Facts")), ("say", _("Say")), ("never", _("Never"))):
        for at, line in enumerate(getattr(card, key)):
            yield head if at == 0 else "", line, (key, at)


def _of_letter(letter: Letter, values: dict[str, str | None]) -> Iterator[Words]:
    for at, line in enumerate(fill(letter, values).splitlines()):
        yield ", ".join(channel_words(channel) for channel in letter.channels) if at == 0 else "", line, ("text",)


def starting_text(shop: Shop, kind: str) -> str:
    """What a new file begins with: its keys, still empty, and the names that can be used in it."""
    always, maybe = _NAMES_OF[kind]
    lines = [
        "# " + _("Names in braces are filled in for each customer: {names}").format(names=_braced(always)),
        "# " + _("These are not always known, and stand in [ ] with the words around them: {names}").format(
            names=_braced(maybe)
        ),
        'title = ""',
        *_START[kind],
    ]  # fmt: skip
    if kind == "objections":
        number = max((card.number for card in shop.cards.values()), default=0) + 1
        lines.insert(2, f"number = {number}")
    return "\n".join(lines) + "\n"


def _braced(names: tuple[str, ...]) -> str:
    return " ".join(f"{{{name}}}" for name in names)
