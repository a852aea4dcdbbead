"""The Textual app: the records open after the first frame, the keys that act everywhere, and what they open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # read when Textual is imported; long commits are lost with it

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from counter_tui import i18n, leaving
from counter_tui.desk import Desk
from counter_tui.i18n import LANGUAGES, N_, _
from counter_tui.locking import LockingApp
from counter_tui.screens.room import Room
from counter_tui.screens.today import TodayScreen
from counter_tui.settings import Settings, remember, with_language
from counter_tui.text import harden
from counter_tui.widgets import last_values
from counter_tui.widgets.message_line import Kind, MessageLine
from counter_tui.widgets.painting import let_go
from counter_tui.widgets.themes import dress, is_own
from counter_tui.words import sentences

if TYPE_CHECKING:
    from counter_tui.shop.people import ClerkRow
    from counter_tui.shop.tomlfile import Mistake


class CounterApp(LockingApp):
    """One till. `run()` answers a sentence when the shop can't be opened, else None."""

    TITLE = "counter-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "find", N_("Find"), id="app.find", tooltip=N_("Find a customer; what is open stays open")),
        Binding("f5", "today", N_("Today"), id="app.today", tooltip=N_("Back to today's work")),
        Binding("f6", "objections", N_("Objections"), id="app.objections", tooltip=N_("Cards with honest answers")),
        Binding("f9", "menu", N_("Menu"), id="app.menu", tooltip=N_("Everything there is to do, by number")),
        Binding("f1", "help", N_("Help"), id="app.help", tooltip=N_("What this screen is for, and its keys")),
        Binding(
            "f12",
            "lock",
            N_("Lock"),
            priority=True,
            id="app.lock",
            tooltip=N_("Lock the screen; whoever unlocks it is at the counter"),
        ),
        Binding(
            "ctrl+q", "leave", N_("Leave"), show=False, priority=True, id="app.leave", tooltip=N_("Close the program")
        ),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        harden()
        let_go()
        i18n.set_language(settings.language)
        dress(self, settings.theme, plain_letters=settings.plain)
        self.settings = settings
        self.desk = Desk(settings)
        self.clerk: ClerkRow | None = None
        self.clerks: tuple[ClerkRow, ...] = ()
        self.today_screen = TodayScreen()
        self.opened = False
        self.key_mistakes: tuple[Mistake, ...] = ()

    def get_css_variables(self) -> dict[str, str]:
        """Those of the theme that is worn; while Textual begins, with one of its own, nobody asks for a colour."""
        return super().get_css_variables() if is_own(self.theme) else {}

    def apply_theme(self, name: str) -> None:
        """Another theme of the settings, at once and on every screen that is open."""
        dress(self, name, plain_letters=self.settings.plain)

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
        if not self.is_headless:
            leaving.watch(self, self.drafts_kept)

    def _after_first_frame(self) -> None:
        from counter_tui.starting import start

        self.run_worker(start(self), group="start")

    def take_over(self, clerk: ClerkRow) -> None:
        """`clerk` is at the counter from now on, on this till.

        What is open belongs to the till, not to a clerk: it stays, and is noted in the name of whoever saves it. What
        the form kit remembers of the last clerk's typing does not.
        """
        before, self.clerk = self.clerk, clerk
        remember(self.settings, clerk=clerk.id)
        for screen in self.screen_stack:
            if isinstance(screen, Room) and screen.is_mounted:
                screen.retitle()
        if before is not None and before.id != clerk.id:
            last_values.forget(self)
            going_on = any(isinstance(screen, Room) and screen.unsaved() for screen in self.screen_stack)
            here = _("{name} is at the counter now.").format(name=clerk.name)
            self._say(sentences([here, _("What is open stays as it is.") if going_on else ""]))
            self.run_worker(self._read_on(), group="read-on")

    async def _read_on(self) -> None:
        """What stands open is read by who takes over."""
        from counter_tui.shop.files import read_on

        open_files = (getattr(screen, "reads", None) for screen in self.screen_stack)
        await self.desk.ask(read_on, dict.fromkeys(customer for customer in open_files if customer), self.by)

    def _say(self, text: str, kind: Kind = "info") -> None:
        """Put a sentence on the message line of the screen in front, also while the lock stands before it."""
        for screen in reversed(self.screen_stack):
            if lines := screen.query(MessageLine):
                lines.first().say(text, kind)
                return

    async def action_switch_language(self) -> None:
        """The other language, at once, on every screen that is open."""
        codes = list(LANGUAGES)
        code = codes[(codes.index(i18n.language()) + 1) % len(codes)]
        if self.desk.ready:
            await self.desk.speak(code)  # first: a screen that comes to the front meanwhile would mix the two
        i18n.set_language(code)
        self.settings, mistake = with_language(self.settings, code)
        if isinstance(self.front, Room):
            await self.front.on_screen_resume()
        if mistake:
            self._say(mistake, "warn")

    async def action_find(self) -> None:
        from counter_tui.screens.lookup import Lookup

        self.push_screen(Lookup())

    async def action_today(self) -> None:
        """The box is empty and has the focus before the next key is let through, unless something must be asked."""
        if self.front is self.today_screen:
            self.today_screen.to_today()
            self.run_worker(self.today_screen.from_the_top(), group="load", exclusive=True)
        elif any(isinstance(screen, Room) and screen.unsaved() for screen in self.screen_stack):
            self.run_worker(self.back_to_today(), group="back", exclusive=True)
        else:
            await self.back_to_today()

    async def back_to_today(self) -> None:
        """Close what lies over Today, asking wherever something is not saved."""
        while (screen := self.front) is not self.today_screen:
            if isinstance(screen, Room) and not await screen.may_leave():
                return
            with self.stack_of(screen):
                gone = self.pop_screen()
            await gone
        self.today_screen.to_today()

    def action_objections(self) -> None:
        from counter_tui.screens.objections import Objections

        self.push_screen(Objections())

    def action_menu(self) -> None:
        from counter_tui.screens.menu import open_menu

        self.run_worker(open_menu(self), group="menu", exclusive=True)

    def action_help(self) -> None:
        from counter_tui.screens.help import Help

        if isinstance(self.screen, Help):
            self.screen.dismiss(None)
        else:
            self.push_screen(Help(self.screen), mode=self.current_mode)

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

    def action_open_export(self) -> None:
        from counter_tui.screens.exporting import Exporting

        self.push_screen(Exporting())

    def action_open_settings(self) -> None:
        from counter_tui.screens.shop_settings import ShopSettings

        self.push_screen(ShopSettings())

    def action_hand_over(self) -> None:
        from counter_tui.screens.handing_over import hand_over_clerk

        self.run_worker(hand_over_clerk(self.screen), group="dialog", exclusive=True)

    def action_open_undo(self) -> None:
        from counter_tui.screens.undo import Undo

        self.push_screen(Undo())

    def action_open_objection_report(self) -> None:
        from counter_tui.screens.objection_report import ObjectionReportScreen

        self.push_screen(ObjectionReportScreen())

    def action_open_practice(self) -> None:
        from counter_tui.screens.practice import open_practice

        self.run_worker(open_practice(self), group="practice", exclusive=True)

    def action_open_drafts(self) -> None:
        self.run_worker(self._open_drafts(), group="drafts", exclusive=True)

    async def _open_drafts(self) -> None:
        from counter_tui.screens.drafts import LeftUnsaved
        from counter_tui.shop.drafts import left_unsaved

        if left := await self.desk.ask(left_unsaved, self.desk.till):
            self.push_screen(LeftUnsaved(left))
        else:
            self._say(_("There are no drafts."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the records are open there is nothing to find, list or sell; while locked next to nothing may be."""
        if action in ("find", "today", "objections", "menu") and not self.desk.ready:
            return False
        return super().check_action(action, parameters)

    def _handle_exception(self, error: Exception) -> None:
        """What the shop refuses, and a fault of its records, ends nothing: it is said on the screen in front."""
        cause = error.error if isinstance(error, WorkerFailed) else None
        if cause is None or not self.desk.is_refusal(cause):
            super()._handle_exception(error)
            return
        self.bell()
        self._say(str(cause), "error")

    def action_leave(self) -> None:
        """Close the program; what was not saved is kept as a draft and offered next time."""
        self.run_worker(self._leave(), group="leave", exclusive=True)

    async def _leave(self) -> None:
        from counter_tui.widgets.ask import Answer, Confirm

        if why := await self.drafts_kept():
            question = _("What you typed can't be kept now, and would be lost. {why}").format(why=why)
            answers = (Answer("stay", _("Stay here")), Answer("leave", _("Leave all the same"), danger=True))
            if await self.push_screen_wait(Confirm(question, answers)) != "leave":
                return
        self.exit()

    async def drafts_kept(self) -> str:
        """Wait until everything typed and not saved is written as a draft. Answers why something could not be."""
        from counter_tui.screens.drafting import DraftingRoom

        rooms = [screen for screen in self.screen_stack if isinstance(screen, DraftingRoom)]
        return next(filter(None, [await room.draft_kept() for room in rooms]), "")

    async def on_unmount(self) -> None:
        self.desk.close()
