"""Short questions over a screen: yes or no, one of a list, one field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from counter_tui import pinyin
from counter_tui.i18n import N_, _
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.bindings import TranslatedBindings, digits
from counter_tui.widgets.cells import printable, wrapped
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.form import Form
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.keys_wait import KeysWait
from counter_tui.widgets.message_line import Hint, MessageLine
from counter_tui.widgets.painting import PaintsAtOnce
from counter_tui.widgets.paragraphs import Paragraphs

Result = TypeVar("Result")

_TALLEST = 14
_LABEL = 52
"""Cells for a line's words, in the narrowest terminal too."""


class Dialog(KeysWait, TranslatedBindings, PaintsAtOnce, ModalScreen[Result]):
    """A panel over the screen, with a message line and a key line of its own where the screen has them.

    Esc answers None. Subclasses yield what stands in the panel from `compose_panel`.
    """

    reads: int | None = None
    """The customer whose data stand here: who takes over the till while it is open reads them too (A7)."""
    AUTO_FOCUS = "ImeInput"
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > #panel {
            width: 64;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            margin-bottom: 2;
            border: round $border;
            background: $background;
            border-title-color: $foreground;
            border-title-style: bold;
        }
        & > #feet { dock: bottom; height: 2; background: $background; }
        #question { height: auto; padding: 1 1 1 1; }
        RowList { height: auto; max-height: 14; }
        Form { height: auto; margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back"), id="dialog.back", tooltip=N_("Close this question and change nothing")),
        Binding("f1", "app.help", N_("Help"), id="app.help", tooltip=N_("What this screen is for, and its keys")),
        Binding("f5", "home", N_("Today"), show=False, id="app.today", tooltip=N_("Back to today's work")),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(id="panel") as panel:
            panel.border_title = Content(printable(self._title))
            yield from self.compose_panel()
        with Vertical(id="feet"):
            yield MessageLine()
            yield KeyLine()

    def compose_panel(self) -> ComposeResult:
        """What stands in the panel."""
        yield from ()

    @property
    def message_line(self) -> MessageLine:
        return self.query_one(MessageLine)

    def action_back(self) -> None:
        self.dismiss(None)

    def action_home(self) -> None:
        """F5: out of this question as by Esc; what it belongs to has come to its end when the screen below sees F5."""
        self.action_back()
        if self not in self.app.screen_stack:
            self.press_first("f5")


_DIGITS = digits("dialog.number", N_("Choose the line with this number"))


def _numbered(labels: Sequence[str], keys: Sequence[object], numbers: Sequence[int] | None = None) -> list[Row]:
    numbers = numbers or range(1, len(labels) + 1)
    width = len(str(max(numbers, default=1)))
    rows = []
    for number, label, key in zip(numbers, labels, keys, strict=True):
        first, *more = wrapped(label, _LABEL - width)
        lines = [f"{number:>{width}} {first}", *(" " * (width + 1) + line for line in more)]
        rows.append(Row(tuple(((line, ""),) for line in lines), key))
    return rows


class _Listed(Dialog[Result]):
    """A dialog around a list that is driven by keys of the dialog, wherever the focus is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", N_("Choose"), id="dialog.accept", tooltip=N_("Take the marked line")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="dialog.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="dialog.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="dialog.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="dialog.page_down", tooltip=N_("One page down")),
    ]

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def action_move(self, by: int) -> None:
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self._list.move_page(by)

    def action_accept(self) -> None:
        self._list.choose()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)


@dataclass(frozen=True)
class Answer:
    """One answer to a Confirm, already in the clerk's language."""

    key: str
    label: str
    danger: bool = False


class Confirm(_Listed[str | None]):
    """A question before something is lost. Enter takes the marked answer, the first one unless told, which must be the
    safe one; F8 the dangerous one; digits and the arrows any. Gives the answer's key, None for Esc."""

    HELP = N_(
        "This asks before something is lost. "
        "Enter takes the marked answer, a digit the one with its number, F8 the one that cannot be undone. "
        "Esc goes back and changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *_DIGITS,
        Binding("f8", "danger", N_("Remove"), id="dialog.danger", tooltip=N_("Take the answer that cannot be undone")),
    ]

    def __init__(self, question: str, answers: Sequence[Answer], *, title: str = "", marked: str = "") -> None:
        super().__init__(title)
        self._question = question
        self._answers = answers
        self._marked = marked

    def compose_panel(self) -> ComposeResult:
        yield Paragraphs(Content("\n".join(map(printable, self._question.splitlines()))), id="question")
        yield RowList()

    def on_mount(self) -> None:
        labels = [f"{a.label}  (F8)" if a.danger else a.label for a in self._answers]
        self._list.set_rows(_numbered(labels, [a.key for a in self._answers]))
        if self._marked:
            self._list.select(self._marked)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The key line says of F8 what the answer says, for it is not always something that is removed."""
        known = super().active_bindings
        label = next((a.label for a in self._answers if a.danger), "")
        return {
            key: active._replace(binding=replace(active.binding, description=label))
            if active.binding.action == "danger"
            else active
            for key, active in known.items()
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return any(a.danger for a in self._answers) if action == "danger" else True

    def action_number(self, number: int) -> None:
        if number <= len(self._answers):
            self.dismiss(self._answers[number - 1].key)

    def action_danger(self) -> None:
        self.dismiss(next(a.key for a in self._answers if a.danger))


class Pick(_Listed[Any]):
    """One line of a list: by number, by the arrows, and in a list of more than nine by typing a number, a word,
    pinyin or initials. Gives the key, None for Esc."""

    HELP = N_(
        "Choose one line: by its number, or with Up, Down and Enter. "
        "Where there is a box, type a number, the beginning of a word, pinyin or initials. "
        "Esc goes back and changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = _DIGITS

    def __init__(
        self,
        title: str,
        items: Sequence[tuple[object, str]],
        *,
        chosen: object = None,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """`items` are (key, label in the clerk's language); the mark starts on `chosen`, else on the first.

        `numbers` are the numbers of the lines where they are not 1, 2, 3 …; then the list is always typed into.
        """
        super().__init__(title)
        self._numbers = list(numbers or range(1, len(items) + 1))
        self._keys = [key for key, _label in items]
        self._labels = [label for _key, label in items]
        self._start = chosen
        self._filtered = numbers is not None or len(items) > 9

    def compose_panel(self) -> ComposeResult:
        if self._filtered:
            yield ImeInput(max_length=60, enter=N_("Choose"))
        yield RowList(empty=_("Nothing fits"))

    def on_mount(self) -> None:
        self._list.set_rows(_numbered(self._labels, self._keys, self._numbers))
        lines = sum(len(row.lines) for row in self._list.rows)
        self._list.styles.height = min(lines, _TALLEST)  # filtering does not move the panel
        if self._start is not None:
            self._list.select(self._start)
        if self._filtered:
            self.message_line.say(_("Type a number or the beginning of a word"))
            self.watch(self.query_one(ImeInput), "value", self._filter, init=False)

    def _filter(self, typed: str) -> None:
        rows = _numbered(self._labels, self._keys, self._numbers)
        typed = typed.strip()
        if typed.isdecimal():
            wanted = str(int(typed))
            numbered = zip(self._numbers, rows, strict=True)
            fitting = [row for number, row in numbered if str(number).startswith(wanted)]
            if len(fitting) == 1:
                self.dismiss(fitting[0].key)
        else:
            fits = [pinyin.matches(label, typed) for label in self._labels]
            order = sorted(range(len(rows)), key=lambda at: -fits[at])
            fitting = [rows[at] for at in order if fits[at]]
        self._list.set_rows(fitting)
        if fitting:
            self._list.select(fitting[0].key)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_number(self, number: int) -> None:
        if number <= len(self._keys):
            self.dismiss(self._keys[number - 1])


class FormDialog(Dialog[Result]):
    """A dialog around a form: what was typed into it goes with Esc only where the message line has said so."""

    _first: str | None = None
    """The field that has the caret in the beginning, where it is not the first one."""

    def on_mount(self) -> None:
        self.form.focus_field(self._first)
        self._opened = self.form.values()

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @on(Hint)
    def _hint(self, event: Hint) -> None:
        event.stop()
        self.message_line.say(event.text, "error" if event.wrong else "info")

    def action_back(self) -> None:
        warning = _("What you typed is not saved: Esc again throws it away.")
        if self.form.values() == self._opened or self.message_line.text == warning:
            self.dismiss(None)
        else:
            self.message_line.say(warning, "warn")

    def action_home(self) -> None:
        if self.form.values() == self._opened:
            super().action_home()
        else:
            self.message_line.say(_("What you typed is not saved: F2 accepts it, Esc throws it away."), "warn")


class AskLine(FormDialog[Any]):
    """One field. Enter gives its value once it can be meant (see FieldSpec), Esc gives None."""

    HELP = N_(
        "Type what is asked for. Enter or F2 accepts it; if it can't be understood, the line says why. "
        "Esc goes back and changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", N_("Accept"), id="dialog.save", tooltip=N_("Take what was typed")),
    ]

    def __init__(self, spec: FieldSpec, *, title: str = "") -> None:
        super().__init__(title)
        self._spec = spec

    def compose_panel(self) -> ComposeResult:
        yield Form([self._spec])

    @on(Form.Completed)
    def action_save(self) -> None:
        values = self.form.read()
        if values is not None:
            self.dismiss(values[self._spec.name])
