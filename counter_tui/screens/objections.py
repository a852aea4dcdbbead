"""Objection cards (mission E): found by number, word, pinyin or initials, over whatever is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from counter_tui import pinyin
from counter_tui.i18n import N_, _
from counter_tui.screens.room import WIDTHS, Door
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.bindings import TranslatedBindings
from counter_tui.widgets.cells import fit, printable, wrapped
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from counter_tui.shop.context import Shop
    from counter_tui.shop.packs import Card

Part = tuple[str, Sequence[str]]
"""A head, and the lines beside it."""
HEAD = 11
"""Cells of the column of heads."""


class Objections(Door, TranslatedBindings, ModalScreen["ObjectionEntry | None"]):
    """The list above, the marked card below. In a call Enter asks which answer was given and how it ended."""

    HELP = N_(
        "Type a number, a word the customer used, pinyin or initials; the card below changes as you type. "
        "In a call Enter notes the card: which answer you gave, and how it ended. "
        "Esc goes back to the step you were at."
    )
    AUTO_FOCUS = "ImeInput"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    CSS_PATH = "objections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Note it"), id="cards.use", tooltip=N_("Note this card in the call")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="cards.up", tooltip=N_("One card up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="cards.down", tooltip=N_("One card down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="cards.page_up", tooltip=N_("Card text up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="cards.page_down", tooltip=N_("Card text down")),
        Binding("escape", "back", N_("Back"), id="cards.back", tooltip=N_("Back to where you were")),
        Binding("f6", "back", N_("Back"), show=False, id="cards.close", tooltip=N_("Back to where you were")),
        Binding("f1", "app.help", N_("Help"), id="app.help", tooltip=N_("What this screen is for, and its keys")),
    ]

    def __init__(self, facts: Mapping[str, str | None] | None = None, *, logging: bool = False) -> None:
        super().__init__()
        self._facts = dict(facts or {})
        self._logging = logging

    def compose(self) -> ComposeResult:
        with Horizontal(id="line"):
            yield Static(Content(_("Objections")))
            yield ImeInput(max_length=60, placeholder=_("number · word · pinyin · initials"))
        with Container(id="panes"):
            yield RowList(((3, 0),), empty=_("No card fits."))
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="words")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(self.query_one(ImeInput), "value", self._typed)

    def _count(self, fitting: int) -> str:
        words = _("{n} of {all}").format(n=fitting, all=len(self._cards))
        return words if self._logging else f"{words} · " + _("outside a call nothing is noted")

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._logging if action == "noop" else True

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _cards(self) -> dict[str, Card]:
        return self.counter.desk.shop.cards

    def _typed(self, typed: str) -> None:
        fitting = find_cards(self.counter.desk.shop, typed)
        self._list.set_rows(
            [Row((((str(card.number), "accent"), (card.title, "strong")),), key=card.id) for card in fitting]
        )
        if fitting:
            self._list.select(fitting[0].id)
        self.query_one(MessageLine).say(self._count(len(fitting)))
        self._paint()

    @on(RowList.Moved)
    def _paint(self) -> None:
        card = self._cards.get(str(self._list.selected))
        self.query_one("#card").border_title = Content(printable(card.title)) if card else ""
        width = self.query_one("#words").size.width or self.app.size.width - 6
        parts = card_parts(card, {**self._facts, **self._always()}) if card else []
        self.query_one("#words", Static).update(Content("\n").join(part_lines(parts, width)))
        self.query_one("#card").scroll_home(animate=False)

    def _always(self) -> dict[str, str]:
        shop = self.counter.desk.shop
        return {"shop": shop.name, "clerk": self.counter.clerk_name or shop.name}

    def action_move(self, by: int) -> None:
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self.query_one("#card").scroll_relative(y=by * 8, animate=False)

    def action_noop(self) -> None:
        """Enter is taken by the box."""

    def action_back(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    def _use(self, event: Input.Submitted) -> None:
        event.stop()
        card = self._cards.get(str(self._list.selected))
        if card is not None and self._logging:
            self.run_worker(self._note(card), group="note", exclusive=True)

    async def _note(self, card: Card) -> None:
        from counter_tui.shop.call_entry import ObjectionEntry
        from counter_tui.shop.entry.choices import ENDINGS
        from counter_tui.shop.packs import render

        values = {**self._facts, **self._always()}
        answers = [(number, render(words, values)) for number, words in enumerate(card.say, 1)]
        answer = await self.app.push_screen_wait(Pick(_("Which answer did you give?"), answers))
        if answer is None:
            return
        endings = [(option.code, _(option.label)) for option in ENDINGS]
        ended = await self.app.push_screen_wait(Pick(_("How did it end?"), endings))
        if ended is not None:
            self.dismiss(ObjectionEntry(card.id, int(answer), ended))


def find_cards(shop: Shop, typed: str) -> list[Card]:
    """The cards that fit what is typed, best first: by number, by a word of theirs, by pinyin or initials."""
    cards = list(shop.cards.values())
    typed = typed.strip()
    if typed.isdecimal():
        return [card for card in cards if str(card.number).startswith(str(int(typed)))]
    fits = {card.id: max(pinyin.matches(words, typed) for words in shop.card_words[card.id]) for card in cards}
    return sorted((card for card in cards if fits[card.id]), key=lambda card: (-fits[card.id], card.number))


def card_parts(card: Card, values: Mapping[str, str | None]) -> list[Part]:
    """The card filled in: heads with what stands beside them."""
    from counter_tui.shop.packs import render

    return [
        (_("The worry"), [render(card.worry, values)]),
        (_("Ask"), [render(card.ask, values)]),
        (_("Facts"), [words for words in (render(fact, values) for fact in card.facts) if words]),
        (_("Say"), [render(words, values) for words in card.say]),
        (_("Never"), [render(words, values) for words in card.never]),
    ]


def part_lines(parts: Iterable[Part], width: int) -> Iterator[Content]:
    """Parts as lines of at most `width` cells, what belongs to a head standing under each other; answers numbered."""
    for name, lines in parts:
        for at, line in enumerate(lines):
            head = Content.styled(fit(name, HEAD), "bold $text-accent") if at == 0 else Content(" " * HEAD)
            mark = f"{at + 1}  " if name == _("Say") and len(lines) > 1 else ""
            for row, part in enumerate(wrapped(line, max(width - HEAD - len(mark), HEAD))):
                first = (head, mark) if row == 0 else (" " * (HEAD + len(mark)),)
                yield Content.assemble(*first, part)
