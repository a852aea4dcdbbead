"""What was left unsaved on this till, with time and place, to go on with or throw away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from counter_tui.i18n import N_, _
from counter_tui.screens.room import Door, Room
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Answer, Confirm, Dialog
from counter_tui.widgets.paragraphs import Paragraphs
from counter_tui.words import moment_words

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from counter_tui.shop.drafts import DraftRow

FORMS = {
    "call": N_("Call"),
    "sale": N_("Sale"),
    "visit": N_("Visit without a purchase"),
    "customer": N_("Customer's file"),
    "words": N_("The shop's words"),
    "settings": N_("Settings"),
}


class LeftUnsaved(Door, Dialog[None]):
    """Enter goes on with the marked draft, F8 asks and throws it away, Esc leaves all of them for later."""

    HELP = N_(
        "These are the drafts of this PC: forms and calls that are not saved yet. "
        "Enter goes on with the marked one where it was left, F8 throws it away. "
        "Esc leaves all of them for later."
    )
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Go on"), id="drafts.open", tooltip=N_("Go on with the marked draft")),
        Binding("f8", "throw_away", N_("Throw away"), id="drafts.discard", tooltip=N_("Throw the marked draft away")),
    ]

    def __init__(self, left: Sequence[DraftRow], *, at_start: bool = False) -> None:
        super().__init__(_("Drafts"))
        self._left = list(left)
        self._at_start = at_start

    def compose_panel(self) -> ComposeResult:
        stopped = _("This was open when the program stopped, or was undone. Nothing is lost.")
        words = stopped if self._at_start else _("Parked calls and drafts of forms. Nothing is lost.")
        yield Paragraphs(Content(words), id="question")
        yield RowList(((0, 20), (0,)), can_focus=True, empty=_("There are no drafts."))

    def on_mount(self) -> None:
        self._paint()

    def _paint(self) -> None:
        self.query_one(RowList).set_rows([_row(draft) for draft in self._left])

    def action_noop(self) -> None:
        """Enter is taken by the list."""

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        draft = next(draft for draft in self._left if draft.uuid == event.key)
        self.dismiss(None)
        self.app.run_worker(reopen(self.counter, draft), group="reopen")

    def action_throw_away(self) -> None:
        self.run_worker(self._throw_away(), group="discard", exclusive=True)

    async def _throw_away(self) -> None:
        key = self.query_one(RowList).selected
        draft = next((draft for draft in self._left if draft.uuid == key), None)
        if draft is not None and await thrown_away(self, draft):
            self._left.remove(draft)
            self._paint()
        if not self._left:
            self.dismiss(None)


async def throw_notes_away(room: Room, parked: DraftRow) -> None:
    """Today's parked call: its notes go, what was planned stays on the list."""
    if await thrown_away(room, parked):
        await room.reload()


async def thrown_away(door: Door, draft: DraftRow) -> bool:
    """Whether a draft is gone: the clerk is asked first, and it may be refused."""
    from counter_tui.shop.drafts import discard

    if draft.form == "call":
        question = _("The notes of this parked call. What is planned stays on the list.")
        answers = [Answer("keep", _("Keep them")), Answer("away", _("Throw the notes away"), danger=True)]
    else:
        question = _("What was typed here will be gone.")
        answers = [Answer("keep", _("Keep it")), Answer("away", _("Throw it away"), danger=True)]
    answer = await door.app.push_screen_wait(Confirm(question, answers, title=_title(draft)))
    return answer == "away" and await door.done(discard, draft.uuid)


async def reopen(app: CounterApp, draft: DraftRow) -> None:
    """Open the form of a draft as it stood."""
    match draft.form:
        case "call":
            await _reopen_call(app, draft)
        case "sale":
            from counter_tui.screens.sale import SaleScreen

            app.push_screen(SaleScreen(uuid=draft.uuid, draft=draft.data))
        case "visit":
            from counter_tui.screens.visit import VisitScreen

            app.push_screen(VisitScreen(uuid=draft.uuid, draft=draft.data))
        case "customer":
            from counter_tui.screens.customer_form import CustomerForm

            app.push_screen(CustomerForm(uuid=draft.uuid, draft=draft.data))
        case "words":
            from counter_tui.screens.words_list import open_editor

            await open_editor(app, draft=draft)
        case "settings":
            from counter_tui.screens.shop_settings import ShopSettings

            app.push_screen(ShopSettings(uuid=draft.uuid, draft=draft.data))


async def _reopen_call(app: CounterApp, draft: DraftRow) -> None:
    from counter_tui.screens.begin_call import open_parked

    await open_parked(app.front if isinstance(app.front, Room) else app.today_screen, draft)


def _row(draft: DraftRow) -> Row:
    form = _(FORMS.get(draft.form, "")) or draft.form
    return Row((((form, "strong"), (moment_words(draft.at), "muted")), ((_title(draft), ""),)), key=draft.uuid)


def _title(draft: DraftRow) -> str:
    """What the form is about: a file of the shop's words that is the only one of its kind is called by the kind."""
    if draft.form == "words" and draft.data.get("kind") == draft.data.get("id"):
        from counter_tui.shop.own_words import KINDS

        return _(KINDS[draft.data["kind"]].label)
    return draft.title
