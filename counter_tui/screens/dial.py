"""F7: a number as a code on the screen, which the shop's phone scans and dials (mission C6)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.widgets import Static

from counter_tui.i18n import N_, _
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.cells import printable
from counter_tui.widgets.qr_code import QrCode


class Dial(Dialog[None]):
    """The number in figures and as a `tel:` code; Esc goes back."""

    HELP = N_(
        "Point the shop's phone at the code and it dials the number. Nothing is sent from this PC. Esc goes back."
    )
    DEFAULT_CSS = """
    Dial > #panel { width: 48; }
    Dial #question { text-align: center; padding: 0 1; width: 1fr; }
    """

    def __init__(self, name: str, words: str, number: str) -> None:
        super().__init__(_("Dial"))
        self._words = f"{name}   {words}"
        self._number = number

    def compose_panel(self) -> ComposeResult:
        yield Static(Content(printable(self._words)), id="question")
        with Center():
            yield QrCode(f"tel:{self._number}")

    def on_mount(self) -> None:
        self.message_line.say(_("Scan with the shop's phone: it dials."))
