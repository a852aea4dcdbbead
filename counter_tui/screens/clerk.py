"""Who is at the counter (mission M1): one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_tui.i18n import N_, _
from counter_tui.text import NAME_LENGTH
from counter_tui.widgets.ask import AskLine, Pick
from counter_tui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

SOMEBODY_NEW = "new"


class AtTheCounter(Pick):
    """The clerks by number. Nothing of the customer below shines through: whoever asks may be a stranger."""

    DEFAULT_CSS = """
    AtTheCounter { background: $background; }
    """


async def choose_clerk(app: CounterApp) -> None:
    """Ask who is at the counter, or take down the name of somebody new."""
    from counter_tui.shop.people import add_clerk, clerks

    known = app.clerks = await app.desk.ask(clerks)
    items: list[tuple[object, str]] = [(clerk, clerk.name) for clerk in known]
    items.append((SOMEBODY_NEW, _("Somebody new …")))
    chosen = await app.push_screen_wait(AtTheCounter(_("Who is at the counter?"), items, chosen=app.clerk))
    if chosen == SOMEBODY_NEW:
        spec = FieldSpec("name", N_("Name"), required=True, length=NAME_LENGTH)
        name = await app.push_screen_wait(AskLine(spec, title=_("A new clerk")))
        chosen = await app.today_screen.ask(add_clerk, name, app.by) if name else None
        app.clerks = await app.desk.ask(clerks)
    if chosen is not None:
        app.take_over(chosen)
