"""The customer's file (mission A2): who they are, their pieces, what is planned, and everything that happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens import revisit_dialogs
from counter_tui.screens.begin_call import open_call, open_unplanned
from counter_tui.screens.promise_dialogs import see_to_promise
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Row, RowList, heading
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.cells import printable
from counter_tui.words import ago, brief_day, day_words, listed, short_day

if TYPE_CHECKING:
    from counter_tui.shop.files import CustomerFile
    from counter_tui.shop.history import Event
    from counter_tui.shop.sales import PlannedRow

LINE_NAMES = {
    "address": N_("Address"),
    "route": N_("How to find it"),
    "occupation": N_("Occupation"),
    "hobbies": N_("Hobbies"),
    "taste": N_("Taste"),
    "recognise": N_("Recognise by"),
    "allergies": N_("Allergies"),
    "wechat": N_("WeChat"),
    "email": N_("E-mail"),
    "best_hours": N_("Best hours"),
}


class CustomerScreen(Room):
    """Left: who and which pieces. Right: what is planned, then the history, newest first."""

    HELP = N_(
        "Left: who this is and what they bought. Right: what is planned, then everything that happened, newest first. "
        "Enter on a planned line starts that call; F2 enters a sale, F7 dials or writes; F9 notes a call that came in."
    )
    CSS_PATH = "customer.tcss"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Call"), id="file.call", tooltip=N_("Start the marked planned call")),
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
        self.customer = customer
        self._words = words
        self._file: CustomerFile | None = None
        self._letters: dict[int | None, dict[str, str]] = {}

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with VerticalScroll(id="who"):
                yield Static(id="facts")
                yield Static(id="pieces")
            yield RowList(((0, 15), (0,)), id="events", can_focus=True, empty=_("Opening the records …"))

    def heading(self) -> str:
        return f"{self._file.name} {self._file.number}" if self._file else ""

    async def load(self) -> None:
        from counter_tui.shop.files import read_file

        self._file = await self.ask(read_file, self.customer, self.counter.by, again=self._file is not None)
        if self._file is not None:
            self.retitle()
            self.query_one("#facts", Static).update(Content("\n".join(_facts(self._file))))
            self.query_one("#pieces", Static).update(Content("\n".join(_pieces(self._file))))
            events = self.query_one("#events", RowList)
            first = events.selected is None
            events.set_rows(list(_rows(self._file)), empty=_("Nothing yet."))
            if first:
                events.action_end(-1)
                self.say(self._words)

    def _planned(self) -> PlannedRow | None:
        key = self.query_one("#events", RowList).selected
        planned = self._file.planned if self._file else ()
        return next((row for row in planned if ("planned", row.id) == key), None)

    @on(RowList.Chosen)
    async def _chosen(self) -> None:
        row = self._planned()
        if row is not None and row.reason == "promise":
            self.run_worker(see_to_promise(self, row.id), group="promise", exclusive=True)
        elif row is not None:
            await open_call(self, row.id)
        else:
            self.say(_("Enter starts a planned call; F9 shows everything else."))

    def action_noop(self) -> None:
        """Enter is taken by the list."""

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
        sales = [(sale.id, _sale_words(sale)) for sale in self._file.sales] if self._file else []
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
            self.run_worker(revisit_dialogs.move(self, row.id, None, row.due))

    def action_hand_over(self) -> None:
        if row := self._planned():
            self.run_worker(revisit_dialogs.hand_over(self, [row.id]))

    def action_cleaned(self) -> None:
        self.run_worker(self._cleaned())

    async def _cleaned(self) -> None:
        """Which pieces were cleaned today; the next cleaning counts from now."""
        from counter_tui.shop.revisits import record_cleaning

        sale = await self._which_sale(_("Cleaned today"))
        if sale is not None:
            await self.ask(record_cleaning, sale, clock.today(), self.counter.by)
            await self.reload()
            self.say(_("Noted: cleaned today. The next cleaning counts from here."))

    def action_consent(self) -> None:
        self.run_worker(self._consent())

    async def _consent(self) -> None:
        from counter_tui.shop.customers import consent

        items = [
            ((True, True), _("News and offers are welcome")),
            ((False, True), _("No news and offers; a service call is fine")),
            ((False, False), _("No calls at all; service by message")),
        ]
        answer = await self.app.push_screen_wait(Pick(_("What does the customer say?"), items))
        if answer is not None:
            granted, calls = answer
            await self.ask(consent, self.customer, granted, self.counter.by, calls=calls)
            await self.reload()

    def menu_items(self) -> list[tuple[str, str]]:
        """What F9 offers for this file."""
        return [
            ("inbound", _("A call from the customer came in")),
            ("call_now", _("Call the customer now")),
            ("correct", _("Correct the file …")),
            ("correct_sale", _("Correct a sale …")),
            ("plan", _("Plan a contact …")),
            ("cleaned", _("Pieces cleaned today")),
            ("consent", _("News and offers: yes or no …")),
            ("move", _("Move the marked contact …")),
            ("hand_over", _("Hand it over to another clerk …")),
            *((key.action, _(key.tooltip)) for key in self.BINDINGS if isinstance(key, Binding)),
            ("home_visit", _("Home visit: sheet …")),
        ]

    def offers(self, action: str) -> bool:
        return self._planned() is not None or action not in ("move", "hand_over", "remove", "noop")


def _facts(file: CustomerFile) -> Iterator[str]:
    from counter_tui.shop.entry import choices

    klass = _("A · has bought") if file.klass == "A" else _("B · has not bought yet")
    yield printable(f"{file.address_form}  {file.number}" if file.address_form != file.name else file.number)
    yield klass
    if file.klass == "B" and file.why_not:
        yield _("Why not: {words}").format(words=printable(file.why_not))
    for phone in file.phones:
        yield f"{printable(phone.words)} {_phone_state(phone)}".rstrip()
        if phone.shared:
            yield "  " + _("also: {names}").format(names=printable(listed(phone.shared)))
    for kind, words in file.dates:
        yield _named(choices.label(choices.DATE_KINDS, kind), words)
    if file.temperament:
        yield _named(_("Temperament"), choices.label(choices.TEMPERAMENTS, file.temperament))
    yield _("News and offers: {answer}").format(answer=_promotion(file.promotion))
    if file.ring_mm:
        yield _("Ring size: {size}").format(size=file.ring_mm)
    for name, value in file.lines:
        yield _named(_(LINE_NAMES[name]), value)
    if file.channel:
        yield _named(_("Best way"), choices.label(choices.CHANNELS, file.channel))
    if file.note:
        yield printable(file.note)
    yield _("First visit: {day}").format(day=day_words(file.first_visit))


def _pieces(file: CustomerFile) -> Iterator[str]:
    for at, sale in enumerate(file.sales):
        if at:
            yield ""
        gift = " · " + _("gift") if sale.pieces and sale.pieces[0].gift else ""
        yield day_words(sale.day) + gift
        for piece in sale.pieces:
            yield f"  {printable(piece.words)}"
            if piece.details:
                yield f"  {printable(piece.details)}"
        if sale.cleaned_on:
            yield "  " + _("cleaned {when}").format(when=ago(sale.cleaned_on, clock.today()))


def _named(name: str, words: str) -> str:
    return _("{name}: {words}").format(name=name, words=printable(words))


def _phone_state(phone) -> str:
    if phone.wrong_since:
        return _("(wrong since {day})").format(day=short_day(phone.wrong_since))
    return "" if phone.verified else _("(not verified)")


def _promotion(answer: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: _("not asked yet")}[answer]


def _sale_words(sale) -> str:
    return f"{day_words(sale.day)} · " + listed(piece.words for piece in sale.pieces)


def _rows(file: CustomerFile) -> Iterator[Row]:
    if file.planned:
        yield heading(_("planned ({n})").format(n=len(file.planned)), "accent")
    for row in file.planned:
        yield Row(_planned_lines(row), key=("planned", row.id))
    if file.events:
        yield heading(_("so far ({n})").format(n=len(file.events)), "accent")
    for at, event in enumerate(file.events):
        yield Row(_event_lines(event), key=("event", at))


def _planned_lines(row: PlannedRow):
    from counter_tui.shop.wording import channel_words, reason_words, window_words

    when = window_words(row.due, row.closes, clock.today(), row.hour)
    if row.waits:
        when = _("after the first")
    told = " · ".join(part for part in (channel_words(row.channel), row.topic, row.clerk) if part)
    late = row.closes < clock.today() and not row.waits
    return ((reason_words(row.reason), "strong"), (when, "error" if late else "")), ((told, "muted"),)


def _event_lines(event: Event):
    day_only = event.at.hour == 0 and event.at.minute == 0
    when = brief_day(event.at.date()) if day_only else f"{brief_day(event.at.date())} {event.at:%H:%M}"
    if event.at.year != clock.today().year:
        when = f"{event.at:%Y-%m-%d}"
    lines = [((event.title, "strong" if event.kind in ("sale", "contact") else ""), (when, "muted"))]
    told = [*event.lines]
    if event.clerk:
        told = [*told[:-1], f"{told[-1]} · {event.clerk}"] if told else [event.clerk]
    return (*lines, *(((line, "muted"),) for line in told))
