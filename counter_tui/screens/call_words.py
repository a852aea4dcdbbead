"""What a call shows beside its script: whom it is with, which pieces, what was said and promised (mission C4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.words import ago, brief_day, listed

if TYPE_CHECKING:
    from counter_tui.shop.calls import CallSheet


def lead(sheet: CallSheet) -> str:
    """The line above the script: the number, the channel, the aim."""
    from counter_tui.shop.wording import channel_words

    aim = _("Aim: {aim}").format(aim=sheet.topic or sheet.aim)
    return f"{sheet.phone or _('no number')} · {channel_words(sheet.channel)}   {aim}"


def about(sheet: CallSheet) -> Iterator[str]:
    """The customer beside the script: pieces, what was said, what is promised, what they allow."""
    today = clock.today()
    yield f"{sheet.address}  {sheet.number}"
    for piece in sheet.pieces:
        gift = " · " + _("gift") if piece.gift else ""
        yield f"{piece.words}{gift} · {ago(piece.day, today)}"
        if piece.details:
            yield f"  {piece.details}"
    if sheet.gift:
        yield _("A gift: speak of it to the buyer only.")
    yield ""
    if not sheet.last:
        yield _("Talked about: nothing yet")
    for contact in sheet.last:
        yield " · ".join(part for part in (_when(contact.at), contact.reason, contact.outcome) if part)
        if contact.said:
            yield f"  {contact.said}"
    for promise in sheet.promised:
        yield _("Promised: {words}").format(words=promise)
    yield _("News and offers: {answer}").format(
        answer={True: _("yes"), False: _("no"), None: _("not asked yet")}[sheet.promotion]
    )
    yield from _personal(sheet)
    if sheet.also:
        from counter_tui.shop.wording import reason_words

        yield _("Also due: {what}").format(what=listed(reason_words(row.reason) for row in sheet.also))


def _when(at: dt.datetime) -> str:
    """A day of this year, or the year and month."""
    return brief_day(at.date()) if at.year == clock.today().year else f"{at:%Y-%m}"


def _personal(sheet: CallSheet) -> Iterator[str]:
    from counter_tui.shop.entry import choices

    if sheet.best_hours:
        yield _("Best hours: {words}").format(words=sheet.best_hours)
    if sheet.temperament:
        yield choices.label(choices.TEMPERAMENTS, sheet.temperament)
    if sheet.recognise:
        yield _("Recognise by: {words}").format(words=sheet.recognise)
    if sheet.allergies:
        yield _("Allergies: {words}").format(words=sheet.allergies)
