"""A home visit on one sheet (mission C12): read here, and made a page to print with F2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from counter_tui.i18n import N_
from counter_tui.screens.dial import not_now
from counter_tui.screens.printing import print_sheet
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.cells import printable
from counter_tui.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from counter_tui.screens.room import Room
    from counter_tui.shop.sheets import Part
    from counter_tui.shop.visit_sheet import VisitSheet


async def show_visit_sheet(room: Room, customer: int, revisit: int | None = None) -> bool:
    """Show the sheet of a visit; True when the clerk goes on to the number, to ring before she sets out."""
    from counter_tui.shop.visit_sheet import visit_sheet

    sheet = await room.ask(visit_sheet, customer, room.counter.by, revisit)
    return sheet is not None and bool(await room.app.push_screen_wait(VisitSheetScreen(sheet)))


class VisitSheetScreen(Dialog[Any]):
    """Where and when, why, what to bring, what to mind. Answers True for the number."""

    HELP = N_(
        "Everything for a visit at the customer's home: where, when, why, what to bring and what to mind. "
        "F2 writes a page and opens it in the browser, or says where it lies, to be printed there; it holds personal "
        "data, and is removed after a week. F7 is the number, to ring before you set out."
    )
    AUTO_FOCUS = "#sheet"
    DEFAULT_CSS = """
    VisitSheetScreen {
        align: left top;
        background: $background;
        & > #panel { width: 100%; height: 1fr; border: none; padding: 0; margin-bottom: 0; }
        #may { height: auto; padding: 0 1; color: $text-warning; text-style: bold; }
        #may.-none { display: none; }
        #sheet { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        #parts { height: auto; }
        #said { height: auto; max-height: 4; padding: 0 1; }
        #said.-error { color: $text-error; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2", "print", N_("Page to print"), id="visit.print",
            tooltip=N_("Write the sheet as a page, and open it in the browser to print it"),
        ),
        Binding("f7", "dial", N_("Dial"), id="visit.dial", tooltip=N_("The number, to ring before you set out")),
        Binding("escape", "back", N_("Back"), id="dialog.back", tooltip=N_("Back to where you came from")),
    ]  # fmt: skip

    def __init__(self, sheet: VisitSheet) -> None:
        super().__init__("")
        self._sheet = sheet
        self.reads = sheet.customer_id

    def compose_panel(self) -> ComposeResult:
        from counter_tui.shop.visit_sheet import visit_parts

        why_not = not_now(self._sheet.may)
        yield Paragraphs(Content(why_not), id="may", classes="" if why_not else "-none")
        with VerticalScroll(id="sheet"):
            yield Paragraphs(Content("\n").join(map(_lines, visit_parts(self._sheet))), id="parts")
        yield Paragraphs(id="said")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._sheet.phones) if action == "dial" else True

    def action_dial(self) -> None:
        self.dismiss(True)

    def action_print(self) -> None:
        self.run_worker(self._print(), group="print", exclusive=True)

    async def _print(self) -> None:
        from counter_tui.shop.visit_sheet import visit_page

        words, kind = await print_sheet(self.app, f"visit-{self._sheet.number}", visit_page(self._sheet))
        said = self.query_one("#said", Paragraphs)
        said.set_class(kind == "error", "-error")
        said.update(Content(printable(words)))


def _lines(part: Part) -> Content:
    """A heading and what stands under it."""
    lines = [Content(printable(f"• {line}" if part.listed else line)) for line in part.lines]
    if part.title:
        lines.insert(0, Content.styled(part.title, "bold"))
    return Content("\n").join([*lines, Content("")])
