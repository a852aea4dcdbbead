"""Who serves in the shop: added, renamed, and off the list when they leave, their work handed to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.room import Room
from counter_tui.widgets import kinds
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Answer, AskLine, Confirm, Pick
from counter_tui.words import listed

if TYPE_CHECKING:
    from counter_tui.shop.people import ClerkRow

NOBODY = "nobody"


class ClerkList(Room):
    """One line a clerk, with the contacts planned with them."""

    HELP = N_(
        "Everybody at the counter: Enter gives the marked one another name, F2 adds somebody. "
        "F8 takes somebody who has left off the list: what they did stays in the files, what they had planned is "
        "handed over. F9 hands over for a leave, and says who is a supervisor."
    )
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Rename"), id="clerks.rename", tooltip=N_("Give the marked clerk another name")),
        Binding("f2", "add", N_("Add"), id="clerks.add", tooltip=N_("Somebody new at the counter")),
        Binding("f8", "leaves", N_("Has left"), id="clerks.leaves", tooltip=N_("The marked clerk has left the shop")),
        Binding("escape", "back", N_("Back"), id="clerks.back", tooltip=N_("Back to the screen below")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, tuple[ClerkRow, int]] = {}

    def heading(self) -> str:
        return _("Clerks")

    def compose_body(self) -> ComposeResult:
        yield RowList(((28, 0),), can_focus=True)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    async def load(self) -> None:
        from counter_tui.shop.people import duties

        known = await self.ask(duties)
        if known is None:
            return
        known = tuple((clerk, planned) for clerk, planned in known if not clerk.left)
        self._known = {clerk.id: (clerk, planned) for clerk, planned in known}
        self.counter.clerks = tuple(clerk for clerk, _planned in known)
        self._list.set_rows([_row(clerk, planned) for clerk, planned in known])

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.run_worker(self._rename(), group="change", exclusive=True)

    def action_noop(self) -> None:
        """Enter is taken by the list."""

    def action_add(self) -> None:
        self.run_worker(self._add(), group="change", exclusive=True)

    def action_leaves(self) -> None:
        self.run_worker(self._leaves(), group="change", exclusive=True)

    async def _ask_name(self, title: str, initial: str = "") -> str | None:
        spec = kinds.person("name", N_("Name"), initial=initial)
        name: str | None = await self.app.push_screen_wait(AskLine(spec, title=title))
        return name

    async def _add(self) -> None:
        from counter_tui.shop.people import add_clerk

        name = await self._ask_name(_("A new clerk"))
        added = await self.ask(add_clerk, name, self.counter.by) if name else None
        if added is not None:
            await self.reload()
            self._list.select(added.id)
            self.say(_("{name} can be chosen at the counter now.").format(name=added.name))

    async def _rename(self) -> None:
        from counter_tui.shop.people import rename_clerk

        if (marked := self._marked()) is None:
            return
        clerk, _planned = marked
        name = await self._ask_name(_("Another name"), clerk.name)
        renamed = await self.ask(rename_clerk, clerk.id, name, self.counter.by) if name else None
        if renamed is None:
            return
        if self.counter.by == renamed.id:
            self.counter.take_over(renamed)
        await self.reload()
        self.say(_("{old} is called {new} from now on.").format(old=clerk.name, new=renamed.name))

    async def _leaves(self) -> None:
        """Ask who takes over; who stands at the counter cannot be somebody who has left."""
        from counter_tui.shop.people import clerk_leaves

        if (marked := self._marked()) is None:
            return
        clerk, planned = marked
        others = [other for other, _planned in self._known.values() if other.id != clerk.id]
        if not others:
            self.say(_("{name} is the only one at the counter: add somebody first.").format(name=clerk.name), "warn")
            return
        heir = await self._heir(clerk, planned, others)
        if heir is None:
            return
        to = None if heir == NOBODY else int(heir)
        handed = await self.ask(clerk_leaves, clerk.id, to, self.counter.by, self.counter.desk.till)
        if handed is None:
            return
        if self.counter.by == clerk.id:
            self.counter.take_over(next((other for other in others if other.id == to), others[0]))
        await self.reload()
        said = ngettext("{name} is no longer offered; {n} planned contact handed over.",
                        "{name} is no longer offered; {n} planned contacts handed over.", handed)  # fmt: skip
        self.say(said.format(name=clerk.name, n=handed))

    async def _heir(self, clerk: ClerkRow, planned: int, others: Sequence[ClerkRow]) -> Any:
        """Who takes over what a clerk who has left had planned; None if they have not left after all."""
        if not planned:
            question = _("{name} has left the shop? Nothing is planned with her or him.").format(name=clerk.name)
            answers = (Answer("stays", _("Still here")), Answer(NOBODY, _("Has left"), danger=True))
            answer = await self.app.push_screen_wait(Confirm(question, answers))
            return NOBODY if answer == NOBODY else None
        words = ngettext("{name} has left. Who takes over {n} planned contact?",
                         "{name} has left. Who takes over {n} planned contacts?", planned)  # fmt: skip
        items = [*((other.id, other.name) for other in others), (NOBODY, _("Nobody in particular"))]
        return await self.app.push_screen_wait(Pick(words.format(name=clerk.name, n=planned), items))

    def menu_items(self) -> list[tuple[str, str]]:
        """What F9 offers for the marked clerk."""
        return [
            ("supervise", _("Supervisor: yes or no")),
            ("hand_over", _("Hand over a clerk's contacts …")),
        ]

    async def action_supervise(self) -> None:
        from counter_tui.shop.people import set_supervisor

        if (marked := self._marked()) is None:
            return
        clerk, _planned = marked
        if not await self.done(set_supervisor, clerk.id, not clerk.supervisor, self.counter.by):
            return
        await self.reload()
        said = (
            _("{name} is no supervisor any more.")
            if clerk.supervisor
            else _("{name} is a supervisor: she or he may allow a contact outside the rules.")
        )
        self.say(said.format(name=clerk.name))

    def action_hand_over(self) -> None:
        from counter_tui.screens.handing_over import hand_over_clerk

        self.run_worker(hand_over_clerk(self), group="change", exclusive=True)

    def _marked(self) -> tuple[ClerkRow, int] | None:
        """The marked clerk, and how many contacts are planned for her; nobody while the list is empty."""
        key = self._list.selected
        return self._known.get(key) if isinstance(key, int) else None


def _row(clerk: ClerkRow, planned: int) -> Row:
    words = ngettext("{n} planned contact", "{n} planned contacts", planned).format(n=planned) if planned else ""
    told = listed(part for part in (_("supervisor") if clerk.supervisor else "", words) if part)
    return Row((((clerk.name, "strong"), (told, "muted")),), key=clerk.id)
