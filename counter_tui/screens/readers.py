"""What the forms' fields read and how they say it back; the readers themselves are the shop's (shop/entry)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.widgets.fields import FieldSpec
from counter_tui.words import day_words, listed


def day(typed: str) -> dt.date:
    """A day, counted from today where that is meant: 2026-11-25, 1125, +3, next wed, 下周三."""
    from counter_tui.shop.entry.dates import read_date

    return read_date(typed, clock.today())


def past_day(typed: str) -> dt.date:
    """A day that is not in the future."""
    from counter_tui.shop.entry import EntryError

    found = day(typed)
    if found > clock.today():
        raise EntryError(_("This day is still to come."))
    return found


def coming_day(typed: str) -> dt.date:
    """A day that is not over yet."""
    from counter_tui.shop.entry import EntryError

    found = day(typed)
    if found < clock.today():
        raise EntryError(_("That day is over: choose today or later."))
    return found


def time(typed: str) -> dt.time:
    """A time of day: 15:00, 3pm, 下午三点."""
    from counter_tui.shop.entry.dates import read_time

    return read_time(typed)


def birthday(typed: str) -> Any:
    """A birthday, solar or lunar, with or without a year."""
    from counter_tui.shop.entry.dates import read_partial

    return read_partial(typed, clock.today())


def birthday_words(date: Any) -> str:
    """The birthday back in words, and when it comes round next."""
    from counter_tui.shop.entry.dates import next_occurrence, words

    coming = next_occurrence(date, clock.today(), "02-28")
    return _("{date}, next on {day}").format(date=words(date), day=day_words(coming))


def day_field(name: str, label: str, *, required: bool = False, initial: str = "", past: bool = False) -> FieldSpec:
    """A field for a day; the words beside it say which one was understood."""
    return FieldSpec(
        name,
        label,
        N_("As 2026-11-25, 1125, +3, tomorrow, next wed"),
        read=past_day if past else coming_day,
        show=day_words,
        required=required,
        initial=initial,
        width=16,
    )


def phone(region: str) -> Any:
    """A reader for numbers typed in a shop of `region`."""

    def read(typed: str) -> Any:
        from counter_tui.shop.entry.phones import read_phone

        return read_phone(typed, None if region == "other" else region)

    return read


def phone_words(entry: Any) -> str:
    """What was understood of a number: mobile or landline and where; unverified if it is none."""
    if not entry.verified:
        return _("kept as typed, not verified")
    kind = {"mobile": _("mobile"), "landline": _("landline")}.get(entry.kind, _("number"))
    return listed((kind, _region(entry.region)))


def _region(code: str | None) -> str:
    names = {
        "CN": N_("China"),
        "HK": N_("Hong Kong"),
        "MO": N_("Macao"),
        "TW": N_("Taiwan"),
        "SG": N_("Singapore"),
        "MY": N_("Malaysia"),
    }
    return _(names[code]) if code in names else code or ""


def ring(region: str) -> Any:
    """A reader for ring sizes: mm, or HK, CN, US numbers; a bare number means the region's own."""

    def read(typed: str) -> Any:
        from counter_tui.shop.entry.rings import read_ring

        return read_ring(typed, region)

    return read


def money(typed: str) -> Any:
    """A sum in the shop's currency."""
    from counter_tui.shop.entry.numbers import read_money

    return read_money(typed)


def weight(typed: str) -> Any:
    """A weight in grams."""
    from counter_tui.shop.entry.numbers import read_weight

    return read_weight(typed)


def carat(typed: str) -> Any:
    """A weight in carats."""
    from counter_tui.shop.entry.numbers import read_carat

    return read_carat(typed)


RING_HELP = N_("As 16.6 mm, HK 13, CN 13 or US 6")


def ring_words(mm: Any) -> str:
    """An inner diameter as HK, mainland and US numbers."""
    from counter_tui.shop.entry.rings import ring_words

    return ring_words(mm)
