"""A call (mission C4, D1): the script as a checklist with its words; a digit answers, typing notes, Enter ticks."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from counter_tui.i18n import N_, _
from counter_tui.screens import came_up
from counter_tui.screens.begin_call import go_over
from counter_tui.screens.call_state import RENEW, CallState
from counter_tui.screens.call_words import about, lead
from counter_tui.screens.room import Room
from counter_tui.widgets.beside import Beside, history_lines, so_far
from counter_tui.widgets.cells import printable
from counter_tui.widgets.checklist import Checklist
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from counter_tui.shop.call_entry import CallEntry
    from counter_tui.shop.sending import SentWords


class CallScreen(CallState):
    """Left the script, right the customer. Everything typed at a step is its note, or the answer to its question."""

    HELP = N_(
        "Enter ticks the step and goes on; while its note is empty a digit takes the answer with that number and "
        "Backspace takes it back, whatever else you type is its note, and behind a note Enter asks for the answer. "
        "F9 notes a complaint, a promise, work, a date or a sign at any time, F6 opens the cards, F2 finishes. "
        "Esc parks the call with all that stands here, and Tab goes over to the one you parked before."
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
        Binding("tab", "other", N_("Other call"), id="call.other", tooltip=N_("Park this call; on with the other one")),
        Binding(
            "pageup",
            "about(-1)",
            N_("Page up"),
            show=False,
            id="call.about_up",
            tooltip=N_("The step's words, then the customer: page up"),
        ),
        Binding(
            "pagedown",
            "about(1)",
            N_("Page down"),
            show=False,
            id="call.about_down",
            tooltip=N_("The step's words, then the customer: page down"),
        ),
    ]

    _wanted = False
    """Whether the message line says what a step still wants."""

    def heading(self) -> str:
        return f"{self.sheet.title} · {self.sheet.customer}"

    def compose_body(self) -> ComposeResult:
        sheet = self.sheet
        yield Paragraphs(Content(printable(lead(sheet))), id="aim")
        with Horizontal(id="panes"):
            yield Checklist(sheet.steps, id="script")
            with VerticalScroll(id="who", can_focus=False):
                yield Paragraphs(self._facts(), id="facts")
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
        from counter_tui.shop.sending import WRITTEN

        return self.sheet.channel in WRITTEN

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a line can break, and only a call that was parked can be gone over to."""
        if action == "broke_off":
            return self.sheet.channel in ("phone", "visit")
        if action in ("other", "parked"):
            return bool(self.others)
        return super().check_action(action, parameters)

    def menu_items(self) -> list[tuple[str, str]]:
        """What comes up in a call, always within reach."""
        return [
            ("note('complaint')", _("Note a complaint …")),
            ("note('promise')", _("Note a promise …")),
            ("note('care')", _("Work on a piece is wanted …")),
            ("note('diary')", _("A date for the diary …")),
            ("note('sign')", _("A sign that it may come back …")),
            ("change_noted", _("Change or take back what was noted …")),
            ("parked", _("Go on with a parked call …")),
        ]

    def offers(self, action: str) -> bool:
        return bool(self.noted) if action == "change_noted" else super().offers(action)

    async def on_mount(self) -> None:
        if self._draft:
            from counter_tui.shop.call_entry import ObjectionEntry

            self.script.restore(self._draft.get("steps", {}))
            self.objections = [ObjectionEntry(**raised) for raised in self._draft.get("objections", ())]
            self.script.remember(self.sheet.broken.steps if self.sheet.broken else ())
        elif self.sheet.broken is not None:
            self.script.resume(self.sheet.broken.steps)
            aim = self.query_one("#aim", Paragraphs).add_class("-broken")
            aim.update(Content(printable(lead(self.sheet, self.script.current))))
        self.script.focus_current()
        self.query_one(Beside).show_customer(self.sheet.customer_id)
        self.every(1, self._tick)
        self.every(RENEW, self.renew)
        self._tick()
        if self.half_card:
            self.action_objection()
        if why := self.held_back:
            self.say(why, "warn")
        else:
            self.say(" ".join(self.sheet.manners[:1]))

    def _facts(self) -> Content:
        return Content("\n").join(about(self.sheet, self.noted))

    def _tick(self) -> None:
        self.query_one(TitleLine).state = f"{self.seconds // 60:02d}:{self.seconds % 60:02d}"

    @on(Checklist.Changed)
    def _gone_on(self) -> None:
        self.keep_draft()
        if self._wanted:
            self._wanted = False
            self.say("")

    @on(Checklist.Through)
    def _through(self) -> None:
        self.say(_("All steps ticked. F2 finishes."))

    @on(Checklist.Wrong)
    def _wrong(self, event: Checklist.Wrong) -> None:
        self._wanted = True
        self.say(event.words, "error")

    # What comes up

    @on(Checklist.Led)
    def _led(self, event: Checklist.Led) -> None:
        """An answer leads to something: its form opens, unless that was noted from this step before."""
        if event.leads in came_up.TITLES and event.step not in [one.step for one in self.noted]:
            self.run_worker(self._note(event.leads, event.step, event.note), group="note", exclusive=True)

    def action_note(self, kind: str) -> None:
        """F9: a complaint, a promise, work, a date or a sign, whatever the step."""
        self.run_worker(self._note(kind), group="note", exclusive=True)

    async def _note(self, kind: str, step: str = "", note: str = "") -> None:
        one = await came_up.ask(self, kind, step=step, note=note)
        if one is not None:
            self._renote([*self.noted, one], _("Noted: {what}").format(what=came_up.noted_words(one)))
        elif step:
            self.say(_("Not noted; the answer stands. F9 notes it later."), "warn")
        self.script.focus_current()

    def action_change_noted(self) -> None:
        self.run_worker(self._change_noted(), group="note", exclusive=True)

    async def _change_noted(self) -> None:
        noted = await came_up.change(self, self.noted)
        if noted is not None:
            self._renote(noted, _("Changed.") if len(noted) == len(self.noted) else _("Taken back."))
        self.script.focus_current()

    def _renote(self, noted: list[came_up.Noted], said: str) -> None:
        self.noted = noted
        self.query_one("#facts", Paragraphs).update(self._facts())
        self.keep_draft()
        self.say(said)

    # Keys

    def action_noop(self) -> None:
        """Enter is taken by the checklist."""

    def action_about(self, by: int) -> None:
        if self.script.scroll_words(by):
            return
        pane = self.query_one("#who")
        page = pane.size.height - (pane.size.height > 3)  # a line of the page before, where there is room for it
        pane.scroll_relative(y=by * page, animate=False)

    def action_objection(self) -> None:
        self.run_worker(self._objection(), group="objection", exclusive=True)

    async def _objection(self) -> None:
        from counter_tui.screens.objections import Objections

        cards = Objections(
            self.sheet.card_facts, logging=True, kind=self.sheet.kind, half=self.half_card, keep=self.keep_half_card
        )
        raised = await self.app.push_screen_wait(cards)
        self.half_card = {}
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
        if why := self.held_back:
            self.say(why, "warn")
            return
        sending = await dial_or_send(
            self,
            sheet.customer_id,
            revisit=sheet.revisit,
            channel=sheet.channel,
            edited=self.letters,
            traced=True,
            allowed=sheet.channel if self.allowed or sheet.direction != "out" else "",
        )
        self.dialled = sending.dialled or self.dialled
        if sending.sent is not None:
            await self._sent(sending.sent)
            return
        if self.unsaved():
            self.keep_draft()
        self.script.focus_current()

    async def _sent(self, words: SentWords) -> None:
        """Words have gone out: with them a contact by message is made; beside a call they are one of their own."""
        from counter_tui.shop.sending import note_sent

        if self._is_written:
            self.sent = words
            await self._finish("reached")
            return
        saved = await self.ask(
            note_sent, self.sheet.customer_id, words, self.counter.by, uuid=uuid.uuid4().hex, revisit=None
        )
        if saved is not None:
            self.say(_("Noted as sent."))
        self.script.focus_current()

    def action_other(self) -> None:
        self.app.run_worker(go_over(self), group="begin", exclusive=True)

    def action_parked(self) -> None:
        self.app.run_worker(go_over(self, ask=True), group="begin", exclusive=True)

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
        await self.let_go()
        self.dismiss(None)
        below = self.app.screen_stack[-1]
        if isinstance(below, Room):  # it loads by itself; waiting for that, this worker would end with its screen
            below.say(saved_words(saved, entry))
