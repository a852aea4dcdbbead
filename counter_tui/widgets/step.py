"""One step of a call's checklist: its line, and while it is the current one its words, its answers and its note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.text import LINE_LENGTH
from counter_tui.widgets.cells import MARK, TICK, cut, printable, wrapped
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.words import dotted

if TYPE_CHECKING:
    from counter_tui.widgets.checklist import Checklist

_LEADS = {
    "complaint": N_("Enter: note the complaint"),
    "promise": N_("Enter: note what you promise"),
    "care": N_("Enter: note the work that is wanted"),
    "diary": N_("Enter: note the day"),
    "no_calls": N_("F2 proposes “Wants no calls”"),
    "no_reminders": N_("F2: service reminders stop"),
}
_INDENT = 4
"""Cells before the words of a step, and one behind them."""
_BESIDES = 2
"""Rows of a step besides its words and its answers: the title and the note."""


class AnswerWords(Protocol):
    """What may be answered at a step, the reply, and what follows."""

    @property
    def words(self) -> str: ...
    @property
    def say(self) -> str: ...
    @property
    def go(self) -> str: ...
    @property
    def leads(self) -> str: ...
    @property
    def sign(self) -> str: ...


class StepWords(Protocol):
    """What a step says and asks."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def say(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def aside(self) -> bool: ...
    @property
    def asks(self) -> str: ...
    @property
    def answers(self) -> Sequence[AnswerWords]: ...


class _Note(ImeInput):
    """Enter, digits and Backspace act at once: a message would be overtaken by what is typed next."""

    @property
    def _list(self) -> Checklist:
        return cast("Checklist", self.query_ancestor(Step).parent)

    async def action_submit(self) -> None:
        self._list.tick()

    async def _on_key(self, event: events.Key) -> None:
        # What is waiting here after the focus went on is handed on by the field itself.
        if self.app.screen.focused is self and event.character and self._list.choose(event.character):
            event.stop()
            event.prevent_default()

    def action_delete_left(self) -> None:
        if self.value or not self._list.take_back():
            super().action_delete_left()


class Step(Vertical):
    """The checklist sets `ticked`, `answer` and `number`, and paints it.

    - `before`: what was noted at it when the call broke off; it stands in the line until something else is typed.
    - `given`: the answer that was chosen then.
    - `asked`: Enter has asked for the answer, so that a digit is one although something is noted.
    """

    DEFAULT_CSS = """
    Step {
        height: auto;
        & > .title { height: 1; color: $text-muted; }
        & > .words, & > .answers, & > ImeInput { display: none; height: auto; margin: 0 1 0 4; }
        & > .words { scrollbar-size-vertical: 1; scrollbar-color: $text-muted; scrollbar-background: $background; }
        & > .words > Paragraphs { height: auto; }
        & > .words > .hint { color: $text-muted; text-style: italic; }
        &.-ticked > .title { color: $text-success; }
        &.-current > .title { color: $text; text-style: bold; }
        &.-current > .words, &.-current > .answers { display: block; }
        &.-current > ImeInput { display: block; height: 1; }
    }
    """

    def __init__(self, words: StepWords) -> None:
        super().__init__()
        self.words = words
        self.number = 0
        self.ticked = False
        self.answer: int | None = None
        self.before = self.given = ""
        self.asked = False
        self.note = _Note(max_length=LINE_LENGTH)
        self._then = ""

    def compose(self) -> ComposeResult:
        yield Static(classes="title")
        with VerticalScroll(classes="words", can_focus=False):
            yield Paragraphs(Content(printable(self.words.say)), classes="say")
            if self.words.hint:
                yield Paragraphs(Content(printable(self.words.hint)), classes="hint")
        if self.words.answers or self._options:
            yield Paragraphs(classes="answers")
        yield self.note

    # What stands at it

    @property
    def touched(self) -> bool:
        """Whether anything was done or noted at it."""
        return self.ticked or self.answer is not None or bool(self.note.value)

    @property
    def chosen(self) -> AnswerWords | None:
        """The answer that was chosen."""
        return None if self.answer is None else self.words.answers[self.answer]

    @property
    def again(self) -> bool:
        """Whether its answer is the one that was given before the call broke off."""
        return self.chosen is not None and self.chosen.words == self.given

    @property
    def found(self) -> str:
        """What was answered to its question, as it is kept; "" for nothing, or what can't be read."""
        return self._read()[0]

    @property
    def wrong(self) -> str:
        """Why what was typed is no answer to its question; "" where it is one, or nothing was typed."""
        return self._read()[1]

    def _read(self) -> tuple[str, str]:
        if not (self.words.asks and self.note.value.strip()):
            return "", ""
        from counter_tui.shop.findings import read_answer

        try:
            return read_answer(self.words.asks, self.note.value), ""
        except EntryError as error:
            return "", str(error)

    @property
    def _options(self) -> list[str]:
        """What the question is answered with, where that is a list."""
        if not self.words.asks:
            return []
        from counter_tui.shop.findings import choices_of

        return [_(choice.label) for choice in choices_of(self.words.asks) or ()]

    @property
    def must_ask(self) -> bool:
        """Whether it would be ticked with a note and without any of its answers, and that was not asked for yet."""
        return bool(self.words.answers and self.answer is None and self.note.value.strip()) and not self.asked

    # Its looks

    def paint(self, current: bool, then: str) -> None:
        """Show it as it stands now; `then` is the step its chosen answer goes to, "" for the next one."""
        self._then = then
        if current and not self.has_class("-current"):
            self.query_one(".words").scroll_home(animate=False)
        self.set_class(current, "-current")
        self.set_class(self.ticked, "-ticked")
        self._draw()

    def on_resize(self) -> None:
        self._draw()
        if self.has_class("-current"):
            self.call_after_refresh(self.scroll_visible, animate=False)

    def scroll_words(self, by: int) -> bool:
        """Turn the words that found no room by a page, down or up; False where there are no more that way."""
        words = self.query_one(".words")
        if not 0 <= words.scroll_offset.y + by <= words.max_scroll_y:
            return False
        words.scroll_relative(y=by * max(words.size.height, 1), animate=False)
        return True

    def _draw(self) -> None:
        current = self.has_class("-current")
        mark = MARK if current else TICK if self.ticked else " "
        told = self._told() if self.found or not current else "" if self.note.value else self.before
        line = f"{mark} {self.number} {self.words.title}" + (f"   {told}" if told else "")
        self.query_one(".title", Static).update(Content(cut(line, self.size.width or 200)))
        self.note.placeholder = self._prompt
        rows, width = 0, (self.size.width or 80) - _INDENT - 1
        for answers in self.query(".answers").results(Paragraphs):
            answers.update(self._answers(width))
            rows = answers.get_content_height(self.size, self.size, width)
        if room := cast("Checklist", self.parent).scrollable_content_region.height:
            self.query_one(".words").styles.max_height = max(room - rows - _BESIDES, 1)

    @property
    def _prompt(self) -> str:
        if self.words.answers and self.answer is None:
            return _("a digit answers, words are a note")
        return _("answer") if self.words.asks else _("note")

    def _told(self) -> str:
        """The answer and the note, for the line."""
        if self.found:
            from counter_tui.shop.findings import answer_words

            return answer_words(self.words.asks, self.found)
        return dotted((self.chosen.words if self.chosen else "", self.note.value or self.before))

    def _answers(self, width: int) -> Content:
        """What may be answered, numbered; once an answer is chosen, it, the reply, and what follows."""
        if self.chosen is None:
            return Content("\n".join(_numbered([a.words for a in self.words.answers] or self._options, width)))
        number = (self.answer or 0) + 1
        lines = [Content("\n".join(wrapped(f"{TICK} {number} {self.chosen.words}", width))).stylize("bold")]
        if self.chosen.say:
            lines.append(Content(printable(self.chosen.say)))
        follows = [_(_LEADS[self.chosen.leads])] if self.chosen.leads in _LEADS else []
        follows += [_("then {step}").format(step=self._then)] if self._then else []
        lines += [Content(printable(words)).stylize("$text-accent") for words in follows]
        return Content("\n").join(lines)


def _numbered(options: Sequence[str], width: int) -> list[str]:
    """The options one after the other, none of them torn apart where it fits on a line."""
    lines: list[str] = []
    for number, words in enumerate(options, 1):
        item = f"{number} {printable(words)}"
        if lines and cell_len(lines[-1]) + 2 + cell_len(item) <= width:
            lines[-1] += f"  {item}"
        else:
            lines += wrapped(item, width)
    return lines
