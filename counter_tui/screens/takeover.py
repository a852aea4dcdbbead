"""Taking over a spreadsheet: choose the file, see what its columns mean, see what would come, and take it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, ProgressBar, Static

from counter_tui import disk_words
from counter_tui.i18n import N_, _
from counter_tui.screens.earlier_imports import EarlierImports
from counter_tui.screens.file_places import candidates, completed, is_file, is_folder, spreadsheets, understood
from counter_tui.screens.long_work import WORKING, LongWorkRoom
from counter_tui.screens.takeover_rows import column_rows, file_row, key_of
from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.bindings import digits
from counter_tui.widgets.cells import printable
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from counter_tui.exchange.importing import Parcel, Source


CHOOSE, COLUMNS, SUMMARY, DONE = "choose", "columns", "summary", "done"
LEAVE_OUT = ""
_LAYOUTS = {CHOOSE: ((3, 30, 20, 0),), COLUMNS: ((3, 18, 26, 0),)}


class Takeover(LongWorkRoom):
    """Five steps on one screen; Esc goes one step back, and stops an import that is under way."""

    HELP = N_(
        "This imports customers and purchases from a spreadsheet: choose the file by its number, or type or paste "
        "where it lies. Then you see what each column means, and you are asked what is not clear. "
        "F2 shows what would come, F2 again imports it, and F8 takes an earlier import back."
    )
    CSS_PATH = "takeover.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("Choose"), id="takeover.enter", tooltip=N_("Open the file; answer the marked ?")),
        Binding("f2", "go_on", N_("Go on"), id="takeover.go_on", tooltip=N_("To the next step; then import it")),
        Binding("f8", "undo", N_("Take back"), id="takeover.undo", tooltip=N_("Take an earlier import back")),
        Binding("tab", "complete", N_("Complete"), id="takeover.complete", tooltip=N_("Put the marked place in")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="takeover.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="takeover.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="takeover.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="takeover.page_down", tooltip=N_("Page down")),
        Binding("escape", "back", N_("Back"), id="takeover.back", tooltip=N_("One step back; stops what is running")),
        *digits("takeover.number", N_("Answer the question with this number")),
    ]

    def __init__(self) -> None:
        super().__init__(CHOOSE)
        self._found: list[Path] = []
        self._source: Source | None = None
        self._parcel: Parcel | None = None
        self._nothing_new = False

    def heading(self) -> str:
        return _("Import a spreadsheet")

    def compose_body(self) -> ComposeResult:
        yield ImeInput(
            max_length=1000, enter=N_("Choose"), id="path", placeholder=_("the file: a number, or its place")
        )
        yield Static(id="place")
        yield RowList(_LAYOUTS[CHOOSE])
        yield ProgressBar(show_eta=False, id="bar")
        with VerticalScroll(id="words", can_focus=False):
            yield Paragraphs()

    async def on_mount(self) -> None:
        self._found = await self.counter.desk.long_job(spreadsheets)
        with self._unless_it_goes():
            self._paint()

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    # What stands on the screen

    def _paint(self) -> None:
        self.set_class(self._step == WORKING, "-working")
        self.set_class(self._step in (SUMMARY, DONE), "-told")
        self._path.disabled = self._step != CHOOSE
        self._list.set_columns(_LAYOUTS.get(self._step, _LAYOUTS[CHOOSE]))
        self.set_focus(self._path if self._step == CHOOSE else None)
        if self._step == CHOOSE:
            self._paint_files()
        elif self._step == COLUMNS and self._source:
            self._list.set_rows(column_rows(self._source))
        place = _("What each column means") if self._step == COLUMNS else ""
        self.query_one("#place", Static).update(Content(place))
        self.query_one("#words > Paragraphs", Paragraphs).update(Content("\n".join(map(printable, self._tell()))))
        self.say(self._next())
        self.refresh_bindings()

    def _next(self) -> str:
        """What can be done at this step."""
        match self._step:
            case "choose":
                return _("Tab puts the marked place in. F8 takes an earlier import back.")
            case "columns" if self._source and self._source.questions:
                return _("Enter or a number answers a ?. F2 goes on.")
            case "columns":
                return _("F2 goes on. Enter changes the marked column.")
            case "working":
                return _("Esc stops it; then nothing is changed.")
            case "summary" if self._nothing_new and self._parcel and len(self._parcel.troubles):
                return _("Nothing new. F2 writes down what could not be taken.")
            case "summary" if self._nothing_new:
                return _("Nothing new: everything is on file already.")
            case "summary":
                return _("F2 imports it. Esc goes back to the columns.")
        return _("Enter goes back to the shop. F8 takes an import back.")

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._step == CHOOSE:
            self._paint_files()

    def _paint_files(self) -> None:
        """The spreadsheets lying about, numbered; or what begins as the place that is typed."""
        typed = self._path.value.strip()
        by_number = typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) <= len(self._found)
        if typed and not by_number:
            self._list.set_rows([file_row("", path) for path in candidates(typed)], empty=_("Nothing there begins so."))
            return
        rows = [file_row(str(number), path) for number, path in enumerate(self._found, 1)]
        self._list.set_rows(rows, empty=_("No spreadsheet on the desktop, in the downloads or in the shop's folder."))
        if by_number:
            self._list.select(self._found[int(typed) - 1])

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "complete":
                return self._step == CHOOSE
            case "undo":
                return self._step in (CHOOSE, DONE)
            case "go_on":
                return self._step in (COLUMNS, SUMMARY)
            case "choose":
                return self._step in (CHOOSE, COLUMNS, DONE)
            case "number":
                return self._step == COLUMNS
        return True

    def action_choose(self) -> None:
        if self._step == COLUMNS:
            self._list.choose()
        elif self._step == DONE:
            self.dismiss(None)

    def action_move(self, by: int) -> None:
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self._list.move_page(by)

    def action_complete(self) -> None:
        if isinstance(path := self._list.selected, Path):
            self._path.value = completed(path)
            self._path.action_end()

    def action_back(self) -> None:
        match self._step:
            case "working":
                self._stop.set()
            case "columns":
                self._go(CHOOSE)
            case "summary":
                self._go(COLUMNS if self._source else CHOOSE)
            case _:
                self.dismiss(None)

    # The file

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        marked, typed = self._list.selected, understood(self._path.value)
        path = typed if typed and is_file(typed) else marked
        if not isinstance(path, Path):
            self.say(_("There is no such file."), "error")
            self.app.bell()
        elif is_folder(path):
            self.action_complete()
        else:
            self.run_worker(self._open(path), group="takeover", exclusive=True)

    async def _open(self, path: Path) -> None:
        from counter_tui.exchange.importing import open_source

        source = await self._work(CHOOSE, open_source, path)
        if source is not None:
            self._source = source
            self._path.value = str(path)
            self._go(COLUMNS)
            if source.questions:
                self._list.select(key_of(*source.questions[0]))

    # The columns

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if isinstance(event.key, tuple):
            self.run_worker(self._ask(*event.key), group="takeover", exclusive=True)

    def action_number(self, number: int) -> None:
        questions = self._source.questions if self._source else []
        if number <= len(questions):
            self._list.select(key_of(*questions[number - 1]))
            self._list.choose()

    async def _ask(self, sheet: int, index: int) -> bool:
        """Ask what one column means; False for Esc."""
        from counter_tui.exchange.report import field_words, header_words

        assert self._source is not None
        column = next(c for c in self._source.sheets[sheet].mapping.columns if c.index == index)
        free = self._source.free_fields(sheet)
        fields = list(dict.fromkeys([column.field, *free] if column.field else free))
        items = [(field, field_words(field)) for field in fields]
        items.insert(bool(column.field), (LEAVE_OUT, _("leave it out")))
        title = _("What is in column {header}?").format(header=header_words(column))
        answer = await self.app.push_screen_wait(Pick(title, items))
        if answer is None:
            return False
        self._source = self._source.answered(sheet, index, answer or None)
        self._go(COLUMNS)
        if self._source.questions:
            self._list.select(key_of(*self._source.questions[0]))
        return True

    # Seeing and doing

    def action_go_on(self) -> None:
        self.run_worker(self._read() if self._step == COLUMNS else self._take_in(), group="takeover", exclusive=True)

    async def _read(self) -> None:
        """Ask what is still open, read every row, and show what would come of it."""
        from counter_tui.exchange.importing import survey
        from counter_tui.screens.takeover_words import coming_words

        while self._source and self._source.questions:
            sheet, column = self._source.questions[0]
            if not await self._ask(sheet, column.index):
                return
        if not self._source or not any(part.mapping.usable for part in self._source.sheets):
            self.say(_("One column must hold names or phone numbers."), "error")
            return
        read = await self._work(COLUMNS, survey, self._source, self._at)
        if read is None:
            return
        self._parcel, figures = read
        self._tell = partial(coming_words, self._parcel, figures)
        self._nothing_new = figures.nothing_new
        self._go(SUMMARY)

    async def _take_in(self) -> None:
        from counter_tui.exchange.importing import take_in
        from counter_tui.screens.takeover_words import taken_words

        parcel = self._parcel
        assert parcel is not None
        self._source = None  # a big spreadsheet takes as much room as what is read from it
        taken = await self._work(SUMMARY, take_in, parcel, self.counter.by, self._at)
        if taken is None:
            return
        self._tell = partial(taken_words, taken, await self._report(parcel))
        self._parcel = None
        self._go(DONE)

    async def _report(self, parcel: Parcel) -> Path | str | None:
        """Where what could not be taken is written, or why it is not."""
        from counter_tui.exchange.report import write_report

        folder = self.counter.settings.folder
        try:
            return await self._answer(lambda _shop: write_report(parcel, folder))
        except OSError as error:
            return disk_words.reason(error)

    def action_undo(self) -> None:
        self.run_worker(self._undo(), group="takeover", exclusive=True)

    async def _undo(self) -> None:
        from counter_tui.exchange.taking_back import take_back
        from counter_tui.screens.takeover_words import gone_words

        before = self._step
        batch = await self.app.push_screen_wait(EarlierImports())
        if batch is None:
            return
        undone = await self._work(before, take_back, batch, self.counter.by)
        if undone is not None:
            self._tell = partial(gone_words, undone)
            self._go(DONE)
