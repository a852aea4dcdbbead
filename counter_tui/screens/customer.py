"""The customer's file (mission A2): who they are, their pieces, what is planned, and everything that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens import file_deeds, revisit_dialogs
from counter_tui.screens.begin_call import begin_planned, open_unplanned
from counter_tui.screens.file_lines import facts, pieces, rows, sale_words
from counter_tui.screens.promise_dialogs import see_to_promise
from counter_tui.screens.room import Room
from counter_tui.text import LINE_LENGTH, clean
from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from counter_tui.shop.files import CustomerFile
    from counter_tui.shop.history import Event
    from counter_tui.shop.sales import PlannedRow


class CustomerScreen(Room):
    """Left: who and which pieces. Right: what is planned, then the history, newest first."""

    HELP = N_(
        "Left: who this is and what they bought. Right: what is planned, then everything that happened, newest first. "
        "Enter on a planned line starts that call, on what happened shows all of it; F2 enters a sale, F7 dials or "
        "writes, F9 notes a call that came in, and what you type finds somebody else."
    )
    CSS_PATH = "customer.tcss"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Call"), id="file.call", tooltip=N_("Start the marked planned call")),
        Binding("enter", "read", N_("Read"), id="file.read", tooltip=N_("Read in full what happened")),
        Binding("f2", "sale", N_("Sale"), id="file.sale", tooltip=N_("Enter a sale to this customer")),
        Binding(
            "f7", "dial", N_("Dial"), id="file.dial", tooltip=N_("The number, or the words, as a code for the phone")
        ),
        Binding("f8", "remove", N_("Take off"), id="file.remove", tooltip=N_("Take the marked contact off the list")),
        Binding("escape", "back", N_("Back"), id="file.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self, customer: int, words: str = "") -> None:
        """`words` stand on the message line when the file opens."""
        super().__init__()
        self.customer = self.reads = customer
        self._words = words
        self._file: CustomerFile | None = None
        self._letters: dict[int | None, dict[str, str]] = {}

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with VerticalScroll(id="who"):
                yield Paragraphs(id="facts")
                yield Paragraphs(id="pieces")
            yield RowList(((0, 15), (0,)), id="events", can_focus=True, empty=_("Opening the records …"))

    def heading(self) -> str:
        return f"{self._file.name} {self._file.number}" if self._file else ""

    async def load(self) -> None:
        from counter_tui.shop.files import read_file

        self._file = await self.ask(read_file, self.customer, self.counter.by, again=self._file is not None)
        if self._file is not None:
            self.retitle()
            self.query_one("#facts", Paragraphs).update(Content("\n".join(facts(self._file))))
            self.query_one("#pieces", Paragraphs).update(Content("\n".join(pieces(self._file))))
            events = self.query_one("#events", RowList)
            first = events.selected is None
            events.set_rows(list(rows(self._file)), empty=_("Nothing yet."))
            if first:
                events.action_end(-1)
                self.say(self._words)

    def on_screen_suspend(self) -> None:
        """What was said here is old when one comes back from another screen; a question over this one leaves it."""
        if isinstance(self.counter.front, Room):
            self.say("")

    def _planned(self) -> PlannedRow | None:
        key = self.query_one("#events", RowList).selected
        planned = self._file.planned if self._file else ()
        return next((row for row in planned if ("planned", row.id) == key), None)

    def _marked_event(self) -> Event | None:
        """What happened, on the marked line."""
        key = self.query_one("#events", RowList).selected
        kind, at = key if isinstance(key, tuple) else ("", 0)
        return self._file.events[at] if kind == "event" and self._file else None

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        row = self._planned()
        if row is not None and row.reason == "promise":
            self.run_worker(see_to_promise(self, row.id), group="promise", exclusive=True)
        elif row is not None:
            self.run_worker(begin_planned(self, row, self.action_dial), group="begin", exclusive=True)
        else:
            self.action_read()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """What is typed here is meant for the box, as on Today, and so is the Enter behind it."""
        if event.is_printable and event.character:
            self._find(event.character)

    def on_paste(self, event: events.Paste) -> None:
        self._find(event.text[:LINE_LENGTH])

    def _find(self, typed: str) -> None:
        from counter_tui.screens.lookup import Lookup

        if typed := clean(typed):
            self.app.push_screen(Lookup(typed))

    def action_noop(self) -> None:
        """Enter is taken by the list."""

    def action_read(self) -> None:
        from counter_tui.screens.happening import Happening

        if (event := self._marked_event()) is not None:
            self.app.push_screen(Happening(event))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter on a planned line calls, on another one reads."""
        if action in ("noop", "read") and self.is_mounted:
            return (action == "read") == (self._marked_event() is not None)
        return super().check_action(action, parameters)

    def action_sale(self) -> None:
        from counter_tui.screens.sale import SaleScreen

        if self._file is not None:
            self.app.push_screen(SaleScreen(self.customer, f"{self._file.number} {self._file.name}"))

    def action_visit(self) -> None:
        from counter_tui.screens.visit import VisitScreen

        if self._file is not None:
            self.app.push_screen(VisitScreen(self.customer, f"{self._file.number} {self._file.name}"))

    def action_correct(self) -> None:
        from counter_tui.screens.customer_form import CustomerForm

        self.app.push_screen(CustomerForm(customer=self.customer))

    def action_correct_sale(self) -> None:
        self.run_worker(self._correct_sale())

    async def _correct_sale(self) -> None:
        from counter_tui.screens.sale import SaleScreen

        sale = await self._which_sale(_("Correct a sale"))
        if sale is not None and self._file is not None:
            name = f"{self._file.number} {self._file.name}"
            self.app.push_screen(SaleScreen(self.customer, name, correct=sale))

    async def _which_sale(self, title: str) -> int | None:
        """The only sale there is, or the one the clerk picks."""
        sales = [(sale.id, sale_words(sale)) for sale in self._file.sales] if self._file else []
        if not sales:
            self.say(_("There is no piece on file."))
            return None
        return sales[0][0] if len(sales) == 1 else await self.app.push_screen_wait(Pick(title, sales))

    async def action_inbound(self) -> None:
        await open_unplanned(self, self.customer, "in")

    async def action_call_now(self) -> None:
        await open_unplanned(self, self.customer, "out")

    def action_dial(self) -> None:
        self.run_worker(self._dial(), group="dial", exclusive=True)

    async def _dial(self) -> None:
        """The number, or where the marked contact is by message its words."""
        from counter_tui.screens.sent import send_and_note

        row = self._planned()
        revisit = row.id if row else None
        edited = self._letters.setdefault(revisit, {})
        await send_and_note(self, self.customer, revisit=revisit, edited=edited, traced=True)

    def action_home_visit(self) -> None:
        self.run_worker(self._home_visit(), group="dial", exclusive=True)

    async def _home_visit(self) -> None:
        """The sheet of the marked visit, else of the next one; from it to the number."""
        from counter_tui.screens.sent import send_and_note

        row = self._planned()
        revisit = row.id if row and row.channel == "visit" else None
        edited = self._letters.setdefault(revisit, {})
        await send_and_note(self, self.customer, revisit=revisit, channel="visit", edited=edited, traced=True)

    def action_plan(self) -> None:
        self.run_worker(revisit_dialogs.plan_by_hand(self, self.customer))

    def action_remove(self) -> None:
        if row := self._planned():
            self.run_worker(revisit_dialogs.remove(self, row.id, None, row.reason))

    def action_move(self) -> None:
        if row := self._planned():
            self.run_worker(revisit_dialogs.move(self, row))

    def action_hand_over(self) -> None:
        if row := self._planned():
            self.run_worker(revisit_dialogs.hand_over(self, [row.id]))

    def action_cleaned(self) -> None:
        self.run_worker(self._cleaned())

    async def _cleaned(self) -> None:
        """Which pieces were cleaned today; the next cleaning counts from now."""
        from counter_tui.shop.revisits import record_cleaning

        sale = await self._which_sale(_("Cleaned today"))
        if sale is not None and await self.done(record_cleaning, sale, clock.today(), self.counter.by):
            await self.reload()
            self.say(_("Noted: cleaned today. The next cleaning counts from here."))

    def action_consent(self) -> None:
        self.run_worker(self._consent())

    async def _consent(self) -> None:
        if self._file is not None and await file_deeds.hear(self, self._file):
            await self.reload()

    def action_promise(self) -> None:
        self.run_worker(file_deeds.note_promise(self, self.customer))

    def action_complaint(self) -> None:
        self.run_worker(file_deeds.note_complaint(self, self.customer))

    def action_close_complaint(self) -> None:
        self.run_worker(file_deeds.close_complaint(self, self.customer))

    def action_talk(self) -> None:
        self.run_worker(file_deeds.talk(self, self.customer))

    def menu_items(self) -> list[tuple[str, str]]:
        """What F9 offers for this file."""
        keys = [key for key in self.BINDINGS if isinstance(key, Binding)]
        return [
            ("inbound", _("A call from the customer came in")),
            ("call_now", _("Call the customer now")),
            ("correct", _("Correct the file …")),
            ("correct_sale", _("Correct a sale …")),
            ("plan", _("Plan a contact …")),
            ("cleaned", _("Pieces cleaned today")),
            ("consent", _("News, offers and reminders: yes or no …")),
            ("move", _("Move the marked contact …")),
            ("hand_over", _("Hand it over to another clerk …")),
            *((key.action, _(key.tooltip)) for key in keys if key.action != "read"),
            ("home_visit", _("Home visit: sheet …")),
            ("promise", _("Promise something …")),
            ("complaint", _("Note a complaint …")),
            ("close_complaint", _("Close a complaint …")),
            ("talk", _("Go through a script …")),
            ("read", _("Read in full what happened")),
        ]

    def offers(self, action: str) -> bool:
        return self._planned() is not None or action not in ("move", "hand_over", "remove", "noop")
