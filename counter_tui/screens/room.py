"""What every screen shares: the five zones that never move, the door to the shop, and leaving without losing a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import on
from textual._callback import invoke
from textual._context import active_app
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.events import ScreenResume
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from counter_tui.i18n import _, language
from counter_tui.widgets.bindings import TranslatedBindings
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.keys_wait import KeysWait
from counter_tui.widgets.message_line import Hint, Kind, MessageLine
from counter_tui.widgets.painting import PaintsAtOnce
from counter_tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

R = TypeVar("R")
LOCK = "lock"
"""The name of the stack of screens the lock lies on: everything else stays as it is on its own."""
WIDTHS = [(0, "-tight"), (80, "-narrow"), (100, "-wide"), (160, "-widest")]
"""Cells from which a screen shows everything, two panes side by side at ease, and three."""


class Door:
    """The way from a screen or dialog to the shop, with every refusal as a sentence on the message line."""

    if TYPE_CHECKING:
        app: Any

    @property
    def counter(self) -> CounterApp:
        """The program this screen is part of."""
        return cast("CounterApp", self.app)

    async def ask(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> R | None:
        """A question to the shop, or a deed that answers something; a refusal is said on the message line, and answers
        None."""
        with self._refusal_said():
            return await self.counter.desk.ask(function, *args, **kwargs)
        return None

    async def done(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """A deed that answers nothing; False if it was refused, which is said as in `ask`."""
        with self._refusal_said():
            await self.counter.desk.ask(function, *args, **kwargs)
            return True
        return False

    @contextmanager
    def _refusal_said(self) -> Iterator[None]:
        from counter_tui.desk import DeskError
        from counter_tui.shop.trace import ShopError

        try:
            yield
        except (DeskError, ShopError) as error:
            self.say(str(error), "error")
            self.app.bell()

    def say(self, text: str, kind: Kind = "info") -> None:
        """Put a sentence on the message line."""
        self.query_one(MessageLine).say(text, kind)  # type: ignore[attr-defined]


def _width_class() -> str:
    app = active_app.get(None)
    width = app.size.width if app is not None and app.is_running else 80
    return next(name for least, name in reversed(WIDTHS) if width >= least)


class Room(Door, KeysWait, TranslatedBindings, PaintsAtOnce, Screen[Any]):
    """A screen of the program: title line, body, message line, key line.

    Subclasses yield their middle from `compose_body`, load what they show in `load` (called whenever the screen comes
    to the front) and say in `unsaved` whether leaving would lose something.
    """

    reads: int | None = None
    """The customer whose data stand here: who takes over the till while it is open reads them too (A7)."""
    AUTO_FOCUS = "ImeInput"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    DEFAULT_CSS = """
    Room { layout: vertical; background: $background; }
    Room > #body { height: 1fr; }
    """

    def __init__(self) -> None:
        # The width's class from the start: set later, every widget would be styled twice.
        super().__init__(classes=_width_class())
        self._spoken = language()
        self._just_made = True
        self._being_built = False
        self._one_at_a_time = asyncio.Lock()

    def compose(self) -> ComposeResult:
        app = self.counter
        yield TitleLine(app.settings.name, self.who(), self.heading())
        with Vertical(id="body"):
            yield from self.compose_body()
        yield MessageLine()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """The middle of the screen."""
        yield from ()

    def heading(self) -> str:
        """What the title line says this screen is about."""
        return ""

    def who(self) -> str:
        """Whom the title line names: the clerk at the counter."""
        return self.counter.clerk_name

    def menu_items(self) -> list[tuple[str, str]]:
        """What F9 offers here beside the keys of the key line: actions and their words, always all of them and in the
        same order, because the numbers hang on it."""
        return []

    def offers(self, action: str) -> bool:
        """Whether F9 shows an action now; what it leaves out keeps its number."""
        return True

    async def load(self) -> None:
        """Fetch what the screen shows."""

    def unsaved(self) -> bool:
        """Whether something typed here is not saved yet."""
        return False

    def carry(self) -> Any:
        """What must survive a change of language; handed to `restore` after the screen is built anew."""
        return None

    def restore(self, carried: Any) -> None:
        """Put back what `carry` gave."""

    async def reload(self) -> None:
        """Fetch and show anew; never twice at once, and never while the screen is being built in another language."""
        with self._unless_it_goes():
            async with self._one_at_a_time:
                await self.load()

    async def on_screen_resume(self, event: ScreenResume | None = None) -> None:
        if event is not None and self._just_made:
            event.refresh_styles = False  # it has its looks: Textual would apply them all once more
        self._just_made = False
        with self._unless_it_goes():
            async with self._one_at_a_time:
                await self.speak()
                self.retitle()
                await self.load()

    @contextmanager
    def _unless_it_goes(self) -> Iterator[None]:
        """What a screen does may find it closed halfway: a key typed ahead, a dialog above that ends it too, or the end
        of the program. Or nothing in it, while it is built anew."""
        try:
            yield
        except NoMatches:
            if self.app.is_running and self in self.app.screen_stack and self.is_attached and not self._being_built:
                raise

    def every(self, seconds: float, do: Callable[[], object]) -> None:
        """Do something again and again, whatever happens to the screen meanwhile."""

        async def tick() -> None:
            with self._unless_it_goes():
                await invoke(do)

        self.set_interval(seconds, tick)

    async def stands(self) -> None:
        """Wait while the screen is being built anew, or fetches what it shows."""
        async with self._one_at_a_time:
            pass

    async def recompose(self) -> None:
        self._being_built = True
        try:
            await super().recompose()
        finally:
            self._being_built = False

    async def speak(self) -> None:
        """Build the screen anew if the language has changed; what was typed and the focus stay."""
        if self._spoken == language():
            return
        self._spoken = language()
        carried, before = self.carry(), self.focused
        await self.recompose()
        self.restore(carried)
        if before is not None:
            self._focus_again(before)
        self.refresh_bindings()

    def _focus_again(self, before: Widget) -> None:
        """Go to what stands where `before` stood: known by its id, or a field by its name."""
        for widget in self.query(type(before)):
            if widget.id == before.id and widget.name == before.name:
                self.set_focus(widget)
                return

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay out anew. What is to be painted whole is shown in one frame: Textual would show the widgets that moved
        first, over what stood there before, so that a lock had a customer's name around it for a moment."""
        if self._repaint_required and self.is_current and not self.app._batch_count:
            self._repaint_required = False
            self._dirty_widgets.add(self)
        super()._refresh_layout(size, scroll)

    def retitle(self) -> None:
        """Bring the title line up to date."""
        title = self.query_one(TitleLine)
        title.shop, title.clerk, title.heading = self.counter.settings.name, self.who(), self.heading()

    @on(Hint)
    def _hint(self, event: Hint) -> None:
        event.stop()
        self.say(event.text, "error" if event.wrong else "info")

    async def may_leave(self) -> bool:
        """Ask once if something typed is not saved; True when the screen may close."""
        if not self.unsaved():
            return True
        from counter_tui.widgets.ask import Answer, Confirm

        answers = [
            Answer("stay", _("Go on typing")),
            Answer("later", _("Leave it for later: it stays as a draft")),
            Answer("discard", _("Throw it away"), danger=True),
        ]
        answer = await self.app.push_screen_wait(Confirm(_("What you typed is not saved."), answers))
        if answer == "discard":
            await self.discard()
        return answer == "discard" or (answer == "later" and not await self.draft_kept())

    async def discard(self) -> None:
        """Throw away the draft of what was typed."""

    async def draft_kept(self) -> str:
        """Wait until what was typed is written as a draft. Answers why it could not be, "" where nothing is lost."""
        return ""

    def action_back(self) -> None:
        """Esc: back to the screen below, asking if something is unsaved."""
        self.run_worker(self._back(), group="back", exclusive=True)

    async def _back(self) -> None:
        if await self.may_leave() and self.counter.front is self:
            self.dismiss(None)
