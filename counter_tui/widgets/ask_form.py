"""A short form over a screen: a few fields, all accepted with one Enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from counter_tui.i18n import N_
from counter_tui.widgets.ask import FormDialog
from counter_tui.widgets.cells import printable
from counter_tui.widgets.field_row import FieldRow
from counter_tui.widgets.fields import FieldSpec, Heading
from counter_tui.widgets.form import Form
from counter_tui.widgets.paragraphs import Paragraphs

_FOOT = 4
"""Rows of the message line and the key line, and of the margin above them."""
_GAPS = 2
"""Empty rows above and below the fields."""


class AcceptForm(Form):
    """A form that is mostly right as it stands: Enter in any field accepts all of it, Tab and arrows move."""

    async def enter(self, row: FieldRow) -> None:
        if row.check():
            self.post_message(self.Completed(self))
        else:
            await super().enter(row)


class AskForm(FormDialog[dict[str, Any] | None]):
    """Fields in a panel. Gives their values once all can be meant, None for Esc.

    `at_once`: Enter in any field accepts; else Enter goes on, and accepts in the last one. `first`: the field that has
    the caret, where it is not the first one.
    """

    HELP = N_(
        "A few fields, filled in with what is proposed; what you type takes its place, or goes on with a longer text. "
        "F2 accepts everything as it stands, and so does Enter, at the latest in the last field. "
        "Tab and the arrows go from field to field, and Esc goes back and changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", N_("Accept"), id="dialog.save", tooltip=N_("Take what stands here")),
    ]

    def __init__(
        self,
        title: str,
        specs: Iterable[FieldSpec | Heading],
        *,
        text: str = "",
        at_once: bool = False,
        first: str | None = None,
    ) -> None:
        super().__init__(title)
        self._specs = list(specs)
        self._text = text
        self._first = first
        self._kind = AcceptForm if at_once else Form

    def compose_panel(self) -> ComposeResult:
        if self._text:
            yield Paragraphs(Content("\n".join(map(printable, self._text.splitlines()))), id="question")
        yield self._kind(self._specs)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """The fields scroll in what the words above them, the frame and the foot leave."""
        panel = self.query_one("#panel")
        above = sum(words.outer_size.height for words in self.query(Paragraphs))
        self.form.styles.max_height = max(self.size.height - above - panel.gutter.height - _FOOT - _GAPS, 1)

    @on(Form.Completed)
    def action_save(self) -> None:
        values = self.form.read()
        if values is not None:
            self.dismiss(values)
