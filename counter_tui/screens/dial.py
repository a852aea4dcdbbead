"""F7: a number as a code on the screen, which the shop's phone scans and dials (mission C6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.content import Content

from counter_tui.i18n import N_, _
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.bindings import digits
from counter_tui.widgets.cells import MARK, printable
from counter_tui.widgets.clipboard import copy
from counter_tui.widgets.message_line import Kind
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.widgets.qr_code import QrCode
from counter_tui.words import moment_words, sentences, short_day

if TYPE_CHECKING:
    from counter_tui.shop.permission import May
    from counter_tui.shop.sending import NumberView, SendSheet, SentWords


@dataclass(frozen=True)
class Left:
    """How a dialog was left: with which number, and where to go over to: the other one (dial, or write), or another
    `channel` with the `letter` that was open. `sent` is what the clerk says has gone out."""

    number: NumberView | None
    other: bool = False
    channel: str = ""
    letter: str = ""
    sent: SentWords | None = None


def not_now(may: May) -> str:
    """Why it may not be done, and from when it may; empty when it may."""
    if may.allowed:
        return ""
    why = _("Not now: {why}.").format(why=may.words)
    if may.when is None or f"{may.when:%H:%M}" in may.words:
        return why
    return sentences([why, _("It may be done from {moment}.").format(moment=moment_words(may.when))])


class NumberDialog(Dialog[Left]):
    """What dialling and writing have in common: the numbers of the file, and copying."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back"), id="dialog.back", tooltip=N_("Back to where you came from")),
        *digits("dial.number", N_("Use the number on this line")),
    ]

    def __init__(self, title: str, sheet: SendSheet, number: NumberView | None) -> None:
        super().__init__(title)
        self.sheet = sheet
        self.reads = sheet.customer_id
        self.number = number

    def number_lines(self) -> Iterator[str]:
        """Each number on its line; one that is somebody else's is marked, and has no digit to choose it by."""
        working = self.sheet.working
        for number in self.sheet.numbers:
            if number in working:
                mark = MARK if number == self.number else " "
                digit = f"{working.index(number) + 1} " if len(working) > 1 else ""
                yield f"{mark} {digit}{number.words}"
            else:
                yield "  " + number.words + " " + _("(wrong since {day})").format(day=short_day(number.wrong_since))

    def action_number(self, number: int) -> None:
        if number <= len(self.sheet.working):
            self.number = self.sheet.working[number - 1]
            self.draw()

    def draw(self) -> None:
        """Paint what follows from the chosen number."""
        raise NotImplementedError

    def tell(self, words: str, kind: Kind = "info") -> None:
        """Say a sentence."""
        self.message_line.say(words, kind)

    def action_back(self) -> None:
        self.dismiss(Left(self.number))

    def action_other(self) -> None:
        self.dismiss(Left(self.number, other=True))

    async def copy(self, words: str) -> None:
        """Copy and say whether it is certain."""
        self.tell(await copy(self.app, words))


class Dial(NumberDialog):
    """The number in figures and as a `tel:` code, or why it may not be called now; Esc goes back."""

    HELP = N_(
        "Point the shop's phone at the code and it dials the number; nothing is sent from this PC. "
        "A digit takes another number, F2 copies it, F7 writes a message instead, and Esc goes back. "
        "Where the rules hold the call back there is no code: a supervisor can allow it when you open the contact."
    )
    DEFAULT_CSS = """
    Dial {
        & > #panel { width: 48; }
        #numbers { text-align: center; height: auto; max-height: 5; width: 1fr; }
        #why { text-align: center; height: auto; width: 1fr; padding: 0 1 1 1; color: $text-warning; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "copy", N_("Copy"), id="dial.copy", tooltip=N_("Copy the number, to paste it elsewhere")),
        Binding("f7", "other", N_("Message"), id="dial.message", tooltip=N_("Write a message instead of calling")),
    ]

    def __init__(self, sheet: SendSheet, number: NumberView) -> None:
        super().__init__(_("Dial"), sheet, number)

    def compose_panel(self) -> ComposeResult:
        if self._why_not:
            yield Paragraphs(Content(printable(f"! {self._why_not}")), id="why")
            yield Paragraphs(id="numbers")
            return
        yield Paragraphs(id="numbers")
        with Center():
            yield QrCode(f"tel:{self._digits}")

    @property
    def _why_not(self) -> str:
        return not_now(self.sheet.calling)

    @property
    def _digits(self) -> str:
        return self.number.digits if self.number else ""

    def on_mount(self) -> None:
        self.draw()
        if self._why_not:
            self.tell(_("No code: a supervisor can allow it when you open the contact; F7 writes instead."))
        else:
            self.tell(_("Scan with the shop's phone: it dials."))

    def draw(self) -> None:
        lines = [printable(line) for line in self.number_lines()]
        if len(lines) == 1:
            lines = [f"{printable(self.sheet.customer)}   {lines[0].strip(f'{MARK} ')}"]
        else:
            lines.insert(0, printable(self.sheet.customer))
        self.query_one("#numbers", Paragraphs).update(Content("\n".join(lines)))
        for code in self.query(QrCode):
            code.draw(f"tel:{self._digits}")

    def action_copy(self) -> None:
        if self._why_not:
            self.tell(self._why_not, "warn")
            return
        self.run_worker(self.copy(self._digits), group="copy", exclusive=True)
