"""The script as a checklist: the step you are at shows its words and takes an answer or a note; Enter ticks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input

from counter_tui.i18n import N_, _
from counter_tui.text import fold
from counter_tui.widgets.step import AnswerWords, Step, StepWords
from counter_tui.words import dotted

END = "end"
"""Where an answer goes that leads to the last step."""


@dataclass(frozen=True)
class StepResult:
    """What came of a step: its note, the answer that was chosen, and what its question has `found`, as it is kept.

    `again`: the answer stands from the call that broke off, and was written down with that one.
    """

    id: str
    title: str
    ticked: bool
    note: str
    answer: AnswerWords | None
    asks: str
    found: str
    again: bool = False


class SaidBefore(Protocol):
    """What came of a step before the call broke off, in words."""

    @property
    def id(self) -> str: ...
    @property
    def ticked(self) -> bool: ...
    @property
    def answer(self) -> str: ...
    @property
    def note(self) -> str: ...


class Checklist(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Set the steps once; `state` and `restore` are what a draft keeps.

    An answer is chosen by its digit while the note is empty, and taken back by Backspace. Enter on a note without an
    answer asks for it: the next digit is the answer, and Enter again goes on without one. Steps that stand aside are
    hidden until an answer goes to them; what an answer passes over does not wait to be ticked.
    """

    DEFAULT_CSS = """
    Checklist { scrollbar-size-vertical: 1; scrollbar-color: $text-muted; scrollbar-background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", N_("Step back"), show=False, id="steps.up", tooltip=N_("To the step before")),
        Binding("down", "go(1)", N_("Step on"), show=False, id="steps.down", tooltip=N_("To the next step, unticked")),
    ]

    class Changed(Message):
        """A tick, an answer, a note or the place in the script has changed."""

    class Through(Message):
        """The last step was ticked."""

    class Wrong(Message):
        """The step can't be ticked as it stands; `words` says why, or what is asked."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Led(Message):
        """A step was ticked whose answer leads to something: `leads`, with the note that stands at the step.

        Where nothing is noted at it, what is to be done says the answer itself.
        """

        def __init__(self, step: str, leads: str, note: str) -> None:
            super().__init__()
            self.step = step
            self.leads = leads
            self.note = note

    def __init__(self, steps: Sequence[StepWords], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._steps = [Step(words) for words in steps]
        self._places = {step.words.id: at for at, step in enumerate(self._steps)}
        self._at = 0

    def compose(self) -> ComposeResult:
        yield from self._steps

    def on_mount(self) -> None:
        for step in self._steps:
            self.watch(step.note, "value", self._noted, init=False)
        self._paint()

    def on_resize(self) -> None:
        self._paint()
        self.call_after_refresh(self._steps[self._at].scroll_visible, animate=False)

    def _noted(self, _value: str) -> None:
        self._steps[self._at].asked = False
        self.post_message(self.Changed())

    # What stands in it

    @property
    def touched(self) -> bool:
        """Whether anything was ticked, answered or noted."""
        return any(step.touched for step in self._steps)

    @property
    def results(self) -> list[StepResult]:
        """What came of every step. What was typed at a question and can't be read as its answer is a note."""
        return [
            StepResult(
                step.words.id,
                step.words.title,
                step.ticked,
                "" if step.found else step.note.value,
                step.chosen,
                step.words.asks,
                step.found,
                step.again,
            )
            for step in self._steps
        ]

    @property
    def current(self) -> str:
        """The title of the step the call is at."""
        return self._steps[self._at].words.title

    def state(self) -> dict[str, Any]:
        """{"at": the current step's id, "steps": {id: [ticked, what was typed, the chosen answer's place or None]}}."""
        steps = {step.words.id: [step.ticked, step.note.value, step.answer] for step in self._steps}
        return {"at": self._steps[self._at].words.id, "steps": steps}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put back what `state` gave, or an older one without answers; what is no longer there is passed over."""
        for number, step in enumerate(self._steps):
            ticked, noted, *answer = state.get("steps", {}).get(step.words.id, (False, ""))
            with self.prevent(Input.Changed, self.Changed):
                step.ticked, step.note.value = bool(ticked), str(noted)
            place = answer[0] if answer else None
            step.answer = place if place is not None and place < len(step.words.answers) else None
            if step.words.id == state.get("at"):
                self._at = number
        self._paint()

    def remember(self, before: Iterable[SaidBefore]) -> None:
        """Show what was answered and noted before the call broke off."""
        said = {one.id: one for one in before}
        for step in self._steps:
            if one := said.get(step.words.id):
                known = one.answer in [answer.words for answer in step.words.answers]
                step.given = one.answer if known else ""
                step.before = dotted(("" if known else one.answer, one.note))

    def resume(self, before: Iterable[SaidBefore]) -> None:
        """Go on with a call that broke off: what came of its steps stands, and the next one is where it was."""
        before = list(before)
        self.remember(before)
        ticked = {one.id for one in before if one.ticked}
        done = [at for at, step in enumerate(self._steps) if step.words.id in ticked]
        for at, step in enumerate(self._steps):
            step.ticked = at in done
            if step.given:
                step.answer = [answer.words for answer in step.words.answers].index(step.given)
        self._at = self._next_from(max(done, default=-1))
        self._paint()

    # Moving through it

    def focus_current(self) -> None:
        """Type at the step the call is at."""
        self._go(self._at)

    def action_go(self, by: int) -> None:
        shown = [at for at, step in enumerate(self._steps) if step.display]
        self._go(shown[min(max(shown.index(self._at) + by, 0), len(shown) - 1)])

    def choose(self, typed: str) -> bool:
        """Choose the answer whose digit was typed, while the note is empty or Enter has asked for it; else False."""
        step, number = self._steps[self._at], fold(typed)
        open_to_it = step.answer is None and (step.asked or not step.note.value)
        if not (open_to_it and len(number) == 1 and number.isdecimal()):
            return False
        if not 0 < int(number) <= len(step.words.answers):
            return False
        step.answer = int(number) - 1
        self._answered()
        return True

    def take_back(self) -> bool:
        """Take the chosen answer of the current step back; False where none is chosen."""
        step = self._steps[self._at]
        if step.answer is None:
            return False
        step.answer = None
        self._answered()
        return True

    def _answered(self) -> None:
        self.post_message(self.Changed())
        self._go(self._at)

    def tick(self) -> None:
        """Tick the current step and go to the next one that waits; stay where the answer can't be read, or is asked."""
        step = self._steps[self._at]
        if wrong := step.wrong:
            self.app.bell()
            self.post_message(self.Wrong(wrong))
            return
        if step.must_ask:
            step.asked = True
            asks = _("Choose an answer, 1 to {n}, or Enter again for none.")
            self.post_message(self.Wrong(asks.format(n=len(step.words.answers))))
            return
        step.ticked = True
        self.post_message(self.Changed())
        if step.chosen and step.chosen.leads and not step.again:
            said = step.chosen.words if step.chosen.leads in ("promise", "care") else ""
            self.post_message(self.Led(step.words.id, step.chosen.leads, step.note.value or said))
        self._show_and_hide()
        self._go(self._next_from(self._at))
        if not self._waiting():
            self.post_message(self.Through())

    def _next_from(self, at: int) -> int:
        self._show_and_hide()
        waiting = self._waiting()
        after = [number for number in waiting if number > at]
        return (after or waiting or [max(at, 0)])[0]

    def _waiting(self) -> list[int]:
        passed = self._passed_over()
        return [
            at for at, step in enumerate(self._steps) if step.display and not step.ticked and at not in passed
        ]  # fmt: skip

    def _passed_over(self) -> set[int]:
        """The steps between one with an answer that goes further on and where it goes."""
        return {
            between
            for at in range(len(self._steps))
            if (target := self._target(at)) is not None
            for between in range(at + 1, target)
        }

    def _target(self, at: int) -> int | None:
        """Where the chosen answer of a step that is shown goes; None for just on."""
        step = self._steps[at]
        answer = step.chosen if step.display else None
        if answer is None:
            return None
        return len(self._steps) - 1 if answer.go == END else self._places.get(answer.go)

    def _show_and_hide(self) -> None:
        """Steps aside show once an answer goes to them; the shown ones are numbered."""
        reached = set()
        number = 0
        for at, step in enumerate(self._steps):
            step.display = not step.words.aside or at in reached or step.touched
            reached.add(self._target(at))
            number += step.display
            step.number = number

    def scroll_words(self, by: int) -> bool:
        """Turn a page of the current step's words, where they found no room; False where there are no more."""
        return self._steps[self._at].scroll_words(by)

    def _go(self, at: int) -> None:
        if at != self._at:
            self._steps[self._at].asked = False
        self._at = at
        self._paint()
        self.screen.set_focus(self._steps[self._at].note, scroll_visible=False)
        self.call_after_refresh(self._steps[self._at].scroll_visible, animate=False)

    def _paint(self) -> None:
        self._show_and_hide()
        if not self._steps[self._at].display:  # the draft was left at a step that has gone aside since
            self._at = self._next_from(self._at)
        for at, step in enumerate(self._steps):
            if step.is_mounted:
                target = self._target(at)
                then = self._steps[target] if target is not None else None
                step.paint(at == self._at, f"{then.number} {then.words.title}" if then else "")
