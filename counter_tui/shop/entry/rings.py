"""Ring sizes: stored as inner diameter in mm, typed and shown as Hong Kong, mainland and US numbers too."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import plain

# facts.md §4: diameters of numbers 6 to 25. Printed tables differ by 0.1 to 0.5 mm.
_FIRST = 6
_HK = "14.1 14.5 14.8 15.2 15.5 15.9 16.2 16.6 16.9 17.3 17.7 18.0 18.3 18.7 19.0 19.4 19.7 20.1 20.4 20.8"
_CN = "14.1 14.4 14.8 15.1 15.4 15.8 16.1 16.5 16.9 17.2 17.6 17.9 18.3 18.6 19.0 19.2 19.5 19.9 20.2 20.7"
_STEP = Decimal("0.35")  # mm a number, beyond the table's ends
NUMBERS = range(1, 34)
LEAST, MOST = Decimal("11.0"), Decimal("26.0")
_US_ZERO, _US_STEP = Decimal("11.63"), Decimal("0.8128")  # mm at US 0, mm a size
_US_MOST = Decimal(16)
_TENTH = Decimal("0.1")

_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}
_TYPED = re.compile(
    r"(?:(?:(?P<HK>香港|港|hk)|(?P<CN>内地|国内|中国|大陆|cn)|(?P<US>美国|美|usa?))[度版码号]*)?[ #:]*"
    r"(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?: (?P<part>1/2|1/4|3/4))? ?(?P<mm>mm|毫米)?[号码#]*"
)
_PARTS = {"1/4": Decimal("0.25"), "1/2": Decimal("0.5"), "3/4": Decimal("0.75")}


def read_ring(text: str, region: str | None = None) -> Decimal:
    """Inner diameter in mm, one or two places: 16.6, 16.6mm, HK13, 港13, CN13, 内地13, US6, US6½.

    A bare whole number is the number of the shop's `region` (CN; HK and MO); elsewhere it must be told.
    A bare 6½ is a US size.
    Raises EntryError.
    """
    for sign, decimals in _FRACTIONS.items():
        text = text.replace(sign, decimals)
    found = _TYPED.fullmatch(plain(text))
    if not found:
        raise EntryError(_("Write a ring size, like 16.6, HK13, CN13 or US6."))
    number = Decimal(found["n"]) + _PARTS.get(found["part"], Decimal(0))
    for system in ("HK", "CN", "US"):
        if found[system]:
            return _from_number(number, system)
    if found["mm"] or (number >= LEAST and "." in found["n"]):
        return _in_range(number)
    if number < LEAST and number % 1:  # only US sizes have quarters and halves
        return _from_number(number, "US")
    own = {"CN": "CN", "HK": "HK", "MO": "HK"}.get(region or "")
    if own and number == int(number):
        return _from_number(number, own)
    raise EntryError(_("Which size is that: HK{n}, CN{n}, US{n}, or in mm?").format(n=found["n"]))


def ring_words(mm: Decimal) -> str:
    """All views of a diameter: `16.6 mm · HK 13 · CN 13 · US 6`, leaving out what has no such number."""
    views = [f"{mm.normalize():f} mm"]
    for system, table in (("HK", _HK), ("CN", _CN)):
        sizes = {number: _diameter(table, number) for number in NUMBERS}
        nearest = min(sizes, key=lambda number: abs(sizes[number] - mm))
        if abs(sizes[nearest] - mm) <= _STEP:
            views.append(f"{system} {nearest}")
    quarters = int(((mm - _US_ZERO) / _US_STEP * 4).quantize(Decimal(1), ROUND_HALF_UP))
    if 0 <= quarters <= _US_MOST * 4:
        views.append(f"US {quarters // 4}{('', *_FRACTIONS)[quarters % 4]}")
    return " · ".join(views)


def _from_number(number: Decimal, system: str) -> Decimal:
    if system == "US":
        if number > _US_MOST or number * 4 % 1:
            raise EntryError(_("US sizes run from 0 to 16 by quarters."))
        return (_US_ZERO + _US_STEP * number).quantize(_TENTH, ROUND_HALF_UP)
    if number != int(number) or int(number) not in NUMBERS:
        raise EntryError(_("{system} sizes run from 1 to 33.").format(system=system))
    return _diameter(_HK if system == "HK" else _CN, int(number))


def _diameter(table: str, number: int) -> Decimal:
    sizes = [Decimal(size) for size in table.split()]
    place = number - _FIRST
    beyond = min(place, 0) + max(place - len(sizes) + 1, 0)
    edge = sizes[max(0, min(place, len(sizes) - 1))]
    return (edge + beyond * _STEP).quantize(_TENTH, ROUND_HALF_UP)


def _in_range(mm: Decimal) -> Decimal:
    if 38 <= mm <= 80:
        raise EntryError(_("That looks like the way round; write the inner diameter, 11 to 26 mm."))
    if not LEAST <= mm <= MOST:
        raise EntryError(_("A ring measures 11 to 26 mm across."))
    return mm
