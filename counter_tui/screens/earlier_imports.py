"""The spreadsheets taken over so far, each to be taken back whole."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui.i18n import N_, _
from counter_tui.screens.room import Door
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Answer, Confirm, Dialog
from counter_tui.words import moment_words


class EarlierImports(Door, Dialog["int | None"]):
    """F8 takes the marked import back, after a question; gives its id to whoever does it."""

    HELP = N_(
        "These are the spreadsheets imported so far, the newest on top. "
        "F8 takes the marked one back whole, after a question. "
        "What somebody has worked with since stays."
    )
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", N_("Take back"), id="imports.undo", tooltip=N_("Take the marked import back whole")),
    ]

    def __init__(self) -> None:
        super().__init__(_("Earlier imports"))

    def compose_panel(self) -> ComposeResult:
        yield RowList(((20, 18, 0),), can_focus=True, empty=_("No spreadsheet has been imported yet."))

    async def on_mount(self) -> None:
        from counter_tui.exchange.importing import batches

        rows = []
        for batch in await self.ask(batches) or ():
            state = _("taken back") if batch.taken_back else batch.clerk
            cells = ((batch.file_name, "muted" if batch.taken_back else "strong"), (moment_words(batch.at), ""))
            rows.append(Row(((*cells, (state, "muted")),), key=batch.id, selectable=not batch.taken_back))
        self.query_one(RowList).set_rows(rows)
        self.message_line.say(_("F8 takes the marked import back."))

    @on(RowList.Chosen)
    def _enter(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_undo()

    def action_undo(self) -> None:
        if self.query_one(RowList).selected is not None:
            self.run_worker(self._undo(), group="undo", exclusive=True)

    async def _undo(self) -> None:
        question = _(
            "Customers and purchases that this import brought are removed, unless somebody has worked with them since."
        )
        answers = [
            Answer("keep", _("Leave everything as it is")),
            Answer("undo", _("Take the import back"), danger=True),
        ]
        if await self.app.push_screen_wait(Confirm(question, answers, title=_("Take back"))) == "undo":
            self.dismiss(self.query_one(RowList).selected)
