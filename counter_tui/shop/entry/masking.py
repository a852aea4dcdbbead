"""Phone numbers as every list shows them: only their owner will know them again."""

from __future__ import annotations

import re
from functools import lru_cache

from counter_tui import text as safe

_AT_ONCE = (
    (re.compile(r"\+86(1[3-9][0-9]{9})"), "CN", "+86"),
    (re.compile(r"\+852([0-9]{8})"), "HK", "+852"),
    (re.compile(r"\+853([0-9]{8})"), "MO", "+853"),
    (re.compile(r"\+65([0-9]{8})"), "SG", "+65"),
    (re.compile(r"\+886(9[0-9]{8})"), "TW", "+886"),
    (re.compile(r"\+60(1[0-9]{8,9})"), "MY", "+60"),
)
"""Numbers as most are. The library says the same of them (tested), but loading it takes as long as Today."""
_WITH_A_ZERO = ("TW", "MY")
"""Where a 0 goes before them at home."""
_WITHOUT_A_ZERO = re.compile("|".join(form.pattern for form, place, _country in _AT_ONCE if place not in _WITH_A_ZERO))


def without_zero(e164: str) -> bool:
    """Whether no 0 goes before a number at home, for certain."""
    return bool(_WITHOUT_A_ZERO.fullmatch(e164))


@lru_cache(maxsize=4096)  # lists paint the same numbers again and again
def masked(phone: str, region: str | None) -> str:
    """A number (E.164 or as typed) that only its owner will know again: 138 •••• 1234, +852 •••• 1234."""
    country, shown = _parts(phone, region)
    if len(shown) < 8:
        return f"•••• {shown[-2:]}".strip()
    return " ".join(part for part in (country, shown[:-8], "••••", shown[-4:]) if part)


def _parts(phone: str, region: str | None) -> tuple[str, str]:
    """The country code, if it is another country's, and the digits to be shown or hidden."""
    for form, place, country in _AT_ONCE:
        if (found := form.fullmatch(phone)) and not (place == region and place in _WITH_A_ZERO):
            return "" if place == region else country, found[1]
    return _parts_of_any(phone, region) if phone.startswith("+") else ("", safe.digits(phone))


def _parts_of_any(phone: str, region: str | None) -> tuple[str, str]:
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        national_significant_number,
        parse,
        region_code_for_number,
    )

    try:
        number = parse(phone, None)
    except NumberParseException:
        return "", safe.digits(phone)
    if region_code_for_number(number) == region:
        return "", safe.digits(format_number(number, PhoneNumberFormat.NATIONAL))
    return f"+{number.country_code}", national_significant_number(number)
