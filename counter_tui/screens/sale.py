"""A sale (mission B1): the customer found or new in the same form, one or more pieces, then what is planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import N_, _
from counter_tui.screens.correcting import Known, known_of, learn, untouched
from counter_tui.screens.form_room import Specs
from counter_tui.screens.who_form import WhoRoom
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec, Heading, pick

if TYPE_CHECKING:
    from counter_tui.shop.sales import SaleEntry

_PIECE = re.compile(r"p(\d+)\.(\w+)")
MOST_PIECES = 20


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
        self._asked_about = 0
        self._correct = draft.get("correct") if draft else correct
        self._known = known_of(draft)
        self.reads = self._customer if self._correct else None

    def heading(self) -> str:
        return _("Correct the sale") if self._correct else _("Sale")

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "correct": self._correct, **self._known.kept()}

    async def on_mount(self) -> None:
        if self._correct is not None and (read := await self._read()) is not None and self._draft is None:
            self._known = await self._shown(*read)
            self.form.restore(self._known.texts)
            self.form.mark_clean()
        await super().on_mount()

    async def _read(self, *, again: bool = False) -> tuple[int, SaleEntry, int] | None:
        """How far the trace goes, the sale that is to be corrected, as it stands now, and its version."""
        from counter_tui.shop.files import sale_to_correct

        return await self.ask(sale_to_correct, self._correct, self.counter.by, again=again)

    async def _shown(self, mark: int, entry: SaleEntry, version: int) -> Known:
        """What was read, as it would be typed; the form has fields for its pieces."""
        while self._pieces < len(entry.pieces):
            self._pieces += 1
            await self.form.add_fields(self._piece(self._pieces))
        texts = _texts(entry, {clerk.id: clerk.name for clerk in self.counter.clerks})
        return Known(version, texts, mark)

    def middle(self) -> Specs:
        pieces = [spec for number in range(1, self._pieces + 1) for spec in self._piece(number)]
        return [
            kinds.day("day", N_("Day"), required=True, initial=_("today"), past=True),
            self.clerk_spec(),
            FieldSpec("invoice", N_("Invoice"), N_("The number on the receipt"), width=22, empty=""),
            kinds.yes_no("gift", N_("A gift"), N_("Nobody but the buyer hears of it"), empty="no"),
            *pieces,
        ]

    def _piece(self, number: int) -> list[FieldSpec | Heading]:
        from counter_tui.shop.entry import choices

        region = self.counter.settings.region

        def of(part: str, kind: Callable[..., FieldSpec], label: str, *args: Any, **more: Any) -> FieldSpec:
            """A field of this piece; the last text of the same field in any piece comes back in it."""
            return replace(kind(f"p{number}.{part}", label, *args, **more), recall=part)

        has_stone = _picked(f"p{number}.stone", lambda code: code != "none")
        is_ring = _picked(f"p{number}.kind", lambda code: code == "ring")
        engraving = FieldSpec(f"p{number}.engraving", N_("Engraving"), width=28, empty="", recall=None)
        return [
            Heading(_("Piece {n}").format(n=number), f"p{number}.heading"),
            of("style", FieldSpec, N_("Style number"), width=22, empty=""),
            of("name", FieldSpec, N_("Name on the tag"), width=28, empty="", when=_has(f"p{number}.name")),
            of("kind", kinds.choice, N_("Kind"), choices.KINDS, required=number == 1),
            of("metal", kinds.choice, N_("Metal"), choices.METALS),
            of("weight", kinds.weight, N_("Weight g")),
            of("stone", kinds.choice, N_("Main stone"), choices.STONES),
            of("carat", kinds.carat, N_("Carat"), when=has_stone),
            of("lab", kinds.choice, N_("Laboratory"), choices.LABS, read=_lab),
            of("certificate", FieldSpec, N_("Certificate number"), width=22, empty="", length=60),
            of("ring_mm", kinds.ring, N_("Ring size"), region, when=is_ring),
            engraving,
            of("gold_price", kinds.money, N_("Gold price per g")),
            of("labour", kinds.money, N_("Labour")),
            of("price", kinds.money, N_("Price")),
            kinds.yes_no(
                f"p{number}.more", N_("One more piece"), N_("Enter: no, and save"), empty="no", recall=None,
                enter=partial(self._another, number),
            ),
        ]  # fmt: skip

    # More pieces

    async def _another(self, number: int) -> bool:
        """Enter behind the last piece: yes opens the fields of a piece that is not there yet."""
        row = self.form.field(f"p{number}.more")
        if not (self._pieces == number < MOST_PIECES and row.check() and row.spec.value(row.input.value) == "yes"):
            return False
        await self.add_piece()
        return True

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

    async def _save(self) -> None:
        """A piece that was asked for and left empty is asked about; saving again says that there is none."""
        values = self.form.values()
        typed = {int(found[1]) for name in values if (found := _PIECE.fullmatch(name)) and values[name].strip()
                 and found[2] != "more"}  # fmt: skip
        empty = next((number for number in range(2, self._pieces + 1) if number not in typed), None)
        if empty is None or empty == self._asked_about:
            await super()._save()
            return
        self._asked_about = empty
        self.form.ask(f"p{empty}.style", _("Really no piece {n}? F2 saves without it.").format(n=empty))
        self.app.bell()

    async def save(self, values: dict[str, Any]) -> bool:
        from counter_tui.shop.sales import SaleEntry, record_sale

        entry = SaleEntry(
            customer=self.customer_of(values),
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

        was = self._known
        if untouched(self, "clerk", was):  # who sold it may have left, and can't be chosen in the field
            if (stands := await self._read(again=True)) is None:
                return False
            entry = replace(entry, clerk=stands[1].clerk)
        if await self.ask(correct_sale, self._correct, was.version, entry, self.counter.by) is not None:
            self.form.mark_clean()
            self.dismiss(None)
            return True
        read = await self._read(again=True)
        if read is not None and read[-1] != was.version:
            self._known = await self._shown(*read)
            await learn(self, read[1].customer, was, self._known)
        return False


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


def _picked(field: str, wanted: Callable[[str], bool]) -> Callable[[Mapping[str, str]], bool]:
    """Whether the option that stands in `field` is one that is `wanted`."""
    from counter_tui.shop.entry import choices

    options = choices.STONES if field.endswith(".stone") else choices.KINDS

    def shown(values: Mapping[str, str]) -> bool:
        typed = values.get(field, "").strip()
        option = pick(options, typed) if typed else None
        return option is not None and wanted(option.code)

    return shown
