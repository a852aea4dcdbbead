"""The kinds of fields a counter needs: each says what it reads, shows and helps with; a new form is a list of these.

The readers are the shop's (shop/entry); what is heavy there is imported when a field is first typed into.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import YES_NO, Choice
from counter_tui.text import NAME_LENGTH
from counter_tui.widgets.day_kinds import day as day
from counter_tui.widgets.day_kinds import moment as moment
from counter_tui.widgets.day_kinds import partial as partial
from counter_tui.widgets.day_kinds import time as time
from counter_tui.widgets.fields import FieldSpec, really
from counter_tui.widgets.note_input import ROWS
from counter_tui.words import carats, grams, listed

if TYPE_CHECKING:
    from counter_tui.shop.entry.phones import PhoneEntry

RING_HELP = N_("As 16.6 mm, HK 13, CN 13 or US 6")
NOTE_HELP = N_("Enter goes on; Ctrl+N begins a new line")

_REGIONS = {
    "CN": N_("China"),
    "HK": N_("Hong Kong"),
    "MO": N_("Macao"),
    "TW": N_("Taiwan"),
    "SG": N_("Singapore"),
    "MY": N_("Malaysia"),
}

# Words


def line(name: str, label: str, help: str = "", **more: Any) -> FieldSpec:
    """One line of words across the whole row; empty means "". What is said of a person sets `recall=None`."""
    return FieldSpec(name, label, help, empty="", long=True, **more)


def note(name: str, label: str, help: str = NOTE_HELP) -> FieldSpec:
    """Several lines in a person's own matters; it grows as it fills."""
    return FieldSpec(name, label, help, empty="", long=True, rows=ROWS, recall=None)


def person(name: str, label: str, help: str = "", **more: Any) -> FieldSpec:
    """A name in any script, as its owner writes it."""

    def doubt(typed: str) -> str:
        if any(char.isalpha() for char in typed) or not any(char.isdigit() for char in typed):
            return ""
        return _("Really a name? It reads like a number. Enter again if it is right.")

    return FieldSpec(name, label, help, doubt=doubt, length=NAME_LENGTH, required=True, recall=None, **more)


def choice(name: str, label: str, choices: Sequence[Choice], help: str = "", **more: Any) -> FieldSpec:
    """One of a list, long or short: by number, word, pinyin or initials. The value is its code, "" for none."""
    return FieldSpec(name, label, help, choices=choices, **{"empty": "", "width": 16, **more})


def yes_no(name: str, label: str, help: str = "", *, empty: str = "", **more: Any) -> FieldSpec:
    """ "yes" or "no"; `empty` is what nothing typed means."""
    return choice(name, label, YES_NO, help, empty=empty, width=14, **more)


def customer(
    name: str,
    label: str,
    *,
    read: Callable[[str], Any],
    show: Callable[[Any], str],
    find: Callable[[], Awaitable[bool]],
    initial: str = "",
) -> FieldSpec:
    """Whoever the form is about. `find` opens the search box over the form and answers True, or False when nobody
    is to be looked for; `read` says who has been found."""
    help_words = N_("Name, phone, pinyin …; Enter finds, or opens a new file")
    return FieldSpec(
        name, label, help_words, read=read, show=show, required=True, initial=initial, width=28, enter=find, recall=None
    )


# Phones


def phone(
    name: str,
    label: str,
    region: str,
    help: str = "",
    *,
    also: Callable[[str], Sequence[str]] | None = None,
    **more: Any,
) -> FieldSpec:
    """A number, grouped as the shop's `region` writes it while it is typed. One that nobody can have is kept as typed,
    after a question; what has too few or too many digits for a phone is not taken.

    `also` tells who else has an E.164 number: families share one, so it is shown and allowed.
    """
    place = None if region == "other" else region

    def read(typed: str) -> PhoneEntry:
        from counter_tui.shop.entry.phones import read_phone, ungrouped

        return read_phone(ungrouped(typed, place), place)

    def shape(typed: str) -> str:
        from counter_tui.shop.entry.phones import grouped

        return grouped(typed, place) if typed else ""

    def show(entry: PhoneEntry) -> str:
        words = phone_words(entry)
        others = also(entry.e164) if also and entry.e164 else ()
        return f"{words} · " + _("also: {names}").format(names=listed(others)) if others else words

    def doubt(entry: PhoneEntry) -> str:
        from counter_tui.shop.entry.phones import is_dialable

        if not is_dialable(entry):
            raise EntryError(_("This can't be a phone number: it has {n} digits.").format(n=len(entry.digits)))
        return "" if entry.verified else _("Is this number right? No phone has such a number. Enter again to keep it.")

    return FieldSpec(name, label, help, read=read, show=show, doubt=doubt, shape=shape, width=22, recall=None, **more)


def phone_words(entry: PhoneEntry) -> str:
    """What was understood of a number: mobile or landline and where; unverified if it is none."""
    if not entry.verified:
        return _("kept as typed, not verified")
    kind = {"mobile": _("mobile"), "landline": _("landline")}.get(entry.kind, _("number"))
    return listed((kind, _(_REGIONS.get(entry.region or "", "")) or entry.region or ""))


# Sums and measures


def money(name: str, label: str) -> FieldSpec:
    """A sum in the shop's currency, two places; beside it as it was understood, 4.5万 as 45,000.00."""

    def read(typed: str) -> Decimal:
        from counter_tui.shop.entry.numbers import read_money

        return read_money(typed)

    return FieldSpec(name, label, read=read, show=lambda amount: f"{amount:,.2f}", width=14)


def weight(name: str, label: str) -> FieldSpec:
    """A weight in grams, three places."""

    def read(typed: str) -> Decimal:
        from counter_tui.shop.entry.numbers import read_weight

        return read_weight(typed)

    def doubt(weight: Decimal) -> str:
        from counter_tui.shop.entry.numbers import LIKELY_GRAMS

        return really(grams(weight)) if weight > LIKELY_GRAMS else ""

    return FieldSpec(name, label, read=read, show=grams, doubt=doubt, width=14)


def carat(name: str, label: str, **more: Any) -> FieldSpec:
    """A stone's weight in carats, or in points."""

    def read(typed: str) -> Decimal:
        from counter_tui.shop.entry.numbers import read_carat

        return read_carat(typed)

    def doubt(weight: Decimal) -> str:
        from counter_tui.shop.entry.numbers import LIKELY_CARATS

        return really(carats(weight)) if weight > LIKELY_CARATS else ""

    return FieldSpec(name, label, read=read, show=carats, doubt=doubt, width=14, **more)


def ring(name: str, label: str, region: str, **more: Any) -> FieldSpec:
    """A ring size as inner diameter in mm: typed in mm, HK, CN or US numbers; a bare number is the region's own."""

    def read(typed: str) -> Decimal:
        from counter_tui.shop.entry.rings import read_ring

        return read_ring(typed, region)

    def show(mm: Decimal) -> str:
        from counter_tui.shop.entry.rings import ring_words

        return ring_words(mm)

    return FieldSpec(name, label, RING_HELP, read=read, show=show, width=14, **more)
