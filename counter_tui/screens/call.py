"""A call (mission C4, D1): the script as a checklist, the words filled in; Enter ticks, typing notes."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.call_words import about, lead
from counter_tui.screens.drafting import DraftingRoom
from counter_tui.screens.room import Room
from counter_tui.widgets.beside import Beside, history_lines, so_far
from counter_tui.widgets.cells import printable
from counter_tui.widgets.checklist import Checklist
from counter_tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from counter_tui.shop.call_entry import CallEntry, ObjectionEntry
    from counter_tui.shop.calls import CallSheet


async def open_call(room: Room, revisit: int) -> None:
    """Start a planned contact, or go on with it where it was parked."""
    from counter_tui.shop.calls import prepare
    from counter_tui.shop.drafts import parked_call

    sheet = await room.ask(prepare, revisit, room.counter.by)
    if sheet is None:
        await room.reload()
        return
    parked = await room.ask(parked_call, revisit, room.counter.desk.till)
    if parked is None:
        room.app.push_screen(CallScreen(sheet))
    else:
        room.app.push_screen(CallScreen(sheet, uuid=parked.uuid, draft=parked.data))


async def open_unplanned(room: Room, customer: int, direction: str) -> None:
    """A call that came in, or one the clerk just makes."""
    from counter_tui.shop.calls import prepare_unplanned

    sheet = await room.ask(prepare_unplanned, customer, direction, room.counter.by)
    if sheet is not None:
        room.app.push_screen(CallScreen(sheet))


class CallScreen(DraftingRoom):
    """Left the script, right the customer. Everything typed at a step is its note."""

    FORM = "call"
    HELP = N_(
        "Enter ticks the step and goes on; whatever you type is noted at the step you are at. "
        "F6 opens the objection cards and comes back here; F2 asks how it ended and what comes next. "
        "Esc parks the call: nothing is lost, and it stays on the list."
    )
    CSS_PATH = "call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Tick"), id="call.tick", tooltip=N_("Tick this step and go on")),
        Binding("f2", "finish", N_("Done"), id="call.finish", tooltip=N_("How it ended, and what comes next")),
        Binding(
            "f6",
            "objection",
            N_("Cards"),
            id="call.objection",
            tooltip=N_("Cards with honest answers, over the call"),
        ),
        Binding(
            "f7", "dial", N_("Dial"), id="call.dial", tooltip=N_("The number, or the words, as a code for the phone")
        ),
        Binding("f8", "broke_off", N_("Broke"), id="call.broke_off", tooltip=N_("The line broke: call back at once")),
        Binding("escape", "back", N_("Park"), id="call.park", tooltip=N_("Leave it for now; it stays on the list")),
        Binding("pageup", "about(-1)", N_("Page up"), show=False, id="call.about_up", tooltip=N_("Customer: page up")),
        Binding(
            "pagedown", "about(1)", N_("Page down"), show=False, id="call.about_down", tooltip=N_("Customer: page down")
        ),
    ]

    def __init__(self, sheet: CallSheet, *, uuid: str = "", draft: dict[str, Any] | None = None) -> None:
        super().__init__(uuid)
        self.sheet = sheet
        self._draft = draft
        self._started = dt.datetime.fromisoformat(draft["started"]) if draft else clock.now()
        self._since = time.monotonic() - (draft or {}).get("seconds", 0)
        self.objections: list[ObjectionEntry] = []
        self.dialled: str = (draft or {}).get("dialled", "")
        self._letters: dict[str, str] = (draft or {}).get("letters", {})
        self._words: dict[str, str] = {name: (draft or {}).get(name, "") for name in ("said", "request")}

    def heading(self) -> str:
        return f"{self.sheet.title} · {self.sheet.customer}"

    def compose_body(self) -> ComposeResult:
        sheet = self.sheet
        yield Static(Content(printable(lead(sheet))), id="aim")
        with Horizontal(id="panes"):
            yield Checklist(sheet.steps, id="script")
            with VerticalScroll(id="who", can_focus=False):
                yield Static(Content("\n".join(printable(line) for line in about(sheet))), id="facts")
            yield Beside(self.counter.desk, so_far, history_lines, _("So far"), id="past")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that act; the one that dials is said to send where the contact is by message."""
        known = super().active_bindings
        for key, active in known.items():
            if active.binding.id == "call.dial" and self._is_written:
                known[key] = active._replace(binding=replace(active.binding, description=_("Send")))
        return known

    @property
    def _is_written(self) -> bool:
        return self.sheet.channel not in ("phone", "visit")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a line can break."""
        return not self._is_written if action == "broke_off" else super().check_action(action, parameters)

    @property
    def script(self) -> Checklist:
        return self.query_one(Checklist)

    async def on_mount(self) -> None:
        if self._draft is not None:
            from counter_tui.shop.call_entry import ObjectionEntry

            self.script.restore(self._draft.get("steps", {}))
            self.objections = [ObjectionEntry(**raised) for raised in self._draft.get("objections", ())]
        self.script.focus_current()
        self.query_one(Beside).show_customer(self.sheet.customer_id)
        self.set_interval(1, self._tick)
        self._tick()
        why = self.sheet.may.words
        if why:
            self.say(_("Not now: {why}.").format(why=why), "warn")
        else:
            self.say(self._manners())

    def _manners(self) -> str:
        return " ".join(self.sheet.manners[:1])

    @property
    def seconds(self) -> int:
        """How long the call has lasted."""
        return int(time.monotonic() - self._since)

    def _tick(self) -> None:
        self.query_one(TitleLine).state = f"{self.seconds // 60:02d}:{self.seconds % 60:02d}"

    # What is kept

    def draft_title(self) -> str:
        return f"{self.sheet.title} · {self.sheet.customer}"

    def draft_data(self) -> dict[str, Any]:
        from dataclasses import asdict

        return {
            "customer": self.sheet.customer_id,
            "revisit": self.sheet.revisit,
            "direction": self.sheet.direction,
            "started": self._started.isoformat(),
            "seconds": self.seconds,
            "steps": self.script.state(),
            "objections": [asdict(raised) for raised in self.objections],
            "dialled": self.dialled,
            "letters": self._letters,
            **self._words,
        }

    def unsaved(self) -> bool:
        noted = self.objections or self._letters or any(self._words.values())
        return self.script.touched or bool(noted)

    async def may_leave(self) -> bool:
        """Parking a call asks nothing: what was noted stays as a draft, and the contact stays on the list."""
        if not self.unsaved():
            await self.discard()
            return True
        below = self.app.screen_stack[-2]
        if isinstance(below, Room):
            below.say(_("Parked with its notes: Enter on its line goes on where you were."))
        return True

    def carry(self) -> Any:
        return self.script.state()

    def restore(self, carried: Any) -> None:
        self.script.restore(carried)
        self.script.focus_current()

    @on(Checklist.Changed)
    def _changed(self) -> None:
        self.keep_draft()

    @on(Checklist.Through)
    def _through(self) -> None:
        self.say(_("All steps ticked. F2 finishes."))

    # Keys

    def action_noop(self) -> None:
        """Enter is taken by the checklist."""

    def action_about(self, by: int) -> None:
        pane = self.query_one("#who")
        pane.scroll_relative(y=by * max(pane.size.height - 1, 1), animate=False)

    def action_objection(self) -> None:
        self.run_worker(self._objection(), group="objection", exclusive=True)

    async def _objection(self) -> None:
        from counter_tui.screens.objections import Objections

        raised = await self.app.push_screen_wait(Objections(self.sheet.card_facts, logging=True))
        if raised is not None:
            self.objections.append(raised)
            self.keep_draft()
            card = self.counter.desk.shop.cards.get(raised.card)
            self.say(_("Noted: {card}").format(card=card.title if card else raised.card))
        self.script.focus_current()

    def action_dial(self) -> None:
        self.run_worker(self._dial(), group="dial", exclusive=True)

    async def _dial(self) -> None:
        from counter_tui.screens.send import dial_or_send

        sheet = self.sheet
        dialled = await dial_or_send(
            self, sheet.customer_id, revisit=sheet.revisit, channel=sheet.channel, edited=self._letters, traced=True
        )
        self.dialled = dialled or self.dialled
        if self.unsaved():
            self.keep_draft()
        self.script.focus_current()

    def action_finish(self) -> None:
        self.run_worker(self._finish(), group="finish", exclusive=True)

    def action_broke_off(self) -> None:
        self.run_worker(self._finish("broke_off"), group="finish", exclusive=True)

    async def _finish(self, outcome: str = "") -> None:
        from counter_tui.screens.outcome import ask_outcome

        entry = await ask_outcome(self, outcome)
        if entry is None:
            self.script.focus_current()
            return
        await self._save(entry)

    async def _save(self, entry: CallEntry) -> None:
        from counter_tui.screens.outcome import saved_words
        from counter_tui.shop.outcomes import finish

        await self.settle_draft()
        saved = await self.ask(finish, entry, self.counter.by)
        if saved is None:
            self.reopen_draft()
            return
        self.dismiss(None)
        below = self.app.screen_stack[-1]
        if isinstance(below, Room):
            below.say(saved_words(saved))  # it loads by itself; waiting for that, this worker would end with its screen

    def entry(self, outcome: str) -> CallEntry:
        """The contact as it stands, with this outcome."""
        from counter_tui.shop.call_entry import CallEntry, TickEntry

        sheet, ticks = self.sheet, self.script.state()["steps"]
        titles = {step.id: step.title for step in sheet.steps}
        return CallEntry(
            customer=sheet.customer_id,
            outcome=outcome,
            started=self._started,
            uuid=self.uuid,
            revisit=sheet.revisit,
            direction=sheet.direction,
            channel=sheet.channel,
            reason=sheet.reason,
            topic=sheet.topic,
            script=sheet.script,
            seconds=self.seconds,
            ticks=tuple(TickEntry(step, titles.get(step, ""), done, note) for step, (done, note) in ticks.items()),
            objections=tuple(self.objections),
            dialled=self.dialled,
            **self._words,
        )
