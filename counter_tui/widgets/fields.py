"""What a form is made of: each field says its label, help, check and words, so that a new form is a list of these."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from counter_tui import pinyin, text
from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import Choice, find_choice
from counter_tui.widgets.cells import ELLIPSIS, TICK, printable, wrapped

NEEDED = N_("needed")
NOT_AN_OPTION = N_("none of these: type a number or a word from the list")


@dataclass(frozen=True)
class Heading:
    """A line between groups of fields: "Piece 2". `name` lets the group be removed with its fields."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class FieldSpec:
    """One field, one row. The kinds of fields a counter needs are in `kinds`.

    - `label`, `help`: English marked with N_(), or words already translated.
    - `read`: what was typed → its value, or EntryError with the sentence to show. Without it, the text itself.
    - `show`: the value → the words beside the field; "" for none. Without it, an option's label.
    - `doubt`: the value → a question if it is improbable, "" if not; EntryError if it can't be meant at all. The
      question stands beside the field and is answered by a second Enter or save. What the records hold is not doubted.
    - `doubt_among`: the same, given what stands in all fields too.
    - `when`: given what stands in all fields, whether this one is shown. A hidden field keeps its text.
    - `choices`: the options. A number, a word, pinyin or initials picks one, and the value is its code. With `read`
      too, text that picks none is left to `read`, and a picked code goes through it.
    - `told`: words that stand before the options on the line of help, in full.
    - `required`: an empty field is a mistake; else it has the value `empty`.
    - `width`: cells of the input, 24 unless told. `length`: characters it takes. `long`: it takes the whole row.
    - `rows`: above 1, it grows to so many rows, and its text has line breaks.
    - `calendar`: its value is a day: Up and Down walk it, PgDn opens the month.
    - `shape`: while it is typed, the text with other spaces and signs between the same characters.
    - `enter`: asked before Enter goes on; True when it has dealt with Enter itself.
    - `recall`: the name its last text is remembered by for Down in an empty field: its own unless told, None for never.
    """

    name: str
    label: str
    help: str = ""
    read: Callable[[str], Any] | None = None
    show: Callable[[Any], str] | None = None
    doubt: Callable[[Any], str] | None = None
    doubt_among: Callable[[Any, Mapping[str, str]], str] | None = None
    required: bool = False
    width: int = 24
    initial: str = ""
    length: int = 0
    when: Callable[[Mapping[str, str]], bool] | None = None
    choices: Sequence[Choice] | None = None
    told: str = ""
    long: bool = False
    empty: Any = None
    rows: int = 1
    calendar: bool = False
    shape: Callable[[str], str] | None = None
    enter: Callable[[], Awaitable[bool]] | None = None
    recall: str | None = ""

    @property
    def room(self) -> int:
        """Characters this field takes."""
        return self.length or (text.NOTE_LENGTH if self.rows > 1 else text.LINE_LENGTH)

    def painted(self, typed: str) -> str:
        """`typed` as it may stand in the input: printable, shaped, cut to what fits."""
        lines = typed.split("\n") if self.rows > 1 else [typed]
        typed = "\n".join(printable(line) for line in lines)
        return (self.shape(typed) if self.shape else typed)[: self.room]

    def value(self, typed: str) -> Any:
        """What `typed` means; EntryError with the sentence for the clerk if it means nothing."""
        typed = text.clean(typed, self.room, lines=self.rows > 1)
        if not typed:
            if self.required:
                raise EntryError(_(NEEDED))
            return self.empty
        if self.choices is not None:
            option = pick(self.choices, typed)
            if option is not None:
                return self.read(option.code) if self.read else option.code
            if self.read is None:
                raise EntryError(_(NOT_AN_OPTION))
        return self.read(typed) if self.read else typed

    def words(self, typed: str) -> str:
        """What stands beside the field while `typed` stands in it: the value in words, "" while it means nothing."""
        typed = text.clean(typed, self.room)
        if not typed:
            return ""
        try:
            value = self.value(typed)
        except EntryError:
            return ""
        if self.show is not None:
            return self.show(value)
        option = pick(self.choices, typed) if self.choices else None
        if option is None:
            return ""
        label = _(option.label)
        return TICK if typed == label else label

    def hints(self, typed: str, width: int) -> tuple[list[str], int]:
        """The pages of the line of help, each at most `width` cells, and which of them is wanted first.

        The options that still fit what is typed, numbered, or the help.
        """
        if not self.choices:
            return [_(self.help)], 0
        picked = pick(self.choices, typed)
        by_name = not (picked and typed == _(picked.label)) and not text.fold(typed).isdecimal()
        shown = (by_name and options(self.choices, typed)) or list(self.choices)
        items = [f"{self.choices.index(option) + 1} {printable(_(option.label))}" for option in shown]
        told = wrapped(printable(self.told), width - 4) if self.told else []
        return _pages([*told, *items], shown.index(picked) if picked in shown and not told else 0, width)


def really(value: str) -> str:
    """The question about a value that can be meant, and seldom is."""
    return _("Really {value}? Enter again if it is right.").format(value=value)


def plain_label(spec: FieldSpec | Heading) -> str:
    """The label as painted."""
    return printable(_(spec.text if isinstance(spec, Heading) else spec.label))


def pick(choices: Sequence[Choice], typed: str) -> Choice | None:
    """The option meant: by code or name, by its number, or the one that begins or sounds like it best."""
    if (found := find_choice(choices, typed)) is not None:
        return found
    number = text.fold(typed)
    if number.isdecimal() and number.isascii():
        if 0 < int(number[:6]) <= len(choices):
            return choices[int(number) - 1]
        # 999 is no line of the list, but gold of that fineness; the commoner stand first.
        return next((choice for choice in choices if number in re.findall(r"[\d.]+", choice.label)), None)
    fitting = options(choices, typed)
    return fitting[0] if len(fitting) == 1 else None


def options(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The options that fit best: those a word, its pinyin or initials begin; all of them while nothing is typed.

    Initials of Latin words count only where nothing else fits any option.
    """
    if not typed.strip():
        return list(choices)
    named = [(_(c.label), c.label) for c in choices]
    fits = [max(pinyin.matches(name, typed, initials=False) for name in names) for names in named]
    if not any(fits):
        fits = [max((pinyin.matches(word, typed, initials=False) for word in c.words), default=0) for c in choices]
    if not any(fits):
        fits = [max(pinyin.matches(name, typed) for name in names) for names in named]
    best = max(fits, default=0)
    return [choice for choice, fit in zip(choices, fits, strict=True) if fit == best > 0]


def _pages(items: list[str], current: int, width: int) -> tuple[list[str], int]:
    """The items on lines of at most `width` cells, and the line that holds `current`."""
    pages: list[list[str]] = [[]]
    wanted = 0
    for index, item in enumerate(items):
        if pages[-1] and cell_len("  ".join([*pages[-1], item])) > width - 4:
            pages.append([])
        pages[-1].append(item)
        if index == current:
            wanted = len(pages) - 1
    lines = ["  ".join(page) for page in pages]
    last = len(lines) - 1
    more = f" {ELLIPSIS}"
    return [f"{f'{ELLIPSIS} ' if n else ''}{line}{more if n < last else ''}" for n, line in enumerate(lines)], wanted
