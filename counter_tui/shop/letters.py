"""Letters (mission H1, C6): words to send by text message, WeChat, e-mail or on paper, shipped and the shop's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from counter_tui.i18n import _
from counter_tui.shop import scripts
from counter_tui.shop.clauses import WordsError, check_words, render
from counter_tui.shop.packs import Text, check_plain, load_packs, read_pack
from counter_tui.shop.policy import Policy, Reason, load_policy
from counter_tui.shop.tomlfile import Loaded, TomlFile
from counter_tui.words import sentences

Channel = Literal["text", "wechat", "letter", "email"]
MISSED_CALL = "missed-call"
"""The letter that says somebody tried to call."""

NEWS = "news"
"""The letter whose words to stop it stand under any other that promotes and has none of its own."""

LETTER_ALWAYS = scripts.ALWAYS
LETTER_MAYBE = tuple(name for name in scripts.MAYBE if name not in ("last", "promise", "days", "topic", "complaint"))
"""What a script may fill in, without what a clerk has noted for the clerks alone."""


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for an occasion, to be filled in with `fill`; an empty line sets paragraphs apart.

    `opt_out` says how to have no more of them (facts.md §14): it makes a letter news or an offer.
    """

    id: str
    title: Text
    channels: Annotated[tuple[Channel, ...], Meta(min_length=1)]
    text: Text
    reasons: tuple[Reason, ...] = ()
    opt_out: str = ""

    def promotes(self, policy: Policy) -> bool:
        """Whether it needs the customer's consent to news and offers."""
        promotional = policy.calls.promotional_reasons
        return bool(self.opt_out) or (bool(self.reasons) and all(reason in promotional for reason in self.reasons))


def load_letters(shop: Path | None, language: str) -> Loaded[dict[str, Letter]]:
    """The letters by id, the shop's own before the shipped ones; a wrong one is refused and the shipped one stays."""
    return load_packs(shop, "letters", language, read_letter)


def fill(letter: Letter, values: Mapping[str, str | None]) -> str:
    """The letter for one customer: no hole, and no paragraph left of which nothing is known."""
    lines: list[str] = []
    for line in letter.text.strip().splitlines():
        filled = render(line, values)
        if filled or (not line.strip() and lines and lines[-1]):
            lines.append(filled)
    words, opt_out = "\n".join(lines).strip(), render(letter.opt_out, values)
    return f"{words}\n\n{opt_out}" if opt_out and "\n" in words else sentences([words, opt_out])


def stop_words(letters: Mapping[str, Letter], values: Mapping[str, str | None]) -> str:
    """How to have no more news and offers, in the shop's own words."""
    own = letters.get(NEWS)
    return render(own.opt_out, values) if own and own.opt_out else _("No more news? Reply NO.")


def fitting(letters: Mapping[str, Letter], reason: str, channel: str) -> list[Letter]:
    """The letters that go by a channel: those that serve the reason first, those for no planned occasion last."""
    by_channel = [letter for letter in letters.values() if channel in letter.channels]
    return sorted(by_channel, key=lambda letter: (reason not in letter.reasons, not letter.reasons))


def read_letter(file: TomlFile) -> Letter | None:
    letter = read_pack(file, Letter)
    if letter is None:
        return None
    check_plain(file, ("title",), letter.title)
    if _promotes_by_text(letter) and not letter.opt_out.strip():
        file.add(("reasons",), _("opt_out is missing: news and offers say how to have no more of them"))
    for key, text in (("text", letter.text), ("opt_out", letter.opt_out)):
        for line in text.splitlines():
            _check_line(file, key, line)
    return letter


def _promotes_by_text(letter: Letter) -> bool:
    """Whether each of its messages has to say how to have no more of them (facts.md §14)."""
    if "campaign" in letter.reasons:
        return True
    promotional = _promotional_reasons()
    return "text" in letter.channels and bool(letter.reasons) and promotional.issuperset(letter.reasons)


@cache
def _promotional_reasons() -> frozenset[str]:
    return frozenset(load_policy(None).value.calls.promotional_reasons)


def _check_line(file: TomlFile, key: str, line: str) -> None:
    """Note a fault at the very line of the file, in a text of several too."""
    try:
        check_words(line, LETTER_ALWAYS, LETTER_MAYBE)
    except WordsError as error:
        written = [number for number, source in enumerate(file.source.splitlines(), 1) if line in source]
        if written:
            file.add_at(written[0], str(error))
        else:
            file.add((key,), str(error))
