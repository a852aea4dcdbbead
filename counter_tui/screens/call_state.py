"""A call as it stands, without its looks: its script, its clock, its claim, its leave, and all that a draft keeps."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import _, language
from counter_tui.screens import came_up
from counter_tui.screens.begin_call import let_go, sheet_again
from counter_tui.screens.drafting import DraftingRoom
from counter_tui.screens.room import Room
from counter_tui.widgets.checklist import Checklist

if TYPE_CHECKING:
    from counter_tui.shop.call_entry import Leave, ObjectionEntry
    from counter_tui.shop.calls import CallSheet
    from counter_tui.shop.drafts import DraftRow
    from counter_tui.shop.sending import SentWords

RENEW = 60
"""Seconds after which the claim on the customer is renewed while the call is open."""
AT_THE_END = ("said", "request", "effect", "satisfaction")
"""What is asked when a call ends; one that was undone brings it along."""


class CallState(DraftingRoom):
    """What a call screen holds and keeps; `sheet` is what was prepared."""

    FORM = "call"

    def __init__(self, sheet: CallSheet, *, draft: DraftRow | None = None, allowed: Leave | None = None) -> None:
        """`draft`: the call goes on where it was left. `allowed`: a supervisor lets it be made all the same (C5)."""
        super().__init__(draft.uuid if draft else "")
        self.sheet = sheet
        self.reads = sheet.customer_id
        self._draft: dict[str, Any] = dict(draft.data) if draft else {}
        self._allowed = allowed
        started = self._draft.get("started")
        self.started = dt.datetime.fromisoformat(started) if started else clock.now()
        self._since = time.monotonic() - self._draft.get("seconds", 0)
        self._stood: int | None = None
        self.objections: list[ObjectionEntry] = []
        self.noted = [came_up.Noted(**one) for one in self._draft.get("noted", ())]
        self.half_card: dict[str, Any] = self._draft.get("half_card", {})
        self.others: tuple[DraftRow, ...] = ()
        self.sent: SentWords | None = None
        self.dialled: str = self._draft.get("dialled", "")
        self.letters: dict[str, str] = self._draft.get("letters", {})
        self.at_the_end: dict[str, str] = {name: self._draft.get(name, "") for name in AT_THE_END}

    @property
    def script(self) -> Checklist:
        return self.query_one(Checklist)

    async def load(self) -> None:
        """The screen is in front again: its clock runs on, and it knows which other calls are parked."""
        from counter_tui.shop.drafts import parked_calls

        self._run_clock()
        open_here = {screen.uuid for screen in self.app.screen_stack if isinstance(screen, CallState)}
        parked = await self.ask(parked_calls, self.counter.desk.till)
        self.others = tuple(draft for draft in parked or () if draft.uuid not in open_here)
        self.refresh_bindings()

    async def speak(self) -> None:
        """In another language the script's words are other words."""
        if self._spoken != language():
            anew = await sheet_again(self, self.draft_data())
            if anew is not None and anew.revisit == self.sheet.revisit:
                self.sheet = anew
        await super().speak()

    # May it be made, and by whom

    @property
    def allowed(self) -> Leave | None:
        """A supervisor's permission, where the rules held the contact back."""
        from counter_tui.shop.call_entry import Leave

        kept = self._draft.get("allowed")
        return self._allowed or (Leave(**kept) if kept else None)

    @property
    def held_back(self) -> str:
        """Why the contact is prepared only; "" where it may be made, by now or by a supervisor's leave."""
        may = self.sheet.may
        if may.allowed or self.allowed is not None or (may.when is not None and may.when <= clock.now()):
            return ""
        return _("Not now: {why}. Prepared only.").format(why=may.words)

    async def renew(self) -> None:
        from counter_tui.shop.claims import renew

        if self.calls(self.sheet.customer_id):
            await self.done(renew, self.sheet.customer_id, self.counter.by, self.counter.desk.till)

    async def let_go(self) -> None:
        """This call is over, or laid aside."""
        if self.calls(self.sheet.customer_id):
            await let_go(self, self.sheet.customer_id, self)

    def calls(self, customer: int) -> bool:
        """Whether this is a call to them, so that nobody else may call them meanwhile; who calls in is not claimed."""
        return self.sheet.direction == "out" and self.sheet.customer_id == customer

    # The clock

    @property
    def seconds(self) -> int:
        """How long the call has lasted, without the time it was laid aside."""
        return self._stood if self._stood is not None else int(time.monotonic() - self._since)

    def stop_clock(self) -> None:
        """Another call is in front; when this one comes back its clock goes on."""
        self._stood = self.seconds

    def _run_clock(self) -> None:
        if self._stood is not None:
            self._since, self._stood = time.monotonic() - self._stood, None

    # What is kept

    def draft_title(self) -> str:
        return f"{self.sheet.title} · {self.sheet.customer}"

    def draft_data(self) -> dict[str, Any]:
        from dataclasses import asdict

        return {
            "customer": self.sheet.customer_id,
            "revisit": self.sheet.revisit,
            "direction": self.sheet.direction,
            "channel": self.sheet.channel,
            "script": self.sheet.script,
            "allowed": asdict(self.allowed) if self.allowed else None,
            "started": self.started.isoformat(),
            "seconds": self.seconds,
            "steps": self.script.state(),
            "objections": [asdict(raised) for raised in self.objections],
            "half_card": self.half_card,
            "noted": [asdict(one) for one in self.noted],
            "dialled": self.dialled,
            "letters": self.letters,
            **self.at_the_end,
        }

    def unsaved(self) -> bool:
        beside = (self.objections, self.half_card, self.noted, self.letters, self.allowed)
        return self.script.touched or any(beside) or any(self.at_the_end.values())

    def keep_half_card(self, card: dict[str, Any]) -> None:
        """A card is being noted: what is known of it so far, nothing when it is noted or not to be."""
        if card != self.half_card:
            self.half_card = card
            self.keep_draft()

    async def draft_kept(self) -> str:
        why_not = await super().draft_kept()
        if not why_not:
            await self.let_go()
        return why_not

    async def may_leave(self) -> bool:
        """Parking a call asks nothing: what was noted stays as a draft, and the contact stays on the list. What can't
        be kept as one stays on the screen."""
        if self.unsaved():
            if await self.draft_kept():
                return False
            below = self.app.screen_stack[-2]
            if isinstance(below, Room):
                below.say(_("Parked with its notes: it goes on where you were."))
        else:
            await self.discard()
            await self.let_go()
        return True

    async def park(self) -> None:
        """Lay the call aside, noted or not."""
        self.keep_draft()
        await self.draft_kept()

    def carry(self) -> Any:
        return self.script.state()

    def restore(self, carried: Any) -> None:
        self.script.restore(carried)
        self.script.focus_current()
