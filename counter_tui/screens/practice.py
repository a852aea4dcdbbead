"""Practice (mission D5): a customer's line or a step of a script, the clerk's own words, the shop's, and her rating."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from counter_tui import clock
from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.objections import Part, card_parts, part_lines
from counter_tui.screens.practice_progress import PracticeProgress, standing_rows
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.words import dotted, sentences, short_day

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from counter_tui.shop.practice import Asked, Choice, Item, Turn

LENGTH = 200
"""Characters of an answer that is typed: it is not kept, only laid beside the shop's words."""


class Practice(Room):
    """Asking, then shown until the clerk has rated herself, and so on until nothing is left for today."""

    HELP = N_(
        "Say aloud what you would answer, or type it; Enter shows the shop's words for a made-up customer. "
        "Rate yourself from 1 (did not know it) to 4 (easy): that decides when it comes again. "
        "Nothing here is a customer's record, and nothing you type is kept."
    )
    CSS_PATH = "practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "more", N_("Some more"), id="practice.more", tooltip=N_("Begin some more new ones today")),
        # Translators: how well the clerk knew it, as she rates herself in practice
        Binding("1", "rate(1)", N_("Again"), id="practice.again", tooltip=N_("I did not know it: again today")),
        # Translators: how well the clerk knew it, as she rates herself in practice
        Binding("2", "rate(2)", N_("Hard"), id="practice.hard", tooltip=N_("I knew it with an effort")),
        # Translators: how well the clerk knew it, as she rates herself in practice
        Binding("3", "rate(3)", N_("Good"), id="practice.good", tooltip=N_("I knew it: it comes again in some days")),
        # Translators: how well the clerk knew it, as she rates herself in practice
        Binding("4", "rate(4)", N_("Easy"), id="practice.easy", tooltip=N_("It was easy: it comes again much later")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="practice.page_up", tooltip=N_("Card text up")),
        Binding(
            "pagedown", "page(1)", N_("Page down"), show=False, id="practice.page_down", tooltip=N_("Card text down")
        ),
        Binding("escape", "back", N_("Back"), id="practice.back", tooltip=N_("Leave; what you have rated is kept")),
    ]

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice
        self._clerk: int | None = None
        self._turn: Turn | None = None
        self._more = 0
        self._phase: Literal["waiting", "asking", "shown", "done"] = "waiting"
        self._again_at: dt.datetime | None = None

    def heading(self) -> str:
        from counter_tui.shop.practice import choices_to_practise

        name = dict(choices_to_practise(self.counter.desk.shop)).get(self._choice)
        return dotted((_("Practice"), name))

    def compose_body(self) -> ComposeResult:
        with Container(id="halves"):
            with Vertical(id="drill"):
                yield Paragraphs(id="asked")
                hint = _("say it aloud, or type it")
                yield ImeInput(id="answer", max_length=LENGTH, placeholder=hint, enter=N_("Show the words"))
                with VerticalScroll(id="card", can_focus=False):
                    yield Static(id="words")
            yield RowList(((0, 12),), id="standing")

    def menu_items(self) -> list[tuple[str, str]]:
        return [("progress", _("How far I am"))]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action.startswith("rate"):
            return self._phase == "shown"
        if action == "more":
            return self._phase == "done" and bool(self._turn and self._turn.later)
        return True

    @property
    def _box(self) -> ImeInput:
        return self.query_one(ImeInput)

    def carry(self) -> Any:
        return self._box.value

    def restore(self, carried: Any) -> None:
        self._box.value = carried
        self.call_after_refresh(self._paint)  # built anew, it knows only then how wide it is

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    # What comes

    async def load(self) -> None:
        """The same question again, unless somebody else stands here now or the shop has taken it out of its words."""
        turn = self._turn
        if turn is None or self._clerk != self.counter.by or (turn.item and self._asked(turn.item) is None):
            self._again_at = None
            await self._next()
        else:
            await self._show_standing()
            self._paint()

    async def _next(self) -> None:
        from counter_tui.shop.practice import next_turn

        self._phase, self._clerk = "waiting", self.counter.by
        turn = self._turn = await self.ask(next_turn, self._clerk, self._choice, self._more)
        if turn is None:  # said on the message line; asked again when the screen comes to the front
            self._paint()
            return
        self._phase = "asking" if turn.item else "done"
        self._box.value = ""
        await self._show_standing()
        self._paint()
        self.say(sentences([self._comes_again(), self._left(turn)]))

    def _left(self, turn: Turn) -> str:
        if turn.item is None:
            return ""
        return _("Left today: {repeat} to repeat, {new} new.").format(repeat=turn.repeat, new=turn.new)

    def _comes_again(self) -> str:
        """When what was just rated is asked again."""
        moment = self._again_at
        if moment is None:
            return ""
        if moment.date() == clock.today():
            return _("It comes again at {time}.").format(time=f"{moment:%H:%M}")
        return _("It comes again on {day}.").format(day=short_day(moment.date()))

    async def _show_standing(self) -> None:
        """On a wide screen, how far she is stands beside."""
        from counter_tui.shop.practice import progress

        known = await self.ask(progress, self._clerk, self._choice)
        if known is not None:
            self.query_one("#standing", RowList).set_rows(list(standing_rows(known, brief=True)))

    # On the screen

    def _values(self) -> dict[str, str | None]:
        from counter_tui.shop.example import example_values

        return example_values(self.counter.desk.shop, self.counter.clerk_name)

    def _asked(self, item: Item) -> Asked | None:
        from counter_tui.shop.practice import asked

        tries = self._turn.tries if self._turn else 0
        return asked(self.counter.desk.shop, item, self._values(), tries)

    def _paint(self) -> None:
        shown, asking = self._phase == "shown", self._phase == "asking"
        self.query_one("#asked", Paragraphs).update(Content("\n").join(self._question()))
        self._box.display = asking
        self._box.disabled = not asking  # hidden, it would still be given the focus when the screen comes to the front
        self.query_one("#card").display = shown
        self.set_focus(self._box if asking else None)
        if shown:
            parts = list(self._answer())
            width = max(self.query_one("#drill").size.width - 2, 20)
            self.query_one("#words", Static).update(Content("\n").join(part_lines(parts, width - 2)))
        self.refresh_bindings()

    def _question(self) -> Iterator[Content]:
        turn = self._turn
        if turn is None:
            return
        asked = self._asked(turn.item) if turn.item else None
        if asked is None:
            yield from self._done(turn)
            return
        first = "" if turn.tries else f" · {_('for the first time')}"
        yield Content.assemble((asked.head, "bold $text-accent"), (first, "$text-muted"))
        if asked.about:
            yield Content(asked.about).stylize("$text-muted")
        yield Content(asked.line).stylize("bold")
        if self._phase == "shown" and self._box.value.strip():
            yield Content(_("You: {words}").format(words=self._box.value))

    def _done(self, turn: Turn) -> Iterator[Content]:
        from counter_tui.shop.practice import NEW_A_DAY

        yield Content(_("That is all for today.")).stylize("bold")
        if turn.later:
            n = min(turn.later, NEW_A_DAY)
            words = ngettext("Enter begins {n} more new one now, if you like.",
                             "Enter begins {n} more new ones now, if you like.", n)  # fmt: skip
            yield Content(words.format(n=n))

    def _answer(self) -> Iterator[Part]:
        """The shop's words for what was asked."""
        from counter_tui.shop.packs import render

        item, shop, values = self._turn.item, self.counter.desk.shop, self._values()  # type: ignore[union-attr]
        if item.kind == "objection":
            yield from card_parts(shop.cards[item.id], values)
            return
        script, _slash, step_id = item.id.partition("/")
        step = next(step for step in shop.scripts[script].steps if step.id == step_id)
        yield _("Say"), [render(step.say, values)]
        if hint := render(step.hint, values):
            yield _("Mind"), [hint]

    # What the clerk does

    @on(Input.Submitted)
    def _show(self, event: Input.Submitted) -> None:
        event.stop()
        self._phase = "shown"
        self._paint()
        self.query_one("#card").scroll_home(animate=False)
        self.say(_("How well did you know it? Your rating decides when it comes again."))

    def action_rate(self, rating: int) -> None:
        self._phase = "waiting"
        self.run_worker(self._rate(rating), group="rate", exclusive=True)

    async def _rate(self, rating: int) -> None:
        from counter_tui.shop.practice import rate

        again_at = await self.ask(rate, self._clerk, self._turn.item, rating)  # type: ignore[union-attr]
        if again_at is None:
            self._phase = "shown"
            return
        self._again_at = again_at
        await self._next()

    def action_more(self) -> None:
        from counter_tui.shop.practice import NEW_A_DAY

        self._again_at = None
        self._more += NEW_A_DAY
        self.run_worker(self._next(), group="rate", exclusive=True)

    def action_page(self, by: int) -> None:
        self.query_one("#card").scroll_relative(y=by * 8, animate=False)

    def action_progress(self) -> None:
        self.app.push_screen(PracticeProgress(self._choice))


async def open_practice(app: CounterApp) -> None:
    """Ask what to practise, and open it; or how far the clerk is with everything."""
    from counter_tui.shop.practice import Choice, choices_to_practise

    names = choices_to_practise(app.desk.shop)
    lines: list[tuple[object, str]] = [*names[:2], ("progress", _("How far I am")), *names[2:]]
    chosen = await app.push_screen_wait(Pick(_("What do you want to practise?"), lines))
    if chosen == "progress":
        app.push_screen(PracticeProgress(Choice()))
    elif chosen is not None:
        app.push_screen(Practice(chosen))
