"""A screen that is one form: it keeps drafts, saves with F2 or Enter in the last field, and asks before it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui.i18n import N_
from counter_tui.screens.drafting import DraftingRoom
from counter_tui.widgets.fields import FieldSpec, Heading
from counter_tui.widgets.form import Form

Specs = Sequence[FieldSpec | Heading]


class FormRoom(DraftingRoom):
    """Subclasses give `specs` and `save`; `extra` is what a draft must hold besides the text of the fields."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Next"), id="form.enter", tooltip=N_("To the next field; saves in the last one")),
        Binding("f2", "save", N_("Save"), id="form.save", tooltip=N_("Save from any field")),
        Binding("escape", "back", N_("Back"), id="form.back", tooltip=N_("Leave; asks if something is not saved")),
    ]

    def __init__(self, uuid: str = "", draft: dict[str, Any] | None = None) -> None:
        super().__init__(uuid)
        self._draft = draft
        self._saving = False

    def specs(self) -> Specs:
        """The fields, in order."""
        return ()

    def compose_body(self) -> ComposeResult:
        yield Form(self.specs(), kind=self.FORM, id="form")

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    async def on_mount(self) -> None:
        if self._draft is not None:
            await self.fill(self._draft)
        self.form.focus_field(self.first_field())

    def first_field(self) -> str | None:
        """Where to begin: with a draft, where something was typed last; None for the first field."""
        return self._draft.get("at") if self._draft else None

    async def fill(self, draft: dict[str, Any]) -> None:
        """Put a draft back; it counts as unsaved."""
        self.form.mark_clean()
        self.form.restore(draft.get("values", {}))

    def also(self, e164: str, but: int | None = None) -> tuple[str, ...]:
        """Who else has this number (`but` not this customer), where the records are read in the frame of the key."""
        from counter_tui.desk import DeskError
        from counter_tui.shop.customers import same_phone

        desk = self.counter.desk
        try:
            return desk.look(same_phone, e164, but) if desk.ready and desk.embedded else ()
        except DeskError:
            return ()  # a fault of the records is said when the form is saved

    def extra(self) -> dict[str, Any]:
        """What a draft holds besides the fields' text."""
        return {}

    def draft_data(self) -> dict[str, Any]:
        return {"values": self.form.lasting(), "at": self.form.at, **self.extra()}

    def unsaved(self) -> bool:
        return self.form.dirty

    def carry(self) -> Any:
        return self.form.values()

    def restore(self, carried: Any) -> None:
        self.form.restore(carried)

    @on(Form.Changed)
    def _changed(self, event: Form.Changed) -> None:
        event.stop()
        self.keep_draft()

    @on(Form.Completed)
    def _completed(self, event: Form.Completed) -> None:
        event.stop()
        self.action_save()

    def action_noop(self) -> None:
        """Enter is taken by the fields."""

    def action_save(self) -> None:
        if not self._saving:
            self.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        values = self.form.read()
        if values is None:
            return
        self._saving = True
        await self.settle_draft()
        try:
            saved = await self.save(values)
        finally:
            self._saving = False
        if saved:
            self.form.mark_clean()
        else:
            self.reopen_draft()

    async def save(self, values: dict[str, Any]) -> bool:
        """Hand the values to the shop and go on; False when it would not take them."""
        raise NotImplementedError
