"""A record corrected at two tills at once: who comes second learns what the other has changed, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from counter_tui.i18n import _, ngettext
from counter_tui.widgets.fields import plain_label
from counter_tui.widgets.message_line import MessageLine
from counter_tui.words import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from counter_tui.screens.form_room import FormRoom
    from counter_tui.widgets.field_row import FieldRow

_SIGN = 2
"""Cells that "! " takes before a warning."""


@dataclass(frozen=True)
class Known:
    """A record as the form read it: its version, its values as they would be typed, and how far the trace went then."""

    version: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    mark: int = 0

    def kept(self) -> dict[str, Any]:
        """For the form's draft."""
        return {"version": self.version, "was": dict(self.texts), "mark": self.mark}


def known_of(draft: Mapping[str, Any] | None) -> Known:
    """What a draft has kept of it; one of an older program has kept the version alone."""
    draft = draft or {}
    return Known(draft.get("version"), draft.get("was") or {}, draft.get("mark") or 0)


async def learn(room: FormRoom, customer: int, was: Known, now: Known, yields: Collection[str] = ()) -> None:
    """The form takes what somebody else has changed and this clerk has not; what both changed stays as typed here.

    The message line says who it was and which fields differ; the next save goes over theirs. The fields in `yields`
    take theirs whatever was typed here.
    """
    from counter_tui.shop.trace import last_since

    changed = [row for row in room.form.fields if not _alike(row, was.texts, now.texts)]
    here = room.form.values()
    taken = [row for row in changed if row.spec.name in yields or _alike(row, was.texts, here)]
    both = [row for row in changed if row not in taken and not _alike(row, now.texts, here)]
    room.form.restore({row.spec.name: now.texts.get(row.spec.name, "") for row in taken})
    who = await room.ask(last_since, customer, was.mark) or _("Somebody else")
    room.say(_fitting(_told(who, both, taken, now), room.query_one(MessageLine).size.width - _SIGN), "warn")


def changed_here(room: FormRoom, was: Known) -> str:
    """The fields that say something else than what the form read from the record, by their labels."""
    here = room.form.values()
    return listed(plain_label(row.spec) for row in room.form.fields if not _alike(row, was.texts, here))


def untouched(room: FormRoom, field: str, was: Known) -> bool:
    """Whether a field still says what the form read from the record: it has nothing to say against what came since."""
    return _alike(room.form.field(field), was.texts, room.form.values())


def _alike(row: FieldRow, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether a field means the same in both, in whichever language it was typed."""
    from counter_tui.shop.entry import EntryError

    texts = one.get(row.spec.name, ""), other.get(row.spec.name, "")
    try:
        return texts[0] == texts[1] or bool(row.spec.value(texts[0]) == row.spec.value(texts[1]))
    except EntryError:
        return False


def _told(who: str, both: list[FieldRow], taken: list[FieldRow], now: Known) -> Iterable[str]:
    """What there is to say, the fullest sentence first."""
    fields = listed(plain_label(row.spec) for row in both or taken)
    if len(both) == 1 and (theirs := now.texts.get(both[0].spec.name, "")):
        yield _("{clerk} has changed {field} to “{text}”; F2 again keeps yours.").format(
            clerk=who, field=fields, text=theirs
        )
    if both:
        count = ngettext(
            "{clerk} has changed {n} field too; F2 again keeps yours.",
            "{clerk} has changed {n} fields too; F2 again keeps yours.",
            len(both),
        )
        yield _("{clerk} has changed {fields} too; F2 again keeps yours.").format(clerk=who, fields=fields)
    elif taken:
        count = ngettext(
            "{clerk} has changed {n} field, as you see it now; F2 again saves.",
            "{clerk} has changed {n} fields, as you see them now; F2 again saves.",
            len(taken),
        )
        yield _("{clerk} has changed {fields}, as you see now; F2 again saves.").format(clerk=who, fields=fields)
    else:
        count = _("{clerk} has saved this meanwhile; F2 again saves yours.")
    yield count.format(clerk=who, n=len(both or taken))
    yield count.format(clerk=_("Somebody else"), n=len(both or taken))


def _fitting(sentences: Iterable[str], width: int) -> str:
    """The first sentence that can be read whole in so many cells, else the last one."""
    said = ""
    for said in sentences:
        if cell_len(said) <= width:
            break
    return said
