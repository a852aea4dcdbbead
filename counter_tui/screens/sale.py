"""A sale (mission B1): the customer found or new in the same form, one or more pieces, then what is planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from counter_tui.i18n import N_, _
from counter_tui.screens import readers
from counter_tui.screens.form_room import Specs
from counter_tui.screens.who_form import WhoForm, WhoRoom
from counter_tui.widgets.field_row import FieldRow
from counter_tui.widgets.fields import FieldSpec, Heading
from counter_tui.widgets.form import Form

_PIECE = re.compile(r"p(\d+)\.(\w+)")
MOST_PIECES = 20


class SaleForm(WhoForm):
    """Yes in the last field of a piece opens the fields of another one."""

    async def enter(self, row: FieldRow) -> None:
        room = self._room
        if isinstance(room, SaleScreen) and room.wants_another(row.spec.name, row.input.value):
            await room.add_piece()
        else:
            await super().enter(row)


class SaleScreen(WhoRoom):
    """Enter goes from field to field; what is empty stays empty. F2 saves from anywhere."""

    FORM = "sale"
    HELP = N_(
        "Find the customer, or let the box open a new file in the same form. "
        "Then the piece: leave out what you don't have. "
        "Say yes to one more piece for the next one; F2 saves from any field and shows what is planned."
    )

    def __init__(
        self,
        customer: int | None = None,
        name: str = "",
        *,
        correct: int | None = None,
        uuid: str = "",
        draft: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(customer, name, uuid=uuid, draft=draft)
        self._pieces = 1
        self._correct = draft.get("correct") if draft else correct
        self._version = draft.get("version") if draft else None

    def heading(self) -> str:
        return _("Correct the sale") if self._correct else _("Sale")

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "correct": self._correct, "version": self._version}

    async def on_mount(self) -> None:
        if self._correct is not None and self._draft is None:
            await self._read()
        await super().on_mount()

    async def _read(self) -> None:
        """Fill in the sale that is to be corrected."""
        from counter_tui.shop.corrections import entry_of_sale

        known = await self.ask(entry_of_sale, self._correct)
        if known is None:
            return
        entry, self._version = known
        while self._pieces < len(entry.pieces):
            self._pieces += 1
            await self.form.add_fields(self._piece(self._pieces))
        self.form.restore(_texts(entry, {clerk.id: clerk.name for clerk in self.counter.clerks}))
        self.form.mark_clean()

    def make_form(self) -> Form:
        return SaleForm(self, self.specs(), id="form")

    def middle(self) -> Specs:
        from counter_tui.shop.entry.choices import YES_NO

        pieces = [spec for number in range(1, self._pieces + 1) for spec in self._piece(number)]
        return [
            readers.day_field("day", N_("Day"), required=True, initial=_("today"), past=True),
            self.clerk_spec(),
            FieldSpec("invoice", N_("Invoice"), width=22, empty=""),
            FieldSpec(
                "gift", N_("A gift"), N_("Nobody but the buyer hears of it"), choices=YES_NO, empty="no", width=14
            ),
            *pieces,
        ]

    def _piece(self, number: int) -> list[FieldSpec | Heading]:
        from counter_tui.shop.entry import choices

        region = self.counter.settings.region

        def name(part: str) -> str:
            return f"p{number}.{part}"

        def sum_of(part: str, label: str) -> FieldSpec:
            return FieldSpec(name(part), label, read=readers.money, width=14)

        return [
            Heading(_("Piece {n}").format(n=number), name("heading")),
            FieldSpec(name("style"), N_("Style number"), width=22, empty=""),
            FieldSpec(name("name"), N_("Name on the tag"), width=28, empty="", when=_has(name("name"))),
            FieldSpec(name("kind"), N_("Kind"), choices=choices.KINDS, required=number == 1, empty="", width=16),
            FieldSpec(name("metal"), N_("Metal"), choices=choices.METALS, empty="", width=16),
            FieldSpec(name("weight"), N_("Weight g"), read=readers.weight, width=14),
            FieldSpec(name("stone"), N_("Main stone"), choices=choices.STONES, empty="", width=16),
            FieldSpec(name("carat"), N_("Carat"), read=readers.carat, width=14, when=_has_stone(name("stone"))),
            FieldSpec(name("lab"), N_("Certificate lab"), read=_lab, choices=choices.LABS, empty="", width=16),
            FieldSpec(name("certificate"), N_("Certificate number"), width=22, empty="", length=60),
            FieldSpec(
                name("ring_mm"), N_("Ring size"), readers.RING_HELP, read=readers.ring(region), show=readers.ring_words,
                width=14, when=_is_ring(name("kind")),
            ),
            FieldSpec(name("engraving"), N_("Engraving"), width=28, empty=""),
            sum_of("gold_price", N_("Gold price per g")),
            sum_of("labour", N_("Labour")),
            sum_of("price", N_("Price")),
            FieldSpec(
                name("more"), N_("One more piece"), N_("Enter: no, and save"), choices=choices.YES_NO,
                empty="no", width=14,
            ),
        ]  # fmt: skip

    # More pieces

    def wants_another(self, field: str, typed: str) -> bool:
        """Whether Enter in `field` asks for the fields of a piece that is not there yet."""
        row = self.form.field(field)
        last = field == f"p{self._pieces}.more"
        return last and self._pieces < MOST_PIECES and bool(typed) and row.check() and row.spec.value(typed) == "yes"

    async def add_piece(self) -> None:
        """Open the fields of the next piece and go there."""
        self._pieces += 1
        await self.form.add_fields(self._piece(self._pieces))
        self.form.focus_field(f"p{self._pieces}.style")
        self.keep_draft()

    async def fill(self, draft: dict[str, Any]) -> None:
        numbers = [int(found[1]) for name in draft.get("values", {}) if (found := _PIECE.fullmatch(name))]
        while self._pieces < max(numbers, default=1):
            self._pieces += 1
            await self.form.add_fields(self._piece(self._pieces))
        await super().fill(draft)

    # Saving

    async def save(self, values: dict[str, Any]) -> bool:
        from counter_tui.shop.sales import SaleEntry, record_sale

        entry = SaleEntry(
            customer=self.who(values),
            day=values["day"],
            pieces=tuple(_pieces(values, self._pieces)),
            uuid=self.uuid,
            clerk=self.clerk_id(values),
            invoice=values["invoice"],
            gift=values["gift"] == "yes",
        )
        if self._correct is not None:
            return await self._corrected(entry)
        return await self.saved(await self.ask(record_sale, entry, self.counter.by))

    async def _corrected(self, entry: Any) -> bool:
        from counter_tui.shop.corrections import correct_sale

        done = await self.ask(correct_sale, self._correct, self._version, entry, self.counter.by)
        if done is not None:
            self.form.mark_clean()
            self.dismiss(None)
        return done is not None


def _pieces(values: dict[str, Any], count: int) -> list[Any]:
    """The pieces of the form; a further group left empty is no piece."""
    from counter_tui.shop.sales import PieceEntry

    pieces = []
    for number in range(1, count + 1):
        own = {
            name.split(".")[1]: value
            for name, value in values.items()
            if name.startswith(f"p{number}.") and not name.endswith(".more") and value not in (None, "")
        }
        if own or number == 1:
            pieces.append(PieceEntry(**own))
    return pieces


def _texts(entry: Any, clerks: Mapping[int, str]) -> dict[str, str]:
    """A sale's values as they would be typed."""
    from counter_tui.shop.entry import choices

    texts = {
        "day": entry.day.isoformat(),
        "clerk": clerks.get(entry.clerk, ""),
        "invoice": entry.invoice,
        "gift": choices.label(choices.YES_NO, "yes" if entry.gift else "no"),
    }
    lists = {"kind": choices.KINDS, "metal": choices.METALS, "stone": choices.STONES, "lab": choices.LABS}
    for number, piece in enumerate(entry.pieces, 1):
        for part, value in vars(piece).items():
            if part in lists:
                texts[f"p{number}.{part}"] = choices.label(lists[part], value) if value else ""
            elif value is not None:
                texts[f"p{number}.{part}"] = f"{value} mm" if part == "ring_mm" else str(value)
    return texts


def _lab(typed: str) -> str:
    """A laboratory's code, or the name of one that is not on the list."""
    return typed


def _has(field: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda values: bool(values.get(field, "").strip())


def _has_stone(field: str) -> Callable[[Mapping[str, str]], bool]:
    from counter_tui.shop.entry.choices import STONES
    from counter_tui.widgets.fields import pick

    def shown(values: Mapping[str, str]) -> bool:
        typed = values.get(field, "").strip()
        option = pick(STONES, typed) if typed else None
        return option is not None and option.code != "none"

    return shown


def _is_ring(field: str) -> Callable[[Mapping[str, str]], bool]:
    from counter_tui.shop.entry.choices import KINDS
    from counter_tui.widgets.fields import pick

    def shown(values: Mapping[str, str]) -> bool:
        typed = values.get(field, "").strip()
        option = pick(KINDS, typed) if typed else None
        return option is not None and option.code == "ring"

    return shown
