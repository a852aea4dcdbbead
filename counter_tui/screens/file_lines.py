"""A customer's file as lines: who they are, their pieces, what is planned, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.widgets.agenda_list import Row, heading
from counter_tui.widgets.cells import printable
from counter_tui.words import ago, brief_day, day_words, dotted, listed, short_day

if TYPE_CHECKING:
    from counter_tui.shop.files import CustomerFile
    from counter_tui.shop.history import Event
    from counter_tui.shop.sales import PlannedRow

LINE_NAMES = {
    "address": N_("Address"),
    "route": N_("How to find it"),
    "occupation": N_("Occupation"),
    "hobbies": N_("Hobbies"),
    "taste": N_("Taste"),
    "recognise": N_("Recognise by"),
    "allergies": N_("Allergies"),
    "wechat": N_("WeChat"),
    "email": N_("E-mail"),
    "best_hours": N_("Best hours"),
}


def facts(file: CustomerFile) -> Iterator[str]:
    from counter_tui.shop.entry import choices

    klass = _("A · has bought") if file.klass == "A" else _("B · has not bought yet")
    yield printable(f"{file.address_form}  {file.number}" if file.address_form != file.name else file.number)
    yield klass
    if file.klass == "B" and file.why_not:
        yield _("Why not: {words}").format(words=printable(file.why_not))
    for phone in file.phones:
        yield f"{printable(phone.words)} {_phone_state(phone)}".rstrip()
        if phone.shared:
            yield "  " + _("also: {names}").format(names=printable(listed(phone.shared)))
    for kind, words in file.dates:
        yield _named(choices.label(choices.DATE_KINDS, kind), words)
    if file.temperament:
        yield _named(_("Temperament"), choices.label(choices.TEMPERAMENTS, file.temperament))
    yield _("News and offers: {answer}").format(answer=_promotion(file.promotion))
    yield from _refused(file)
    if file.ring_mm:
        yield _("Ring size: {size}").format(size=file.ring_mm)
    for name, value in file.lines:
        yield _named(_(LINE_NAMES[name]), value)
    if file.channel:
        yield _named(_("Best way"), choices.label(choices.CHANNELS, file.channel))
    if file.note:
        yield printable(file.note)
    yield _("First visit: {day}").format(day=day_words(file.first_visit))


def pieces(file: CustomerFile) -> Iterator[str]:
    for at, sale in enumerate(file.sales):
        if at:
            yield ""
        gift = " · " + _("gift") if sale.pieces and sale.pieces[0].gift else ""
        yield day_words(sale.day) + gift
        for piece in sale.pieces:
            yield f"  {printable(piece.words)}"
            if piece.details:
                yield f"  {printable(piece.details)}"
        if sale.cleaned_on:
            yield "  " + _("cleaned {when}").format(when=ago(sale.cleaned_on, clock.today()))


def _named(name: str, words: str) -> str:
    return _("{name}: {words}").format(name=name, words=printable(words))


def _phone_state(phone) -> str:
    if phone.wrong_since:
        return _("(wrong since {day})").format(day=short_day(phone.wrong_since))
    return "" if phone.verified else _("(not verified)")


def _promotion(answer: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: _("not asked yet")}[answer]


_REFUSALS = {
    "any": N_("Wants no contact at all (said {day})"),
    "phone": N_("Wants no calls (said {day})"),
    "text": N_("Wants no text messages (said {day})"),
    "wechat": N_("Wants no WeChat messages (said {day})"),
    "email": N_("Wants no e-mails (said {day})"),
    "letter": N_("Wants no letters (said {day})"),
    "visit": N_("Wants no home visits (said {day})"),
    "reminder": N_("Wants no service reminders (said {day})"),
}


def _refused(file: CustomerFile) -> Iterator[str]:
    """What the customer will not have, with a sign before it: it holds for service too."""
    for refusal in file.refused:
        this_year = refusal.day.year == clock.today().year
        day = short_day(refusal.day) if this_year else day_words(refusal.day)
        yield "! " + _(_REFUSALS[refusal.channel]).format(day=day)


def sale_words(sale) -> str:
    return f"{day_words(sale.day)} · " + listed(piece.words for piece in sale.pieces)


def rows(file: CustomerFile) -> Iterator[Row]:
    if file.planned:
        yield heading(_("planned ({n})").format(n=len(file.planned)), "accent")
    for row in file.planned:
        yield Row(_planned_lines(row), key=("planned", row.id))
    if file.events:
        yield heading(_("so far ({n})").format(n=len(file.events)), "accent")
    for at, event in enumerate(file.events):
        yield Row(_event_lines(event), key=("event", at))


def _planned_lines(row: PlannedRow):
    from counter_tui.shop.wording import channel_words, reason_words, window_words

    when = window_words(row, clock.today())
    if row.waits:
        when = _("after the first")
    told = dotted((channel_words(row.channel), row.piece, row.topic, row.clerk))
    late = row.closes < clock.today() and not row.waits
    return ((reason_words(row.reason), "strong"), (when, "error" if late else "")), ((told, "muted"),)


def event_day(event: Event, *, whole: bool = False) -> str:
    """When something happened, as short as a column needs it or with the `whole` date."""
    day = event.at.date()
    at = "" if event.at.hour == event.at.minute == 0 else f" {event.at:%H:%M}"
    if whole:
        return day_words(day) + at
    return f"{brief_day(day)}{at}" if day.year == clock.today().year else f"{day:%Y-%m-%d}"


def _event_lines(event: Event):
    lines = [((event.title, "strong" if event.kind in ("sale", "contact") else ""), (event_day(event), "muted"))]
    told = [*event.lines]
    if event.clerk:
        told = [*told[:-1], f"{told[-1]} · {event.clerk}"] if told else [event.clerk]
    return (*lines, *(((line, "muted"),) for line in told))
