"""Where there is room: more about the customer the mark stands on, fetched once the mark rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Hide, Show
from textual.timer import Timer

from counter_tui import clock
from counter_tui.desk import Desk, DeskError
from counter_tui.i18n import _
from counter_tui.widgets.cells import printable
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.words import ago, brief_day, dotted

if TYPE_CHECKING:
    from counter_tui.shop.glance import Glance
    from counter_tui.shop.history import Event
    from counter_tui.shop.pieces import PieceView
    from counter_tui.shop.sales import PlannedRow

REST = 0.15
"""Seconds the mark must stay on a customer: holding an arrow down, or typing on, asks for nothing."""


class Beside(VerticalScroll, can_focus=False):
    """A pane that follows a mark: tell it the customer with `show_customer`. While it is hidden it asks nothing."""

    DEFAULT_CSS = """
    Beside {
        display: none;
        padding: 0 1;
        border: round $border-blurred;
        border-title-color: $text;
        border-title-style: bold;
        scrollbar-size-vertical: 1;
        scrollbar-color: $text-muted;
        scrollbar-background: $background;
    }
    Beside > Static { width: 1fr; height: auto; }
    """

    def __init__(
        self,
        desk: Desk,
        question: Callable[[], Callable[..., Any]],
        words: Callable[[Any], Iterator[Content]],
        title: str = "",
        *,
        id: str | None = None,
    ) -> None:
        """`question` gives the shop function to ask (imported when first needed), `words` its answer as lines."""
        super().__init__(id=id)
        self.border_title = Content(title)
        self._desk = desk
        self._question = question
        self._words = words
        self._text = Paragraphs()
        self._wanted: int | None = None
        self._shown: int | None = None
        self._said = Content("")
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self._text

    def show_customer(self, customer: int | None, *, anew: bool = False) -> None:
        """The mark stands on this customer now; `anew` fetches again what may have changed."""
        self._wanted = customer
        if anew:
            self._shown = None
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if customer is None:
            self._clear()
        elif self.display and customer != self._shown:
            self._resting = self.set_timer(REST, self._fetch)

    @on(Show)
    def _shown_again(self) -> None:
        self.show_customer(self._wanted)

    @on(Hide)
    def _hidden(self) -> None:
        if self._resting is not None:
            self._resting.stop()

    def _fetch(self) -> None:
        self.run_worker(self._ask(), group="beside", exclusive=True)

    async def _ask(self) -> None:
        customer = self._wanted
        if customer is None or not self._desk.ready:
            return
        try:
            answer = await self._desk.ask(self._question(), customer)
        except DeskError as error:
            self._put(None, Content(str(error)))
            return
        if customer == self._wanted:
            self._put(customer, Content("\n").join(self._words(answer)) if answer else Content(""))

    def _clear(self) -> None:
        """Say nothing; a pane that says nothing already is not laid out for it once more."""
        if self._said:
            self._put(None, Content(""))

    def _put(self, customer: int | None, words: Content) -> None:
        self._shown, self._said = customer, words
        self._text.update(words)  # not looked for: the screen may be closing
        self.scroll_home(animate=False)


def at_a_glance() -> Callable[..., Any]:
    """The shop's function for `glance_lines`."""
    from counter_tui.shop.glance import glance

    return glance


def glance_lines(glance: Glance) -> Iterator[Content]:
    """Who, what is due, the pieces, what happened."""
    klass = _("has bought") if glance.klass == "A" else _("not bought yet")
    yield Content.assemble((printable(glance.name), "bold"), f"  {glance.number}")
    yield Content(dotted((glance.phone, klass))).stylize("$text-muted")
    yield from _part(_("planned ({n})").format(n=len(glance.planned)), map(_planned, glance.planned))
    yield from _part(_("pieces ({n})").format(n=len(glance.pieces)), map(_piece, glance.pieces))
    yield from _part(_("so far ({n})").format(n=len(glance.events)), map(_event, glance.events))


def so_far() -> Callable[..., Any]:
    """The shop's function for `history_lines`."""
    from counter_tui.shop.history import history

    return history


def history_lines(events: tuple[Event, ...]) -> Iterator[Content]:
    """Everything that happened, newest first, with what was said."""
    for event in events:
        yield _event(event)
        for line in event.lines:
            yield Content(f"  {printable(line)}").stylize("$text-muted")


def _part(title: str, lines: Any) -> Iterator[Content]:
    lines = tuple(lines)
    if lines:
        yield Content("")
        yield Content(title).stylize("$text-accent")
        yield from lines


def _planned(row: PlannedRow) -> Content:
    from counter_tui.shop.wording import channel_words, reason_words, window_words

    late = row.closes < clock.today() and not row.waits
    when = _("after the first") if row.waits else window_words(row, clock.today())
    words = f"{reason_words(row.reason)} · {channel_words(row.channel)} · "
    return Content.assemble(words, (when, "$text-error" if late else "bold"))


def _piece(piece: PieceView) -> Content:
    gift = " · " + _("gift") if piece.gift else ""
    told = Content(f"{printable(piece.words)}{gift} · {ago(piece.day, clock.today())}")
    details = Content(f"\n  {printable(piece.details)}").stylize("$text-muted") if piece.details else Content("")
    return Content.assemble(told, details)


def _event(event: Event) -> Content:
    day = brief_day(event.at.date()) if event.at.year == clock.today().year else f"{event.at:%Y-%m-%d}"
    return Content.assemble((day, "$text-muted"), f"  {printable(event.title)}")
