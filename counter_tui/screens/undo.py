"""What this clerk saved last, newest on top, each to be taken back after it was shown in words what will happen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Answer, Confirm
from counter_tui.widgets.form import Form
from counter_tui.words import brief_day, sentences

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from counter_tui.shop.drafts import DraftRow
    from counter_tui.shop.undo import StepRow


class Undo(Room):
    """Enter or F8 takes back the marked action, after a question."""

    HELP = N_(
        "These are the last things you saved, the newest on top. Enter shows what undoing the marked one will do, "
        "and asks. What somebody has gone on with since stays as it is, and you are told who."
    )
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Undo"), id="undo.enter", tooltip=N_("Show what undoing it will do, and ask")),
        Binding("f8", "take_back", N_("Undo"), show=False, id="undo.take_back", tooltip=N_("The same as Enter")),
        Binding("escape", "back", N_("Back"), id="undo.back", tooltip=N_("Back to where you were")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[StepRow, ...] = ()
        self._file_gone = False

    def heading(self) -> str:
        return _("Undo what was saved last")

    def compose_body(self) -> ComposeResult:
        yield RowList(((9, 0), (9, 0)), can_focus=True, empty=_("Opening the records …"))

    async def load(self) -> None:
        from counter_tui.shop.undo import last_steps

        self._steps = await self.ask(last_steps, self.counter.by) or ()
        rows = self.query_one(RowList)
        rows.set_rows([_row(step) for step in self._steps], empty=_("There is nothing to undo."))
        self.say(_("Enter shows what will happen, and asks.") if self._steps else "")

    def action_noop(self) -> None:
        """Enter is taken by the list."""

    @on(RowList.Chosen)
    def action_take_back(self) -> None:
        key = self.query_one(RowList).selected
        step = next((step for step in self._steps if step.uuid == key), None)
        if step is not None:
            self.run_worker(self._take_back(step), group="undo", exclusive=True)

    async def _take_back(self, step: StepRow) -> None:
        from counter_tui.shop import undo

        by = self.counter.by
        why_not = await self.ask(undo.obstacle, step.uuid, by, self.counter.desk.till)
        if why_not is None:
            return
        if why_not:
            self.say(why_not, "warn")
            return
        question = "\n".join((f"{_when(step.at)}  {step.title}", "", *step.effects))
        answers = [Answer("keep", _("Leave it as it is")), Answer("undo", _("Undo it"), danger=True)]
        if step.form:
            answers.append(Answer("again", _("Undo it, and open the form again")))
        answer = await self.app.push_screen_wait(Confirm(question, answers, title=_("Undo")))
        if answer in ("undo", "again"):
            await self._taken_back(step, open_again=answer == "again")

    async def _taken_back(self, step: StepRow, *, open_again: bool) -> None:
        from counter_tui.shop.undo import take_back

        done = await self.ask(take_back, step.uuid, self.counter.by, self.counter.desk.till)
        if done is None:
            return
        self._file_gone = self._file_gone or bool(done.removed)
        self._unsay()
        await self.reload()
        self.say(_("Undone: {what}").format(what=done.title))
        if open_again:
            self._leave(done.draft)

    def _unsay(self) -> None:
        """What the screens below have said of it is no longer so; a form only says what its fields are for."""
        for screen in self.counter.screen_stack:
            if isinstance(screen, Room) and not screen.query(Form):
                screen.say("")

    async def _back(self) -> None:
        self._leave(None)

    def _leave(self, draft: DraftRow | None) -> None:
        # Not a worker of this screen: it would end with it.
        self.app.run_worker(_leave(self.counter, self, draft, file_gone=self._file_gone), group="undo")


async def _leave(app: CounterApp, screen: Undo, draft: DraftRow | None, *, file_gone: bool) -> None:
    """Back to the screen below, or to Today where that may show a file or a plan that is gone; then to the form."""
    from counter_tui.screens.drafts import reopen
    from counter_tui.screens.planned import Planned

    await screen.dismiss(None)
    if file_gone or isinstance(app.front, Planned):
        await app.back_to_today()
    if draft is not None:
        await reopen(app, draft)


def _row(step: StepRow) -> Row:
    told = ((("", ""), (sentences(step.effects), "muted")),) if step.effects else ()
    return Row((((_when(step.at), "muted"), (step.title, "strong")), *told), key=step.uuid)


def _when(at: dt.datetime) -> str:
    """The time of today, or the day."""
    return f"{at:%H:%M}" if at.date() == clock.today() else brief_day(at.date())
