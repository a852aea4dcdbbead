"""F3, from anywhere: find a customer over whatever is open; the form below stays as it is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui.i18n import N_, _
from counter_tui.screens.room import WIDTHS, Door
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.lookup_box import LookupBox

Answer = tuple[int | None, str, str] | None
"""(customer, name, number), or (None, what was typed, "") when a new file is wanted; None for Esc."""


class Lookup(Door, Dialog[Answer]):
    """The search box as an overlay. Without `choosing` it opens the file; with it, it answers who was chosen."""

    HELP = N_(
        "Type any part of a name, number, certificate or invoice. Up and Down choose, and Enter takes the marked one. "
        "Esc goes back to what is open."
    )
    DEFAULT_CSS = """
    Lookup { align: center top; }
    Lookup > #panel { width: 76; height: 20; margin-top: 1; }
    Lookup RowList { max-height: 100%; height: 1fr; }
    Lookup.-wide > #panel { width: 96; }
    Lookup.-widest > #panel { width: 140; height: 80%; }
    Lookup.-wide Beside { display: block; width: 36; }
    Lookup.-widest Beside { display: block; width: 60; }
    """
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Open"), id="lookup.open", tooltip=N_("Take the marked customer")),
    ]

    def __init__(self, typed: str = "", *, choosing: bool = False) -> None:
        super().__init__(_("Find a customer"))
        self._typed = typed
        self._choosing = choosing

    def compose_panel(self) -> ComposeResult:
        yield LookupBox(self.counter.desk, guess=not self._choosing)

    def on_mount(self) -> None:
        box = self.query_one(LookupBox)
        box.input.value = self._typed
        box.input.action_end()
        box.input.focus()

    def action_noop(self) -> None:
        """Enter is taken by the box."""

    @on(LookupBox.Chosen)
    def _chosen(self, event: LookupBox.Chosen) -> None:
        self.dismiss((event.customer, event.name, event.number))
        if not self._choosing:
            from counter_tui.screens.customer import CustomerScreen

            self.app.push_screen(CustomerScreen(event.customer))

    @on(LookupBox.NewFile)
    def _new(self, event: LookupBox.NewFile) -> None:
        self.dismiss((None, event.typed, ""))
        if not self._choosing:
            from counter_tui.screens.customer_form import CustomerForm

            self.app.push_screen(CustomerForm(typed=event.typed))
