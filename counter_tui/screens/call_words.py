"""What a call shows beside its script: whom it is with, which pieces, what was said and promised (mission C4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from counter_tui import clock
from counter_tui.i18n import _, ngettext
from counter_tui.screens.came_up import Noted, noted_words
from counter_tui.widgets.cells import cut, printable
from counter_tui.words import ago, brief_day, dotted, listed

if TYPE_CHECKING:
    from counter_tui.shop.before import TopicView
    from counter_tui.shop.calls import CallSheet
    from counter_tui.shop.promises import PromiseRow

_PIECES = 2
"""Pieces that are told one by one; of the others how many there are."""
_SAID = 54
"""Cells of what was said in one of the last contacts: two lines in the narrowest pane."""


def lead(sheet: CallSheet, step: str = "") -> str:
    """The line above the script: the number, the channel, the aim; what to say first where a call broke off (C8).

    `step` is where it broke off, "" where it did not.
    """
    from counter_tui.shop.wording import channel_words

    first = _("Aim: {aim}").format(aim=sheet.topic or sheet.aim)
    if sheet.broken is not None and step:
        said = _("Say: “I'm sorry, the line broke off at {time}; we were at: {step}”")
        first = said.format(time=f"{sheet.broken.at:%H:%M}", step=step)
    return f"{sheet.phone or _('no number')} · {channel_words(sheet.channel)}   {first}"


def about(sheet: CallSheet, noted: Sequence[Noted] = ()) -> Iterator[Content]:
    """The customer beside the script, what a clerk needs first on top; `noted` is what came up so far."""
    yield _line(f"{sheet.address}  {sheet.number}", "bold")
    for one in noted:
        yield _line(_("Noted: {what}").format(what=noted_words(one)), "$text-success")
    yield from _pieces(sheet)
    for promise in sheet.promises:
        yield _promised(promise)
    yield from _complaints(sheet)
    if sheet.signs:
        yield _line(_("Watch for: {signs}").format(signs=listed(sheet.signs)), "$text-warning")
    yield from _last(sheet)
    yield from _topics(sheet.topics)
    if sheet.also:
        from counter_tui.shop.wording import contact_words

        others = [contact_words(row.reason, row.piece) for row in sheet.also]
        yield _line(_("Also due: {what}").format(what=listed(others)))
    yield from _personal(sheet)


def _line(words: str, style: str = "") -> Content:
    line = Content(printable(words))
    return line.stylize(style) if style else line


def _pieces(sheet: CallSheet) -> Iterator[Content]:
    for number, piece in enumerate(sheet.pieces[:_PIECES]):
        gift = " · " + _("gift") if piece.gift else ""
        yield _line(f"{piece.words}{gift} · {ago(piece.day, clock.today())}")
        if piece.details and not number:
            yield _line(f"  {piece.details}", "$text-muted")
    if (more := len(sheet.pieces) - _PIECES) > 0:
        yield _line(ngettext("and {n} more piece", "and {n} more pieces", more).format(n=more), "$text-muted")
    if sheet.gift:
        yield _line(_("A gift: speak of it to the buyer only."), "$text-warning")


def _promised(promise: PromiseRow) -> Content:
    """ "Promised: to ask the workshop · 19 Nov, 2 days late"."""
    late = ngettext("{n} day late", "{n} days late", promise.days_late).format(n=promise.days_late)
    hour = f"{promise.hour:%H:%M}" if promise.hour else ""
    when = listed([brief_day(promise.until), hour, late if promise.days_late else ""])
    words = _("Promised: {words}").format(words=promise.what)
    return _line(f"{words} · {when}", "$text-error" if promise.days_late else "$text-accent")


def _complaints(sheet: CallSheet) -> Iterator[Content]:
    from counter_tui.shop.complaints import complaint_words

    for complaint in sheet.complaints:
        words = _("Complaint: {words}").format(words=complaint_words(complaint))
        yield _line(f"{words} · {brief_day(complaint.opened)}", "$text-error")


def _last(sheet: CallSheet) -> Iterator[Content]:
    if not sheet.last:
        yield _line(_("Talked about: nothing yet"))
    for contact in sheet.last:
        yield _line(dotted((_when(contact.at), contact.reason, contact.outcome)))
        if told := dotted((contact.topic, contact.said or contact.request)):
            yield _line(f"  {cut(told, _SAID)}", "$text-muted")


def _when(at: dt.datetime) -> str:
    """A day of this year, or the year and month."""
    return brief_day(at.date()) if at.year == clock.today().year else f"{at:%Y-%m}"


def _topics(topics: Sequence[TopicView]) -> Iterator[Content]:
    """The one that is proposed, and what was talked over before."""
    for number, topic in enumerate(topics):
        used = _("talked over {day}").format(day=brief_day(topic.used)) if topic.used else ""
        if not number:
            words = _("Topic: {title}").format(title=topic.title)
            yield _line(f"{words} ({used})" if used else words, "$text-accent")
        elif used:
            yield _line(f"  {topic.title} ({used})", "$text-muted")


def _personal(sheet: CallSheet) -> Iterator[Content]:
    from counter_tui.shop.entry.choices import TEMPERAMENTS, label
    from counter_tui.shop.entry.hours import hours_words
    from counter_tui.shop.wording import manner_words

    if sheet.temperament:
        yield _line(label(TEMPERAMENTS, sheet.temperament))
    yield _line(manner_words(sheet.temperament), "italic")
    if sheet.best_hours:
        yield _line(_("Best hours: {words}").format(words=sheet.best_hours))
        if understood := hours_words(sheet.best_hours):
            yield _line(f"  {understood}", "$text-muted")
    if sheet.allergies:
        yield _line(_("Allergies: {words}").format(words=sheet.allergies), "$text-warning")
    consent = {True: _("yes"), False: _("no"), None: _("not asked yet")}[sheet.promotion]
    yield _line(_("News and offers: {answer}").format(answer=consent))
    if sheet.no_reminders:
        yield _line(_("Service reminders: {answer}").format(answer=_("no")))
    if sheet.recognise:
        yield _line(_("Recognise by: {words}").format(words=sheet.recognise))
