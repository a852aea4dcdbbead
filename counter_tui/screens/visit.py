"""A visit without a purchase (mission B9): what was looked at, why not bought, and a follow-up."""

from __future__ import annotations

from typing import Any

from counter_tui.i18n import N_, _
from counter_tui.screens.form_room import Specs
from counter_tui.screens.who_form import WhoRoom
from counter_tui.widgets import kinds


class VisitScreen(WhoRoom):
    """Like a sale, without a piece."""

    FORM = "visit"
    HELP = N_(
        "Somebody came and did not buy. Note what they looked at and why not; a friendly follow-up is planned. "
        "The customer is found or new in the same form."
    )

    def heading(self) -> str:
        return _("Visit without a purchase")

    def middle(self) -> Specs:
        return [
            kinds.day("day", N_("Day"), required=True, initial=_("today"), past=True),
            self.clerk_spec(),
            kinds.line("looked_at", N_("Looked at"), N_("Style, kind, price they asked for")),
            kinds.line("why_not", N_("Why not"), N_("Price, size, wants to think, asks the family …"), recall=None),
            kinds.note("note", N_("Note")),
        ]

    async def save(self, values: dict[str, Any]) -> bool:
        from counter_tui.shop.sales import VisitEntry, record_visit

        entry = VisitEntry(
            customer=self.customer_of(values),
            day=values["day"],
            uuid=self.uuid,
            clerk=self.clerk_id(values),
            looked_at=values["looked_at"],
            why_not=values["why_not"],
            note=values["note"],
        )
        return await self.saved(await self.ask(record_visit, entry, self.counter.by))
