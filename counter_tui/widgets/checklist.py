"""The script as a checklist: the step you are at shows its words and takes a note; Enter ticks it and goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from counter_tui.i18n import N_, _
from counter_tui.text import LINE_LENGTH
from counter_tui.widgets.cells import MARK, TICK, cut, printable
from counter_tui.widgets.ime_input import ImeInput


class StepWords(Protocol):
    """What a step says."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def say(self) -> str: ...
    @property
    def hint(self) -> str: ...


class _Note(ImeInput):
    """Enter ticks at once: a message would be overtaken by what is typed next, and that belongs to the next step."""

    async def action_submit(self) -> None:
        self.query_ancestor(Checklist).tick()


class _Step(Vertical):
    """One step: its line, and while it is the current one its words and note."""

    def __init__(self, number: int, words: StepWords) -> None:
        super().__init__()
        self.number = number
        self.words = words
        self.ticked = False
        self.note = _Note(max_length=LINE_LENGTH, placeholder=_("note"))

    def compose(self) -> ComposeResult:
        yield Static(classes="title")
        yield Static(Content(printable(self.words.say)), classes="say")
        if self.words.hint:
            yield Static(Content(printable(self.words.hint)), classes="hint")
        yield self.note

    def paint(self, current: bool) -> None:
        """Show the line as it stands now."""
        self.set_class(current, "-current")
        self.set_class(self.ticked, "-ticked")
        mark = MARK if current else TICK if self.ticked else " "
        noted = f"   {self.note.value}" if self.note.value and not current else ""
        line = f"{mark} {self.number} {self.words.title}{noted}"
        self.query_one(".title", Static).update(Content(cut(line, self.size.width or 200)))


class Checklist(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Set the steps once; `state` and `restore` are what a draft keeps."""

    DEFAULT_CSS = """
    Checklist { scrollbar-size-vertical: 1; }
    Checklist _Step { height: auto; }
    Checklist .title { height: 1; color: $text-muted; }
    Checklist .say, Checklist .hint, Checklist ImeInput { display: none; height: auto; margin: 0 1 0 4; }
    Checklist .hint { color: $text-muted; text-style: italic; }
    Checklist _Step.-ticked > .title { color: $text-success; }
    Checklist _Step.-current > .title { color: $text; text-style: bold; }
    Checklist _Step.-current > .say { display: block; }
    Checklist _Step.-current > .hint { display: block; }
    Checklist _Step.-current > ImeInput { display: block; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", N_("Step back"), show=False, id="steps.up", tooltip=N_("To the step before")),
        Binding("down", "go(1)", N_("Step on"), show=False, id="steps.down", tooltip=N_("To the next step, unticked")),
    ]

    class Changed(Message):
        """A tick, a note or the place in the script has changed."""

    class Through(Message):
        """The last step was ticked."""

    def __init__(self, steps: Sequence[StepWords], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._steps = [_Step(number, words) for number, words in enumerate(steps, 1)]
        self._at = 0

    def compose(self) -> ComposeResult:
        yield from self._steps

    def on_mount(self) -> None:
        for step in self._steps:
            self.watch(step.note, "value", lambda _value: self.post_message(self.Changed()), init=False)
        self._paint()

    @property
    def touched(self) -> bool:
        """Whether anything was ticked or noted."""
        return any(step.ticked or step.note.value for step in self._steps)

    def state(self) -> dict[str, Any]:
        """{"at": the current step's id, "steps": {id: [ticked, note]}}."""
        steps = {step.words.id: [step.ticked, step.note.value] for step in self._steps}
        return {"at": self._steps[self._at].words.id, "steps": steps}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put back what `state` gave; steps that are no longer there are passed over."""
        for number, step in enumerate(self._steps):
            ticked, noted = state.get("steps", {}).get(step.words.id, (False, ""))
            with self.prevent(Input.Changed, self.Changed):
                step.ticked, step.note.value = bool(ticked), str(noted)
            if step.words.id == state.get("at"):
                self._at = number
        self._paint()

    def focus_current(self) -> None:
        """Type at the step the call is at."""
        self._go(self._at)

    def action_go(self, by: int) -> None:
        self._go(min(max(self._at + by, 0), len(self._steps) - 1))

    def tick(self) -> None:
        """Tick the current step and go to the next one that waits."""
        self._steps[self._at].ticked = True
        self.post_message(self.Changed())
        waiting = [at for at, step in enumerate(self._steps) if not step.ticked]
        after = [at for at in waiting if at > self._at]
        self._go((after or waiting or [self._at])[0])
        if not waiting:
            self.post_message(self.Through())

    def _go(self, at: int) -> None:
        self._at = at
        self._paint()
        self.screen.set_focus(self._steps[at].note, scroll_visible=False)
        self.call_after_refresh(self._steps[at].scroll_visible, animate=False)

    def _paint(self) -> None:
        for number, step in enumerate(self._steps):
            if step.is_mounted:
                step.paint(number == self._at)
