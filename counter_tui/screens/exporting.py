"""Writing customers to a spreadsheet: where to, how far it is, and what was written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, ProgressBar

from counter_tui.i18n import N_, _
from counter_tui.screens.file_places import understood
from counter_tui.screens.long_work import WORKING, LongWorkRoom
from counter_tui.widgets.ask import Answer, Confirm
from counter_tui.widgets.cells import printable
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.paragraphs import Paragraphs

NAME, DONE = "name", "done"


class Exporting(LongWorkRoom):
    """A file's name, then the work, which Esc stops, then what came of it."""

    HELP = N_(
        "This exports all customers with their purchases to a spreadsheet: change where it goes, then F2. "
        "The name's ending says what it becomes: .xlsx for Excel, .csv for any other program; both can be imported "
        "again. Esc stops it, and then nothing is written."
    )
    DEFAULT_CSS = """
    Exporting {
        #path { margin: 0 1; }
        #words { height: auto; padding: 1 2; }
        #bar { height: 1; margin: 1 2; width: 1fr; display: none; & Bar { width: 1fr; } }
        &.-working #bar { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "write", N_("Export"), id="export.write", tooltip=N_("Export the file")),
        Binding("enter", "close", N_("Done"), id="export.close", tooltip=N_("Back to the shop")),
        Binding("escape", "back", N_("Back"), id="export.back", tooltip=N_("Back; stops what is running")),
    ]

    def __init__(self) -> None:
        super().__init__(NAME)
        self._tell = _purpose_words

    def heading(self) -> str:
        return _("Export customers")

    def compose_body(self) -> ComposeResult:
        from counter_tui.exchange.exporting import suggested

        yield ImeInput(str(suggested(self.counter.desk.shop)), max_length=1000, id="path")
        yield ProgressBar(show_eta=False, id="bar")
        yield Paragraphs(id="words")

    def on_mount(self) -> None:
        self._paint()

    def _paint(self) -> None:
        self.set_class(self._step == WORKING, "-working")
        self._path.disabled = self._step != NAME
        self.set_focus(self._path if self._step == NAME else None)
        if self._step == NAME:
            self.say(_("F2 exports it. .xlsx is for Excel, .csv for any other program."))
        elif self._step == WORKING:
            self.say(_("Esc stops it; then nothing is written."))
        else:
            self.say(_("Enter goes back to the shop."))
        self.query_one("#words", Paragraphs).update(Content("\n".join(map(printable, self._tell()))))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "write":
                return self._step == NAME
            case "close":
                return self._step == DONE
        return True

    def action_close(self) -> None:
        self.dismiss(None)

    def action_back(self) -> None:
        if self._step == WORKING:
            self._stop.set()
        else:
            self.dismiss(None)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        self.run_worker(self._write(), group="export", exclusive=True)

    async def _write(self) -> None:
        """Ask before a file is written over, and write."""
        from counter_tui.exchange.exporting import export_customers, exported_words, why_not

        path = understood(self._path.value)
        reason = why_not(path) if path else _("Write the name of the file.")
        if path is None or reason:
            self.say(reason, "error")
            self.app.bell()
            return
        over = path.exists()
        if over and not await self._agreed(path):
            return
        write = partial(export_customers, over=over)
        exported = await self._work(NAME, write, path, self.counter.by, self._at)
        if exported is not None:
            self._tell = partial(exported_words, exported)
            self._go(DONE)

    async def _agreed(self, path: Path) -> bool:
        question = _("{name} is there already.").format(name=path.name)
        answers = [Answer("keep", _("Leave it as it is")), Answer("over", _("Write over it"), danger=True)]
        return bool(await self.app.push_screen_wait(Confirm(question, answers)) == "over")


def _purpose_words() -> list[str]:
    from counter_tui.exchange.exporting import PRIVATE

    return [_("All customers with their purchases, a purchase a row."), "", _(PRIVATE)]
