"""F7 on a contact by message: the words filled in, and a code with which the shop's phone sends them (mission H1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.dial import Dial, Left, NumberDialog, not_now
from counter_tui.screens.printing import print_sheet
from counter_tui.screens.visit_sheet import show_visit_sheet
from counter_tui.text import NOTE_LENGTH
from counter_tui.widgets.ask import Answer, AskLine, Confirm, Pick
from counter_tui.widgets.cells import printable
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.message_line import Kind
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.widgets.qr_code import QrCode, code_size, fits
from counter_tui.words import sentences

if TYPE_CHECKING:
    from counter_tui.screens.room import Room
    from counter_tui.shop.sending import LetterView, NumberView, SendSheet, SentWords, WayView

WORDS_AT_LEAST = 30
"""Cells the words keep beside the code."""
EDITED_ROWS = 12
"""Rows the words may grow to while they are changed."""


@dataclass(frozen=True)
class Sending:
    """What came of it: the number that was shown last, as it is dialled, and the words the clerk says she has sent."""

    dialled: str = ""
    sent: SentWords | None = None


async def dial_or_send(
    room: Room,
    customer: int,
    *,
    revisit: int | None = None,
    channel: str = "",
    edited: dict[str, str] | None = None,
    traced: bool = False,
    till: str = "",
    allowed: str = "",
) -> Sending:
    """The number or the words, as the contact wants it; for a visit its sheet. Nothing is noted here.

    `edited` keeps the letters a clerk has changed, by id, from one time to the next. `traced`: the file is open.
    `till` claims the customer for it, in somebody's care to release. `allowed`: see `prepare_sending`.
    """
    from counter_tui.shop.sending import WRITTEN, prepare_sending

    asked = {"revisit": revisit, "till": till, "allowed": allowed}
    sheet = await room.ask(prepare_sending, customer, room.counter.by, channel=channel, traced=traced, **asked)
    if sheet is None:
        return Sending()
    if sheet.channel == "visit" and not await show_visit_sheet(room, customer, revisit):
        return Sending()
    edited = {} if edited is None else edited
    written, left = sheet.channel in WRITTEN, Left(next(iter(sheet.working), None))
    while True:
        if not written and left.number is None:
            room.say(_("There is no number that works."), "warn")
            return Sending()
        left = await room.app.push_screen_wait(
            Send(sheet, left.number, edited, left.letter)
            if written or left.number is None
            else Dial(sheet, left.number)
        )
        if left.channel:
            other = await room.ask(
                prepare_sending, customer, room.counter.by, channel=left.channel, traced=True, **asked
            )
            sheet = other or sheet
        elif left.other:
            written = not written
        else:
            return Sending(left.number.dial if left.number else "", left.sent)


class WasItSent(Confirm):
    """Only the clerk knows whether the words have gone out."""

    HELP = N_(
        "The shop's phone sends the message, so only you know whether it has gone out. "
        "Sent, it stands in the history, and what comes next is planned; F9 84 undoes that. "
        "Esc, or Enter unless you copied or printed the words, means that nothing was sent, and nothing is noted."
    )


class Send(NumberDialog):
    """Left the letter, right the code of it. Letters, number and words can be changed; nothing is sent from here."""

    HELP = N_(
        "The words are filled in for this customer: Enter changes them, F6 takes another letter, F9 another way. Point "
        "the shop's phone at the code and the message stands there ready to send; F2 copies the words, F3 prints a "
        "letter. Nothing is sent from here: Esc asks whether you have sent it, and then it is noted."
    )
    AUTO_FOCUS = "#letter"
    DEFAULT_CSS = """
    Send {
        align: left top;
        background: $background;
        #sheet { height: 1fr; }
        #left { width: 1fr; height: 1fr; padding: 0 1; }
        #head { height: 1; text-style: bold; }
        #numbers, #length, #said { height: auto; }
        #numbers, #length { color: $text-muted; }
        #letter { height: 1fr; min-height: 3; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        #text { height: auto; }
        #said.-warn { color: $text-warning; text-style: bold; }
        #said.-error { color: $text-error; text-style: bold; }
        QrCode.-none { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", N_("Change"), id="send.change", tooltip=N_("Change the words before they are sent")),
        Binding("f2", "copy", N_("Copy"), id="send.copy", tooltip=N_("Copy the words, to paste them elsewhere")),
        Binding("f3", "print", N_("Print"), id="send.print", tooltip=N_("The letter as a page to print")),
        Binding("f9", "ways", N_("Way"), id="send.ways", tooltip=N_("As text, by WeChat, letter or e-mail")),
        Binding("f6", "letters", N_("Letters"), id="send.letters", tooltip=N_("Take another letter")),
        Binding("f7", "other", N_("Dial"), id="send.dial", tooltip=N_("The number as a code for the shop's phone")),
    ]

    def __init__(self, sheet: SendSheet, number: NumberView | None, edited: dict[str, str], letter: str = "") -> None:
        """`letter` is the id of the one to begin with, where it goes by this channel; else the first."""
        from counter_tui.shop.sending import WRITTEN

        super().__init__("", sheet, number)
        self._channel = sheet.channel if sheet.channel in WRITTEN else "text"
        self._edited = edited
        self._used = ""  # the words that were copied or printed last
        wanted = (one for one in (*(one for one in sheet.letters if one.id == letter), *sheet.letters))
        self._letter: LetterView | None = next(wanted, None)

    def compose(self) -> ComposeResult:
        from counter_tui.shop.wording import channel_words

        head = f"{channel_words(self._channel)} · {printable(self.sheet.customer)}"
        with Horizontal(id="sheet"):
            with Vertical(id="left"):
                yield Static(Content(head), id="head")
                yield Paragraphs(id="numbers")
                with VerticalScroll(id="letter"):
                    yield Paragraphs(id="text")
                yield Static(id="length")
                yield Paragraphs(id="said")
            yield QrCode("-")
        yield KeyLine()

    def on_mount(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "print":
            return self._channel == "letter"
        return self.number is not None if action == "other" else True

    @property
    def words(self) -> str:
        """What is to be sent, as it stands."""
        if self._letter is None:
            return self._edited.get("", "")
        return self._edited.get(self._letter.id, self._letter.words)

    @property
    def _why_not(self) -> str:
        return not_now(self._letter.may) if self._letter else ""

    def tell(self, words: str, kind: Kind = "info") -> None:
        said = self.query_one("#said", Paragraphs)
        said.set_class(kind == "warn", "-warn")
        said.set_class(kind == "error", "-error")
        said.update(Content(printable(f"! {words}" if kind != "info" else words)))

    def draw(self) -> None:
        """The letter as it stands, how long it is, and its code if there may be one."""
        where = {"wechat": self.sheet.wechat, "email": self.sheet.email, "letter": self.sheet.address}
        to = [where[self._channel]] if where.get(self._channel) else list(self.number_lines())
        self.query_one("#numbers", Paragraphs).update(Content("\n".join(printable(line) for line in to)))
        text = "\n".join(printable(line) for line in self.words.splitlines())
        self.query_one("#text", Paragraphs).update(Content(text or _("No words yet: Enter writes them.")))
        self.query_one("#length", Static).update(Content(_length(self.words, self._channel)))
        data, said = self._code()
        code = self.query_one(QrCode)
        code.set_class(not data, "-none")
        if data:
            code.draw(data, self._room)
        self.tell(said, "warn" if self._why_not else "info")

    @property
    def _room(self) -> Size:
        """What the words and the key line leave for the code."""
        return Size(self.size.width - WORDS_AT_LEAST, self.size.height - 1)

    def _code(self) -> tuple[str, str]:
        """What the code holds, "" for no code, and what to do with it."""
        if self._why_not:
            return "", self._why_not
        if self._channel == "letter":
            return "", _("F3 prints the letter; F2 copies the words.")
        if self._channel == "email" or not (self.words or self._channel == "text"):
            return "", _("F2 copies the words.")
        if self._channel == "wechat":
            whole, start = self.words, ""
            way, rest = _("Scan, and copy the words into WeChat; or F2 copies them here."), _("F2 copies the words.")
        elif self.number is None:
            return "", _("There is no number that works.")
        else:
            start = f"SMSTO:{self.number.digits}:"
            whole, way = start + self.words, _("Scan with the shop's phone, read it, send it.")
            rest = _("This one holds the number; F2 copies the words.")
            if self.number.kind == "landline":
                way, rest = (
                    sentences([_("This is a landline: it may take no messages."), words]) for words in (way, rest)
                )
        return (whole, way) if fits(whole, self._room) else (start, sentences([self._too_long(whole), rest]))

    def _too_long(self, whole: str) -> str:
        size = code_size(whole)
        if size is None:
            return _("The words are too long for a code.")
        wanted = _("The words are too long for a code in this window: it takes {rows} lines and {columns} columns.")
        return wanted.format(rows=size.height + 1, columns=size.width + WORDS_AT_LEAST)

    # Keys

    def action_back(self) -> None:
        self.run_worker(self._back(), group="back", exclusive=True)

    async def _back(self) -> None:
        sent = await self._sent() if self.words.strip() else None
        self.dismiss(Left(self.number, sent=sent))

    async def _sent(self) -> SentWords | None:
        """The words, if the clerk says that she has sent them; what may not be sent now is said to her first."""
        from counter_tui.shop.sending import SentWords

        answers = [Answer("sent", _("Sent: note it")), Answer("not", _("Not sent"))]
        question = _("Was it sent?")
        if self._why_not:
            answers = [Answer("not", _("Not sent")), Answer("sent", _("Sent all the same: note it"))]
            question = f"{self._why_not}\n{question}"
        # An Enter by habit must not note what has never left: a code tells nobody whether it was scanned.
        marked = "sent" if self._used == self.words else "not"
        ask = WasItSent(question, answers, title=self.sheet.customer, marked=marked)
        if await self.app.push_screen_wait(ask) != "sent":
            return None
        letter = self._letter
        if letter is None:
            return SentWords(self._channel, "", self.words)
        return SentWords(self._channel, letter.title, self.words, letter.id, letter.purpose)

    def action_ways(self) -> None:
        self.run_worker(self._ways(), group="ways", exclusive=True)

    async def _ways(self) -> None:
        """Another channel for the same words; one that can't be is refused with the reason."""
        ways = self.sheet.ways
        now = next(way for way in ways if way.channel == self._channel)
        items = [(way, _way_words(way)) for way in ways]
        way = await self.app.push_screen_wait(Pick(_("By which way?"), items, chosen=now))
        if way is None or way is now:
            return
        if not way.may.allowed and way.may.when is None:
            self.tell(not_now(way.may), "warn")
        else:
            self.dismiss(Left(self.number, channel=way.channel, letter=self._letter.id if self._letter else ""))

    def action_print(self) -> None:
        if self._why_not:
            self.tell(self._why_not, "warn")
        else:
            self.run_worker(self._print(), group="print", exclusive=True)

    async def _print(self) -> None:
        from counter_tui.shop.sheets import letter_page

        words = self.words
        html = letter_page(self.app.desk.shop, self.sheet.customer, self.sheet.address, words)
        said, kind = await print_sheet(self.app, f"letter-{self.sheet.number}", html)
        self._used = "" if kind == "error" else words
        self.tell(said, kind)

    def action_copy(self) -> None:
        if self._why_not:
            self.tell(self._why_not, "warn")
        else:
            self._used = self.words
            self.run_worker(self.copy(self.words), group="copy", exclusive=True)

    def action_letters(self) -> None:
        self.run_worker(self._letters(), group="letters", exclusive=True)

    async def _letters(self) -> None:
        items = [
            (letter, letter.title if letter.may.allowed else f"{letter.title} · {not_now(letter.may)}")
            for letter in self.sheet.letters
        ]
        letter = await self.app.push_screen_wait(Pick(_("Letters"), items, chosen=self._letter))
        if letter is not None:
            self._letter = letter
            self.draw()

    def action_change(self) -> None:
        self.run_worker(self._change(), group="change", exclusive=True)

    async def _change(self) -> None:
        spec = FieldSpec(
            "words", N_("Words"), N_("F2 takes the words"), length=NOTE_LENGTH, initial=self.words, long=True, empty="",
            rows=EDITED_ROWS, recall=None,
        )  # fmt: skip
        typed = await self.app.push_screen_wait(AskLine(spec, title=_("The words")))
        if typed is not None:
            self._edited[self._letter.id if self._letter else ""] = typed
            self.draw()


def _way_words(way: WayView) -> str:
    """A channel, with where it goes, or why it can't."""
    from counter_tui.shop.wording import channel_words

    return f"{channel_words(way.channel)} · {printable(way.where if way.may.allowed else way.may.words)}"


def _length(words: str, channel: str) -> str:
    """How long the words are; for a text message also what it is charged as."""
    from counter_tui.shop.sending import message_length

    characters, messages = message_length(words)
    length = ngettext("{n} character", "{n} characters", characters).format(n=characters)
    if channel != "text":
        return length
    return f"{length} · {ngettext('{n} message', '{n} messages', messages).format(n=messages)}"
