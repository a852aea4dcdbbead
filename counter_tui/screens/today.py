"""Today, the home screen: the search box has the focus, the scheduler stands below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.room import Room
from counter_tui.widgets.lookup_box import FindInput, LookupBox
from counter_tui.widgets.message_line import MessageLine
from counter_tui.widgets.month_grid import MonthGrid
from counter_tui.widgets.scheduler import Scheduler
from counter_tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from counter_tui.shop.agenda import DueRow

LOOK_AT_CLOCK = 20
"""Seconds between looks at the clock: the day turns, rest hours begin, another till has made a call."""


class TodayScreen(Room):
    """What is to be done, and the box that finds anybody. Arrows and Enter work the list without leaving the box."""

    HELP = N_(
        "What is due: late first, then today, then the next days; Up and Down choose, and Enter starts the call, "
        "or offers the words where a message is due. "
        "Type anything to find a customer: a name, pinyin, the last four digits, a certificate. "
        "Left and Right change the day, and Tab goes to the month."
    )
    DEFAULT_CSS = """
    TodayScreen.-tight #left { display: none; }
    TodayScreen.-tight #left:focus-within { display: block; }
    TodayScreen.-wide LookupBox Beside { display: block; width: 39; }
    TodayScreen.-widest Beside { display: block; }
    TodayScreen.-widest LookupBox Beside { width: 72; }
    TodayScreen.-widest #about { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Begin"), id="today.call", tooltip=N_("Start the marked call, or send its words")),
        Binding("enter", "open_match", N_("Open"), id="today.open", tooltip=N_("Open the file of the marked match")),
        Binding("f2", "sale", N_("Sale"), id="today.sale", tooltip=N_("Enter a sale")),
        Binding(
            "f7", "dial", N_("Dial"), id="today.dial", tooltip=N_("The number, or the words, as a code for the phone")
        ),
        Binding("f8", "remove", N_("Take off"), id="today.remove", tooltip=N_("Take the marked contact off the list")),
        Binding("tab", "month", N_("Month"), id="today.month", tooltip=N_("To the month and back")),
        Binding("escape", "clear", N_("Back"), show=False, id="today.clear", tooltip=N_("Empty the box")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._day = clock.today()
        self._why_not = self._untold = ""
        self._mistakes: list[str] = []
        self._shown: tuple[str, str] | None = None
        self._letters: dict[int, dict[str, str]] = {}

    def compose_body(self) -> ComposeResult:
        box = LookupBox(self.counter.desk, id="box")
        self.watch(box, "searching", self._searching, init=False)
        yield box
        yield Scheduler(self.counter.desk, id="scheduler")

    def on_mount(self) -> None:
        self.every(LOOK_AT_CLOCK, self._look_at_clock)

    @property
    def box(self) -> LookupBox:
        return self.query_one(LookupBox)

    @property
    def scheduler(self) -> Scheduler:
        return self.query_one(Scheduler)

    async def opened(self) -> None:
        """The records are open: answer what was typed meanwhile, and show the work."""
        self.retitle()
        self.refresh_bindings()
        if self.box.text:
            from counter_tui.shop.key_search import hurry

            hurry()
        self.box.search()
        await self.reload()

    async def load(self) -> None:
        """The agenda of the chosen day and the counts of its month."""
        if not self.counter.desk.ready:
            return
        from counter_tui.shop.agenda import day_plan, month_counts
        from counter_tui.shop.drafts import parked_calls

        self._shown = await self._as_of()
        weeks = self.scheduler.month.weeks
        day = self.scheduler.day
        agenda = await self.ask(day_plan, day)
        counts = await self.ask(month_counts, weeks[0][0], weeks[-1][-1])
        parked = await self.ask(parked_calls, self.counter.desk.till) if day == clock.today() else ()
        if agenda is not None and counts is not None and day == self.scheduler.day:
            self.scheduler.show(agenda, counts, parked or ())
        self._rest()
        self.call_after_refresh(lambda: self.run_worker(self._tell_mistakes, group="mistakes", exclusive=True))

    async def _tell_mistakes(self) -> None:
        """What is wrong in the shop's own files, once the day stands there: told when it appears, and only once."""
        own = await self.ask(lambda shop: shop.mistakes)  # on the desk's thread: all words are read for it
        if own is None:
            return
        known, self._mistakes = self._mistakes, [it.sentence for it in (*self.counter.key_mistakes, *own)]
        if known != self._mistakes:
            self._untold = next(iter([it for it in self._mistakes if it not in known] or self._mistakes), "")
        await self.stands()
        with self._unless_it_goes():
            if self.query_one(MessageLine).text in set(known).difference(self._mistakes):
                self.say("")  # it has been mended
            self._marked()

    def to_today(self) -> None:
        """An empty box, and today's agenda."""
        self.box.clear()
        self.scheduler.go_to(clock.today())
        self.box.input.focus()

    async def from_the_top(self) -> None:
        """The agenda anew, seen from its first heading, the first contact marked."""
        await self.reload()
        self.scheduler.agenda_list.go_to_top()

    async def _look_at_clock(self) -> None:
        """At midnight Today becomes the new day by itself; a chosen other day is left alone."""
        if clock.today() != self._day:
            at_home = self.scheduler.day == self._day
            self._day = clock.today()
            self.scheduler.go_to(self._day if at_home else self.scheduler.day)
        if self.counter.front is self and await self._as_of() != self._shown:
            await self.reload()

    async def _as_of(self) -> tuple[str, str] | None:
        from counter_tui.shop.agenda import as_of

        return await self.ask(as_of)

    def _rest(self) -> None:
        from counter_tui.shop.permission import next_allowed

        now = clock.now()
        until = next_allowed(now, self.counter.desk.shop.policy)
        state = _("rest until {time}").format(time=f"{until:%H:%M}") if until > now else ""
        self.query_one(TitleLine).state = state

    # The box and the list under it

    def _searching(self, searching: bool) -> None:
        self.scheduler.display = not searching
        self.call_after_refresh(self.refresh_bindings)
        self.say("")
        self._tell_why_not()

    @on(LookupBox.Idle)
    def _idle(self, event: LookupBox.Idle) -> None:
        agenda = self.scheduler.agenda_list
        if event.action == "enter":
            agenda.choose()
            return
        (agenda.move_cursor if event.action == "move" else agenda.move_page)(event.by)
        self._tell_why_not()

    @on(FindInput.Walk)
    def _walk(self, event: FindInput.Walk) -> None:
        self.scheduler.walk(event.by)

    @on(Scheduler.DayChanged)
    async def _day_changed(self) -> None:
        await self.from_the_top()

    @on(Scheduler.Marked)
    def _marked(self) -> None:
        """What has just been noted stands until the clerk moves on."""
        if self.query_one(MessageLine).text in ("", self._why_not):
            self._tell_why_not()

    def _tell_why_not(self) -> None:
        """Why the marked contact may not be made now stands on the message line, or else a mistake not told yet."""
        due = self._marked_due()
        before, self._why_not = self._why_not, due.may.words if due else ""
        words = self._why_not or ("" if self.box.text else self._untold)
        if words or self.query_one(MessageLine).text == before:
            self.say(words, "warn")
        if words == self._untold:
            self._untold = ""

    @on(MonthGrid.Picked)
    def _picked(self) -> None:
        self.box.input.focus()

    @on(LookupBox.Chosen)
    def _open_file(self, event: LookupBox.Chosen) -> None:
        from counter_tui.screens.customer import CustomerScreen

        self.box.clear()
        self.app.push_screen(CustomerScreen(event.customer))

    @on(LookupBox.NewFile)
    def _new_file(self, event: LookupBox.NewFile) -> None:
        from counter_tui.screens.customer_form import CustomerForm

        self.box.clear()
        self.app.push_screen(CustomerForm(typed=event.typed))

    @on(Scheduler.Chosen)
    def _call(self, event: Scheduler.Chosen) -> None:
        from counter_tui.screens.begin_call import begin_planned
        from counter_tui.screens.promise_dialogs import see_to_promise

        due = event.due
        if due.reason == "promise":
            self.run_worker(see_to_promise(self, due.id), group="promise", exclusive=True)
        else:
            send = partial(self._dial, due.customer_id, due.id)
            self.run_worker(begin_planned(self, due, send), group="begin", exclusive=True)

    @on(Scheduler.Resumed)
    async def _resume(self, event: Scheduler.Resumed) -> None:
        from counter_tui.screens.begin_call import open_parked

        if not await open_parked(self, event.parked):
            await self.reload()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the box searches, what stands below it is no longer there to be called, sent to or taken off."""
        searching = bool(self.box.text) if self.is_mounted else False
        if action in ("noop", "month", "dial", "remove"):
            return not searching
        return searching if action == "open_match" else super().check_action(action, parameters)

    def action_noop(self) -> None:
        """Enter is taken by the box; the binding stands here for the key line and the help."""

    action_open_match = action_noop

    def action_clear(self) -> None:
        if self.box.text:
            self.box.clear()
        elif self.scheduler.day != clock.today():
            self.to_today()
        self.box.input.focus()

    def action_month(self) -> None:
        if self.scheduler.month.has_focus or self.box.text:
            self.box.input.focus()
        else:
            self.scheduler.month.focus()

    def action_sale(self) -> None:
        from counter_tui.screens.sale import SaleScreen

        self.app.push_screen(SaleScreen())

    def _marked_due(self) -> DueRow | None:
        return None if self.box.text else self.scheduler.marked

    def _marked_customer(self) -> tuple[int, int | None] | None:
        return None if self.box.text else self.scheduler.marked_customer

    def action_dial(self) -> None:
        if about := self._marked_customer():
            self._dial(*about)

    def _dial(self, customer: int, revisit: int | None) -> None:
        from counter_tui.screens.sent import send_and_note

        edited = self._letters.setdefault(revisit, {}) if revisit else {}
        self.run_worker(send_and_note(self, customer, revisit=revisit, edited=edited), group="dial", exclusive=True)

    async def action_remove(self) -> None:
        if due := self._marked_due():
            from counter_tui.screens.revisit_dialogs import remove

            self.run_worker(remove(self, due.id, due.version, due.reason))
        elif not self.box.text and (parked := self.scheduler.marked_parked):
            from counter_tui.screens.drafts import throw_notes_away

            self.run_worker(throw_notes_away(self, parked))

    def menu_items(self) -> list[tuple[str, str]]:
        """What F9 offers for the marked contact and for the day."""
        return [
            ("call_marked", _("Start this call")),
            ("open_marked", _("Open the file")),
            ("move_marked", _("Move to another day …")),
            ("hand_marked", _("Hand over to another clerk …")),
            ("remove", _("Take off the list …")),
            ("move_day", _("Move the whole day …")),
            ("hand_day", _("Hand over the whole day …")),
        ]

    def offers(self, action: str) -> bool:
        # Enter on the list is "Start this call".
        if action in ("sale", "month", "open_match") or (action != "noop" and self._marked_due()):
            return True
        return action in ("call_marked", "open_marked", "dial", "remove") and self._marked_customer() is not None

    async def action_call_marked(self) -> None:
        from counter_tui.screens.begin_call import open_call

        if due := self._marked_due():
            await open_call(self, due.id)
        elif self._marked_customer():
            self.scheduler.agenda_list.choose()

    def action_open_marked(self) -> None:
        if about := self._marked_customer():
            from counter_tui.screens.customer import CustomerScreen

            self.app.push_screen(CustomerScreen(about[0]))

    def action_move_marked(self) -> None:
        if due := self._marked_due():
            from counter_tui.screens.revisit_dialogs import move

            self.run_worker(move(self, due, due.version))

    def action_move_day(self) -> None:
        if planned := self.scheduler.of_the_day:
            from counter_tui.screens.revisit_dialogs import move_day

            self.run_worker(move_day(self, planned, self.scheduler.day))

    def action_hand_day(self) -> None:
        self._hand_over([due.id for due in self.scheduler.of_the_day])

    def action_hand_marked(self) -> None:
        self._hand_over([due.id for due in (self._marked_due(),) if due])

    def _hand_over(self, planned: list[int]) -> None:
        if planned:
            from counter_tui.screens.revisit_dialogs import hand_over

            self.run_worker(hand_over(self, planned))
