"""The Textual app: the records open after the first frame, who is at the counter, the keys that act everywhere."""

from __future__ import annotations

import os
import select
import sys
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # read when Textual is imported; long commits are lost with it

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from counter_tui import i18n
from counter_tui.desk import Desk
from counter_tui.i18n import LANGUAGES, N_, _
from counter_tui.screens.room import Room
from counter_tui.screens.today import TodayScreen
from counter_tui.settings import Settings, remember, till, with_language
from counter_tui.text import harden
from counter_tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from counter_tui.shop.people import ClerkRow


class CounterApp(App[str]):
    """One till. `run()` answers a sentence when the shop can't be opened, else None."""

    TITLE = "counter-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "find", N_("Find"), id="app.find", tooltip=N_("Find a customer; what is open stays open")),
        Binding("f5", "today", N_("Today"), id="app.today", tooltip=N_("Back to today's work")),
        Binding("f6", "objections", N_("Objections"), id="app.objections", tooltip=N_("Cards with honest answers")),
        Binding("f12", "clerk", N_("Clerk"), id="app.clerk", tooltip=N_("Somebody else is at the counter")),
        Binding("f9", "menu", N_("Menu"), id="app.menu", tooltip=N_("Everything there is to do, by number")),
        Binding("f1", "help", N_("Help"), id="app.help", tooltip=N_("What this screen is for, and its keys")),
        Binding(
            "ctrl+q", "leave", N_("Leave"), show=False, priority=True, id="app.leave", tooltip=N_("Close the program")
        ),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        harden()
        i18n.set_language(settings.language)
        self.settings = settings
        self.desk = Desk(settings)
        self.clerk: ClerkRow | None = None
        self.clerks: tuple[ClerkRow, ...] = ()
        self.today_screen = TodayScreen()
        self.opened = False

    @property
    def clerk_name(self) -> str:
        """Who is at the counter, or nothing before anybody is."""
        return self.clerk.name if self.clerk else ""

    @property
    def by(self) -> int | None:
        """The id of who is at the counter."""
        return self.clerk.id if self.clerk else None

    def get_default_screen(self) -> Screen[Any]:
        return self.today_screen

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_frame)
        if hasattr(select, "poll") and not self.is_headless:
            Thread(target=_end_with_the_terminal, name="terminal", daemon=True).start()

    def _after_first_frame(self) -> None:
        self.run_worker(self._start(), group="start")

    async def _start(self) -> None:
        """Open the records, or say why not and leave; then see who is here and what was left unsaved."""
        from counter_tui.models.opening import OpenError

        first_time = not self.settings.name
        if first_time:
            from counter_tui.screens.first_start import FirstStart

            self.settings = await self.push_screen_wait(FirstStart(self.settings))
            self.desk.settings = self.settings
        try:
            await self.desk.open()
        except (OpenError, OSError) as error:
            self.exit(str(error), return_code=1)
            return
        await self._who_is_here()
        await self.today_screen.opened()
        if first_time:
            await self._how_to_begin()
        await self._offer_drafts()
        self.opened = True
        await self.desk.ask(_warm_up)

    async def _how_to_begin(self) -> None:
        """A new shop has its customers in a spreadsheet, or none yet."""
        from counter_tui.widgets.ask import Pick

        ways = [("empty", _("Start with an empty shop")), ("takeover", _("Take over a spreadsheet"))]
        if await self.push_screen_wait(Pick(_("The shop is open. How does it begin?"), ways)) == "takeover":
            self.action_open_takeover()

    async def _who_is_here(self) -> None:
        from counter_tui.shop.people import add_clerk, clerks

        known = await self.desk.ask(clerks)
        facts = till(self.settings)
        if not known:
            known = (await self.desk.ask(add_clerk, facts.get("first_clerk") or self.settings.name),)
        last = next((clerk for clerk in known if clerk.id == facts.get("clerk")), known[0])
        self.clerks = tuple(known)
        self.take_over(last)

    def take_over(self, clerk: ClerkRow) -> None:
        """`clerk` is at the counter from now on, on this till."""
        self.clerk = clerk
        remember(self.settings, clerk=clerk.id)
        for screen in self.screen_stack:
            if isinstance(screen, Room) and screen.is_mounted:
                screen.retitle()

    async def _offer_drafts(self) -> None:
        from counter_tui.shop.drafts import left_unsaved

        if left := await self.desk.ask(left_unsaved, self.desk.till):
            from counter_tui.screens.drafts import LeftUnsaved

            self.push_screen(LeftUnsaved(left, at_start=True))

    async def action_switch_language(self) -> None:
        """The other language, at once, on every screen that is open."""
        codes = list(LANGUAGES)
        code = codes[(codes.index(i18n.language()) + 1) % len(codes)]
        i18n.set_language(code)
        self.settings = with_language(self.settings, code)
        if self.desk.ready:
            await self.desk.speak(code)
        if isinstance(self.screen, Room):
            await self.screen.on_screen_resume()

    async def action_find(self) -> None:
        from counter_tui.screens.lookup import Lookup

        self.push_screen(Lookup())

    def action_today(self) -> None:
        self.run_worker(self._back_to_today(), group="back", exclusive=True)

    async def _back_to_today(self) -> None:
        """Close what lies over Today, asking wherever something is not saved."""
        while self.screen is not self.today_screen:
            screen = self.screen
            if isinstance(screen, Room) and not await screen.may_leave():
                return
            await self.pop_screen()
        self.today_screen.to_today()

    def action_objections(self) -> None:
        from counter_tui.screens.objections import Objections

        self.push_screen(Objections())

    def action_menu(self) -> None:
        from counter_tui.screens.menu import open_menu

        self.run_worker(open_menu(self), group="menu", exclusive=True)

    def action_help(self) -> None:
        from counter_tui.screens.help import Help

        self.push_screen(Help(self.screen))

    def action_clerk(self) -> None:
        from counter_tui.screens.clerk import choose_clerk

        self.run_worker(choose_clerk(self), group="clerk", exclusive=True)

    def action_open_sale(self) -> None:
        from counter_tui.screens.customer import CustomerScreen
        from counter_tui.screens.sale import SaleScreen

        if isinstance(self.screen, CustomerScreen):
            self.screen.action_sale()
        else:
            self.push_screen(SaleScreen())

    def action_open_visit(self) -> None:
        from counter_tui.screens.customer import CustomerScreen
        from counter_tui.screens.visit import VisitScreen

        if isinstance(self.screen, CustomerScreen):
            self.screen.action_visit()
        else:
            self.push_screen(VisitScreen())

    def action_open_new_file(self) -> None:
        from counter_tui.screens.customer_form import CustomerForm

        self.push_screen(CustomerForm())

    def action_open_takeover(self) -> None:
        from counter_tui.screens.takeover import Takeover

        self.push_screen(Takeover())

    def action_open_drafts(self) -> None:
        self.run_worker(self._open_drafts(), group="drafts", exclusive=True)

    async def _open_drafts(self) -> None:
        from counter_tui.screens.drafts import LeftUnsaved
        from counter_tui.shop.drafts import left_unsaved

        self.push_screen(LeftUnsaved(await self.desk.ask(left_unsaved, self.desk.till)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the records are open there is nothing to find, list or sell."""
        if action in ("find", "today", "objections", "menu", "clerk"):
            return self.desk.ready
        return True

    def _handle_exception(self, error: Exception) -> None:
        """What the shop refuses, and a fault of its records, ends nothing: it is said on the screen in front."""
        cause = error.error if isinstance(error, WorkerFailed) else None
        if cause is None or not self.desk.is_refusal(cause):
            super()._handle_exception(error)
            return
        self.bell()
        for screen in reversed(self.screen_stack):
            if lines := screen.query(MessageLine):
                lines.first().say(str(cause), "error")
                return

    async def action_leave(self) -> None:
        """Close the program; what was not saved is kept as a draft and offered next time."""
        self.exit()

    async def on_unmount(self) -> None:
        self.desk.close()


def _warm_up(_shop: object) -> None:
    """Read what the first broad search needs before anybody types it."""
    from counter_tui.shop.key_search import read_recent

    read_recent()


def _end_with_the_terminal() -> None:
    """End when the terminal hangs up and no signal says so: Textual would go on reading it at full speed for ever.

    There is nobody left to tell, and what was typed is kept as a draft with every change.
    """
    hung_up = select.poll()
    hung_up.register(sys.__stdin__.fileno(), 0)
    hung_up.poll()
    os._exit(128 + 1)  # as a shell reports SIGHUP
