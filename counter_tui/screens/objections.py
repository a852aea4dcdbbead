"""Objection cards (mission E): found by number, word, pinyin or initials, over whatever is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

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
from counter_tui.widgets import kinds
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import AskLine, Pick
from counter_tui.widgets.bindings import TranslatedBindings
from counter_tui.widgets.cells import fit, printable, wrapped
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.keys_wait import KeysWait
from counter_tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from counter_tui.shop.context import Shop
    from counter_tui.shop.objections import CardRecord
    from counter_tui.shop.packs import Card

Part = tuple[str, Sequence[str]]
"""A head, and the lines beside it."""
HEAD = 11
"""Cells of the column of heads."""
ROOMY = 64
"""Cells from which a line of the list says in words how often its card worked; below that in figures."""
OWN_WORDS = 0
"""The answer of a clerk who said it her own way."""


class Objections(Door, KeysWait, TranslatedBindings, ModalScreen["ObjectionEntry | None"]):
    """The list above, the marked card below. In a call Enter asks which answer was given, how it ended, and for a note.

    Without a word typed, the cards that worked best in this shop come first; a card's number is always its own.
    `kind` is that of the piece the call is about.
    """

    HELP = N_(
        "Type a number, a word the customer used, pinyin or initials; the card below changes as you type. "
        "The card that worked best in this shop stands first; in a call Enter notes your answer and how it ended. "
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
        Binding("f5", "home", N_("Today"), show=False, id="app.today", tooltip=N_("Back to today's work")),
        Binding("f6", "back", N_("Back"), show=False, id="cards.close", tooltip=N_("Back to where you were")),
        Binding("f1", "app.help", N_("Help"), id="app.help", tooltip=N_("What this screen is for, and its keys")),
    ]

    def __init__(
        self,
        facts: Mapping[str, str | None] | None = None,
        *,
        logging: bool = False,
        kind: str = "",
        half: Mapping[str, Any] | None = None,
        keep: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        """`half`: what is known of a card whose noting was broken off, which goes on; `keep` is told as much of one."""
        super().__init__()
        self._half, self._keep = dict(half or {}), keep or (lambda _card: None)
        self._facts = dict(facts or {})
        self._logging = logging
        self._kind = kind
        self._known: dict[str, CardRecord] = {}
        self._touched = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="line"):
            yield Static(Content(_("Objections")))
            yield ImeInput(max_length=60, placeholder=_("number · word · pinyin · initials"))
        with Container(id="panes"):
            yield RowList(empty=_("No card fits."))
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="words")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(self.query_one(ImeInput), "value", self._typed)
        self.run_worker(self._learn(), group="learn")
        card = self._cards.get(self._half.get("card", ""))
        if card is not None:
            self._touched = True
            self._list.select(card.id)
            self.run_worker(
                self._note(card, self._half.get("answer"), self._half.get("ended")), group="note", exclusive=True
            )

    async def _learn(self) -> None:
        """How the cards fare here. Whoever has typed or moved meanwhile keeps the order she sees."""
        from counter_tui.shop.objections import card_records

        known = await self.ask(card_records, self._kind)
        if not known:
            return
        self._known = known
        order = [str(row.key) for row in self._list.rows]
        self._show([self._cards[id] for id in order] if self._touched else self._fitting())
        if not self._touched:
            self._list.go_to_place(0)
        self._paint()

    def _count(self, fitting: int) -> str:
        words = _("{n} of {all}").format(n=fitting, all=len(self._cards))
        return words if self._logging else f"{words} · " + _("outside a call nothing is noted")

    def on_resize(self) -> None:
        self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        self._show([self._cards[str(row.key)] for row in self._list.rows])
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._logging if action == "noop" else True

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _cards(self) -> dict[str, Card]:
        return self.counter.desk.shop.cards

    def _typed(self, typed: str) -> None:
        self._touched = self._touched or bool(typed)
        fitting = self._fitting()
        self._show(fitting)
        if fitting:
            self._list.select(fitting[0].id)
        self.query_one(MessageLine).say(self._count(len(fitting)))
        self._paint()

    def _fitting(self) -> list[Card]:
        return find_cards(self.counter.desk.shop, self.query_one(ImeInput).value, self._known)

    def _show(self, cards: Iterable[Card]) -> None:
        """The cards as lines, each with how often it worked."""
        roomy = self._list.size.width >= ROOMY
        self._list.set_columns(((3, 0, 26 if roomy else 7),))
        say = worked_words if roomy else worked_figures
        self._list.set_rows([
            Row(
                (((str(card.number), "accent"), (card.title, "strong"), (say(self._known.get(card.id)), "muted")),),
                key=card.id,
            )
            for card in cards
        ])  # fmt: skip

    @on(RowList.Moved)
    def _paint(self) -> None:
        card = self._cards.get(str(self._list.selected))
        pane, known = self.query_one("#card"), self._known.get(card.id) if card else None
        pane.border_title = Content(printable(card.title)) if card else ""
        pane.border_subtitle = Content(worked_words(known)) if known else ""
        width = self.query_one("#words").size.width or self.app.size.width - 6
        parts = card_parts(card, self._values(), known) if card else []
        self.query_one("#words", Static).update(Content("\n").join(part_lines(parts, width)))
        pane.scroll_home(animate=False)

    def _values(self) -> dict[str, str | None]:
        """What the words of a card can name: this piece's figures, and what is known in any case."""
        from counter_tui.shop.trade_in import trade_in_words

        shop = self.counter.desk.shop
        rule = trade_in_words(shop.policy.trade_in, shop.region)
        return {**self._facts, "shop": shop.name, "clerk": self.counter.clerk_name or shop.name, "trade_in": rule}

    def action_move(self, by: int) -> None:
        self._touched = True
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self.query_one("#card").scroll_relative(y=by * 8, animate=False)

    def action_noop(self) -> None:
        """Enter is taken by the box."""

    def action_back(self) -> None:
        self.dismiss(None)

    def action_home(self) -> None:
        """F5: out of the cards, and on to what is below them."""
        self.dismiss(None)
        self.press_first("f5")

    @on(Input.Submitted)
    def _use(self, event: Input.Submitted) -> None:
        event.stop()
        card = self._cards.get(str(self._list.selected))
        if card is not None and self._logging:
            self.run_worker(self._note(card), group="note", exclusive=True)

    async def _note(self, card: Card, answer: int | None = None, ended: str | None = None) -> None:
        """Which answer, how it ended, and a note: two digits and Enter. Esc at any of them goes back to the card.

        What is known already is not asked for again.
        """
        from counter_tui.shop.call_entry import ObjectionEntry
        from counter_tui.shop.entry.choices import ENDINGS
        from counter_tui.shop.packs import render

        values = self._values()
        answers = [(number, render(words, values)) for number, words in enumerate(card.say, 1)]
        answers.append((OWN_WORDS, _("In my own words")))
        self._keep({"card": card.id, "answer": answer, "ended": ended})
        if answer is None:
            answer = await self.app.push_screen_wait(Pick(_("Which answer did you give?"), answers))
        if answer is None:
            self._keep({})
            return
        self._keep({"card": card.id, "answer": answer, "ended": ended})
        endings = [(option.code, _(option.label)) for option in ENDINGS]
        if ended is None:
            ended = await self.app.push_screen_wait(Pick(_("How did it end?"), endings))
        if ended is None:
            self._keep({})
            return
        self._keep({"card": card.id, "answer": answer, "ended": ended})
        spec = kinds.line("note", N_("Note"), N_("What else was said; Enter goes on, also without a word"), recall=None)
        note = await self.app.push_screen_wait(AskLine(spec, title=card.title))
        if note is None:
            self._keep({})
        else:
            self.dismiss(ObjectionEntry(card.id, answer or None, ended, note))


def find_cards(shop: Shop, typed: str, known: Mapping[str, CardRecord] | None = None) -> list[Card]:
    """The cards that fit what is typed, best first: by number, by a word of theirs, by pinyin or initials.

    Of those that fit alike, what worked best here (`known`) comes first; by number they stay in the order of numbers.
    """
    from counter_tui.shop.objections import rank

    cards = list(shop.cards.values())
    typed = typed.strip()
    if typed.isdecimal():
        return [card for card in cards if str(card.number).startswith(str(int(typed)))]
    fits = {card.id: max(pinyin.matches(words, typed) for words in shop.card_words[card.id]) for card in cards}
    fitting = [card for card in cards if fits[card.id]]
    return sorted(fitting, key=lambda card: (-fits[card.id], rank(card, known or {})))


def worked_words(known: CardRecord | None) -> str:
    """On how many uses a card's place rests: "worked 14 of 19 here", with only this kind of piece counted if it says
    so; "–" where it was never used."""
    if known is None:
        return "–"
    if known.kind:
        from counter_tui.shop.objections import kind_words

        with_kind = _("worked {n} of {all}, {kind}")
        return with_kind.format(n=known.settled, all=known.uses, kind=kind_words(known.kind))
    return _("worked {n} of {all} here").format(n=known.settled, all=known.uses)


def worked_figures(known: CardRecord | None) -> str:
    """The same where there is little room: "14/19"."""
    return f"{known.settled}/{known.uses}" if known else "–"


def card_parts(card: Card, values: Mapping[str, str | None], known: CardRecord | None = None) -> list[Part]:
    """The card filled in: heads with what stands beside them, and behind each answer how often it worked here."""
    from counter_tui.shop.packs import render

    return [
        (_("The worry"), [render(card.worry, values)]),
        (_("Ask"), [render(card.ask, values)]),
        (_("Facts"), [words for words in (render(fact, values) for fact in card.facts) if words]),
        (_("Say"), [_tried(render(words, values), known, number) for number, words in enumerate(card.say, 1)]),
        (_("Never"), [render(words, values) for words in card.never]),
    ]


def _tried(words: str, known: CardRecord | None, answer: int) -> str:
    """An answer of a card, and how often it was given and settled the matter: "… (9 of 12)"."""
    given = known.answers.get(answer) if known else None
    if given is None:
        return words
    # Translators: an answer of a card: it settled the matter 9 times of the 12 it was given.
    return _("{answer} ({n} of {all})").format(answer=words, n=given.settled, all=given.uses)


def part_lines(parts: Iterable[Part], width: int) -> Iterator[Content]:
    """Parts as lines of at most `width` cells, what belongs to a head standing under each other; answers numbered."""
    for name, lines in parts:
        for at, line in enumerate(lines):
            head = Content.styled(fit(name, HEAD), "bold $text-accent") if at == 0 else Content(" " * HEAD)
            mark = f"{at + 1}  " if name == _("Say") and len(lines) > 1 else ""
            for row, part in enumerate(wrapped(line, max(width - HEAD - len(mark), HEAD))):
                first = (head, mark) if row == 0 else (" " * (HEAD + len(mark)),)
                yield Content.assemble(*first, part)
