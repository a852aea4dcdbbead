"""The words the counter speaks with: scripts, cards, letters and policy, the shipped ones and the shop's own (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from counter_tui import pinyin
from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Cell, Row, RowList, heading
from counter_tui.widgets.ask import AskLine
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.ime_input import ImeInput

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from counter_tui.shop.drafts import DraftRow
    from counter_tui.shop.own_words import Place, WordsRow

ID_LENGTH = 32


class WordsList(Room):
    """Typing narrows the list, Enter opens a file, the menu begins a new one."""

    HELP = N_(
        "Every script, card and letter of the language in use, and the policy: shipped, or the shop's own. "
        "Type a word to find one; Enter opens it to be changed, and the shop's own copy is made when it is saved. "
        "A new card, script or letter is begun from the menu, F9."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Open"), id="words.open", tooltip=N_("Open the marked file to change it")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="words.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="words.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="words.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="words.page_down", tooltip=N_("One page down")),
        Binding("escape", "back", N_("Back"), id="words.leave", tooltip=N_("Back to the screen below")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[WordsRow, ...] = ()

    def heading(self) -> str:
        return _("The shop's words")

    def compose_body(self) -> ComposeResult:
        yield ImeInput(id="filter", max_length=60, placeholder=_("a word · pinyin · initials"))
        yield RowList(((32, 22, 0),), empty=_("Nothing fits"))

    def on_mount(self) -> None:
        self.watch(self.query_one(ImeInput), "value", self._filter, init=False)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    async def load(self) -> None:
        from counter_tui.shop.own_words import words_in_use

        self._words = await self.ask(words_in_use) or ()
        self._filter(self.query_one(ImeInput).value)
        wrong = sum(row.state == "wrong" for row in self._words)
        if wrong:
            said = ngettext("{n} of the shop's own has a mistake: there the shipped words hold.",
                            "{n} of the shop's own have a mistake: there the shipped words hold.", wrong)  # fmt: skip
            self.say(said.format(n=wrong), "warn")
        else:
            self.say(_("Enter opens. F9 begins a new card, script or letter."))

    def _filter(self, typed: str) -> None:
        from counter_tui.shop.own_words import KINDS

        typed, rows, above = typed.strip(), [], ""
        for words in self._words:
            kind, state = _(KINDS[words.place.kind].label), _state(words)
            if typed and not any(pinyin.matches(text, typed) for text in (words.title, words.place.id, kind, state[0])):
                continue
            if kind != above:
                rows.append(heading(kind))
            above = kind
            cells = ((words.title, "" if words.state == "shipped" else "strong"), state, (words.place.id, "muted"))
            rows.append(Row((cells,), key=words.place))
        self._list.set_rows(rows)

    def action_move(self, by: int) -> None:
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self._list.move_page(by)

    def action_noop(self) -> None:
        """Enter is taken by the box."""

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.choose()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.run_worker(open_editor(self.counter, event.key), group="open", exclusive=True)  # type: ignore[arg-type]

    def menu_items(self) -> list[tuple[str, str]]:
        """A new file of each kind."""
        from counter_tui.shop.own_words import KINDS

        return [(f"new('{kind.code}')", _(kind.new)) for kind in KINDS.values() if kind.new]

    def action_new(self, kind: str) -> None:
        self.run_worker(self._new(kind), group="open", exclusive=True)

    async def _new(self, kind: str) -> None:
        """Ask what the file is to be called, and open it with its keys, still empty."""
        from counter_tui.screens.editor import Editor
        from counter_tui.shop.example import starting_text
        from counter_tui.shop.own_words import KINDS, Place, WordsText, read_id

        shop = self.counter.desk.shop
        spec = FieldSpec(
            "id", N_("File name"), N_("Small letters, digits and hyphens, as in festival-2027"),
            read=read_id(shop, kind), required=True, length=ID_LENGTH, width=ID_LENGTH + 2,
        )  # fmt: skip
        id = await self.app.push_screen_wait(AskLine(spec, title=_(KINDS[kind].new)))
        if id is not None:
            opened = WordsText(Place(kind, shop.language, id), starting_text(shop, kind), "", own=False)
            self.app.push_screen(Editor(opened))


def _state(words: WordsRow) -> Cell:
    """Where the words come from, in words and in a colour."""
    match words.state:
        case "wrong":
            return _("! mistake in line {line}").format(line=words.line), "error"
        case "own":
            return _("the shop's own"), "accent"
        case "new":
            return _("the shop's own, new"), "accent"
    return _("shipped"), "muted"


async def open_editor(app: CounterApp, place: Place | None = None, draft: DraftRow | None = None) -> None:
    """Open a file, with what was typed and not saved on this till: the draft given, or the one of that place."""
    from counter_tui.screens.editor import Editor
    from counter_tui.shop.drafts import left_unsaved
    from counter_tui.shop.own_words import open_words

    if place is not None:
        left = await app.desk.ask(left_unsaved, app.desk.till)
        draft = next((one for one in left if one.form == Editor.FORM and _place(one) == place), None)
    elif draft is not None:
        place = _place(draft)
    opened = await app.today_screen.ask(open_words, place)
    if opened is not None:
        app.push_screen(Editor(opened, uuid=draft.uuid if draft else "", draft=draft.data if draft else None))


def _place(draft: DraftRow) -> Place:
    from counter_tui.shop.own_words import Place

    return Place(draft.data["kind"], draft.data["language"], draft.data["id"])
