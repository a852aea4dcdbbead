"""A form that begins with a customer: found through the search box, or new and written in the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on

from counter_tui.i18n import N_, _
from counter_tui.screens.customer_form import entry_from, new_customer_specs
from counter_tui.screens.form_room import FormRoom, Specs
from counter_tui.screens.lookup import Lookup
from counter_tui.text import NAME_LENGTH, clean
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.form import Form

if TYPE_CHECKING:
    from counter_tui.shop.sales import SaleSaved

WHO = "customer"


class WhoRoom(FormRoom):
    """Enter on an unknown name in the customer's field opens the search box, and goes on with whoever is chosen.

    `customer` is known from the start when the form was opened from a file.
    """

    def __init__(
        self, customer: int | None = None, name: str = "", *, uuid: str = "", draft: dict[str, Any] | None = None
    ) -> None:
        super().__init__(uuid, draft)
        self._customer = draft.get("customer") if draft else customer
        self._known_as = draft.get("known_as", "") if draft else name
        self._new = bool(draft and draft.get("new"))

    def specs(self) -> Specs:
        who = kinds.customer(
            WHO, N_("Customer"), read=self._read_who, show=self._who_words, find=self._find_open, initial=self._known_as
        )
        region = self.counter.settings.region
        return [who, *new_customer_specs(region, when=lambda _values: self._new, also=self.also), *self.middle()]

    def middle(self) -> Specs:
        """What comes after the customer."""
        return ()

    def clerk_spec(self) -> FieldSpec:
        """Who served: the clerk at the counter unless told."""
        from counter_tui.shop.entry.choices import Choice

        options = [Choice(str(clerk.id), clerk.name) for clerk in self.counter.clerks]
        return kinds.choice("clerk", N_("Clerk"), options, initial=self.counter.clerk_name, width=22)

    def clerk_id(self, values: dict[str, Any]) -> int | None:
        """The clerk named in the form."""
        return int(values["clerk"]) if values.get("clerk") else self.counter.by

    def first_field(self) -> str | None:
        return "day" if self._customer is not None and self._draft is None else super().first_field()

    def draft_title(self) -> str:
        values = self.form.values()
        return values.get("name") if self._new else values.get(WHO, "")

    def extra(self) -> dict[str, Any]:
        return {"customer": self._customer, "known_as": self._known_as, "new": self._new}

    # The customer

    @on(Form.Changed)
    def _renamed(self, event: Form.Changed) -> None:
        """A new file goes by the name in the form: the customer's field follows it."""
        name = clean(event.values.get("name", ""), NAME_LENGTH)
        who = self.form.field(WHO)
        if self._new and name and name != self._known_as and not who.input.has_focus:
            self._known_as = name
            who.put(name)

    async def _find_open(self) -> bool:
        """Search, if the customer's field holds something that nobody has been chosen for yet."""
        typed = self.form.values()[WHO].strip()
        if typed == self._known_as and (self._new or self._customer is not None):
            return False
        self.run_worker(self._find_who(), group="who", exclusive=True)
        return True

    def _read_who(self, typed: str) -> int | str:
        from counter_tui.shop.entry import EntryError

        if self._new and typed == self._known_as:
            return "new"
        if self._customer is None or typed != self._known_as:
            raise EntryError(_("Press Enter to find this customer, or to open a new file."))
        return self._customer

    def _who_words(self, value: int | str) -> str:
        return _("new file") if value == "new" else "✓"

    async def _find_who(self) -> None:
        answer = await self.app.push_screen_wait(Lookup(self.form.values()[WHO], choosing=True))
        if answer is None:
            return
        customer, typed, number = answer
        self._customer, self._new = customer, customer is None
        self._known_as = f"{number} {typed}".strip() or _("new file")
        self.form.set_value(WHO, self._known_as)
        if self._new:
            known = {spec.name: spec.initial for spec in new_customer_specs(self.counter.settings.region, typed)}
            self.form.restore({name: text for name, text in known.items() if text})
        self.form.step(self.form.field(WHO), 1)
        if self._new:
            self.form.field("name").input.action_select_all()

    def customer_of(self, values: dict[str, Any]) -> Any:
        """The customer for the shop: an id, or a new file's entry."""
        if self._new:
            return entry_from(values, f"{self.uuid[:-1]}w")
        return self._customer

    async def saved(self, saved: SaleSaved | None) -> bool:
        """After the save: what was planned is shown, to accept or change; then the file."""
        if saved is None:
            return False
        from counter_tui.screens.planned import Planned

        self.form.mark_clean()
        self.dismiss(None)
        await self.app.push_screen(Planned(saved))
        return True
