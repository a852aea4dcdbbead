"""Phone numbers read, checked and written. What is no number is kept as typed and marked unverified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    AsYouTypeFormatter,
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_valid_number,
    number_type,
    parse,
    region_code_for_number,
)

from counter_tui import text as safe
from counter_tui.i18n import _
from counter_tui.pinyin import simplify
from counter_tui.shop.entry import EntryError

Kind = Literal["mobile", "landline", "unknown"]
REGIONS = ("CN", "HK", "MO", "TW", "SG", "MY")
TYPED_LENGTH = 40

_KINDS: dict[int, Kind] = {PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE: "landline"}
_COUNTRY_CODE = re.compile(r"(?:86|852|853|886|65|60)[0-9]{7,11}")
_ELSEWHERE = (("CN", re.compile(r"1[3-9][0-9]{9}")), ("TW", re.compile(r"09[0-9]{8}")))
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?e\+?([0-9]{1,2})", re.IGNORECASE)
_FLOAT = re.compile(r"([0-9]{7,15})\.0+")
_GROUPED = re.compile(r"\+?[0-9 ()-]+")
_LONGEST = 15  # digits of a number, E.164
_SHORTEST = 7  # digits of a subscriber's number: Macao, Hong Kong and Singapore have 8, small places of Malaysia 7
_EXTENSION = re.compile("转|分机|内线")
_AT_ONCE = re.compile(r"\+?[0-9]+(?:[ -][0-9]+)*")
_NOT_MOBILE = ["fixed_line", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan"]
_NOT_MOBILE += ["voicemail"]
_SEVERAL = re.compile(r"[/／\\;；,，、|｜\n\r&]+|\bor\b|或|和", re.IGNORECASE)


@dataclass(frozen=True)
class PhoneEntry:
    """A number `typed` by somebody; `e164` and `region` only if it is a real one (`verified`).

    `digits` is what a search goes by: country code and number, or whatever digits were typed. It is empty
    where Excel destroyed them (1.38E+10).
    """

    typed: str
    e164: str | None
    region: str | None
    kind: Kind
    verified: bool
    digits: str

    @property
    def dialled(self) -> str:
        """As it is dialled, and told from another."""
        return self.e164 or self.typed[:60]


def kind_of(code: str) -> Kind:
    """The kind that is stored as `code`; unknown if a newer program wrote it."""
    return next((kind for kind in _KINDS.values() if kind == code), "unknown")


@lru_cache(maxsize=1024)  # in a ledger a customer's number comes again with each purchase
def read_phone(text: str, region: str | None) -> PhoneEntry:
    """The number typed in a shop of `region` (None: not one of REGIONS). Raises EntryError if empty."""
    return _mobile(text, region) or _read(text, region)


def _read(text: str, region: str | None) -> PhoneEntry:
    """Any number, by all the library knows."""
    typed = safe.clean(text, TYPED_LENGTH)
    if not typed:
        raise EntryError(_("Write a phone number."))
    written = _undamaged(_EXTENSION.sub(" ext ", simplify(safe.fold(text))))
    number = _find(written, region) if written else None
    if number is None:
        return PhoneEntry(typed, None, None, "unknown", False, safe.digits(written or ""))
    return PhoneEntry(
        typed,
        e164=(e164 := format_number(number, PhoneNumberFormat.E164)),
        region=region_code_for_number(number),
        kind=_KINDS.get(number_type(number), "unknown"),
        verified=True,
        digits=e164[1:],
    )


def _mobile(text: str, region: str | None) -> PhoneEntry | None:
    """A mobile number of the region as nearly all are typed, found by the library's own patterns; None if it is not.

    Read whole it would be the same, but take a hundred times as long, which a list of a million feels.
    """
    if len(text) > TYPED_LENGTH or not _AT_ONCE.fullmatch(text):
        return None
    digits = text.replace(" ", "").replace("-", "")
    for place in REGIONS if digits[0] == "+" else (region,) if region in REGIONS else ():
        form = _mobiles(place)
        if digits[0] == "+":
            own = digits.removeprefix(form.country)
        else:
            own = digits.removeprefix("0") if form.trunk else digits
        if form.mobile.fullmatch(own) and not form.other.fullmatch(own):
            e164 = form.country + own
            return PhoneEntry(text, e164, place, "mobile", True, e164[1:])
    return None


class _Mobiles(NamedTuple):
    """The mobile numbers of a region: its +86, whether a 0 goes before them, and what else might look like one."""

    country: str
    trunk: bool
    mobile: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _mobiles(region: str) -> _Mobiles:
    known = PhoneMetadata.metadata_for_region(region)
    assert known is not None and known.mobile is not None and known.mobile.national_number_pattern is not None
    assert known.country_code and COUNTRY_CODE_TO_REGION_CODE[known.country_code] == (region,)
    lengths = "|".join(f".{{{length}}}" for length in known.mobile.possible_length)
    kinds = [getattr(known, name) for name in _NOT_MOBILE]
    other = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    # What is dialled before a number (a carrier, the way abroad, the country itself) is taken off by the slow reading.
    before = (known.national_prefix_for_parsing, known.international_prefix, str(known.country_code))
    other += [f"(?:{prefix}).*" for prefix in before if prefix]
    return _Mobiles(
        f"+{known.country_code}",
        known.national_prefix_for_parsing == "0",
        re.compile(f"(?=(?:{lengths})$)(?:{known.mobile.national_number_pattern})"),
        re.compile("|".join(other)),
    )


def is_dialable(entry: PhoneEntry) -> bool:
    """Whether what was typed may be some phone's number, known or not: it has as many digits as one."""
    return entry.verified or _SHORTEST <= len(entry.digits) <= _LONGEST


def grouped(text: str, region: str | None) -> str:
    """A number on its way, its digits in groups as the shop's `region` writes them: 13812341 → 138 1234 1.

    What is no number stays as it is: words, a further number behind a whole one, more digits than any number has.
    """
    figures = _figures(text, region)
    if figures is None:
        return text
    writing = AsYouTypeFormatter(region or "ZZ")
    written = ""
    for figure in figures:
        written = writing.input_digit(figure)
    return written.rstrip() + (" " if text.endswith(" ") and figures else "")


def ungrouped(text: str, region: str | None) -> str:
    """What was typed of a number that `grouped` has written: only its digits and plus; else the text."""
    figures = _figures(text, region)
    return text if figures is None else figures


def _figures(text: str, region: str | None) -> str | None:
    """The digits and plus of a text that is a number and nothing else."""
    written = safe.fold(text)
    if not _GROUPED.fullmatch(written):
        return None
    figures = "".join(char for char in written if char in "+0123456789")
    first = written.rpartition(" ")[0]
    several = len(figures) > _LONGEST or (bool(first) and read_phone(first, region).verified)
    return None if several else figures


def split_phones(text: str, region: str | None) -> list[PhoneEntry]:
    """Every number in one cell, however they are set apart, none twice. Empty text gives none."""
    if found := _mobile(text, region):
        return [found]
    parts = [part.strip() for part in _SEVERAL.split(text) if safe.clean(part)]
    entries = [entry for part in parts for entry in _spaced(part, region)]
    if len(parts) > 1 and not any(entry.verified for entry in entries):
        together = read_phone(_SEVERAL.sub("", text), region)
        entries = [together] if together.verified else entries
    return list({entry.e164 or entry.typed: entry for entry in entries}.values())


def pretty(phone: str, region: str | None) -> str:
    """An E.164 number as people write it: nationally in its own region, else with its country code."""
    number = _e164(phone)
    if number is None:
        return phone
    own = region_code_for_number(number) == region
    return format_number(number, PhoneNumberFormat.NATIONAL if own else PhoneNumberFormat.INTERNATIONAL)


def _undamaged(written: str) -> str | None:
    """Digits again for a number that Excel made a float; None if digits are lost."""
    if found := _FLOAT.fullmatch(written):
        return found[1]
    if found := _SCIENTIFIC.fullmatch(written):
        kept = len(found[2] or "") >= int(found[3])
        return f"{Decimal(written):f}".split(".")[0] if kept else None
    return written


def _find(written: str, region: str | None) -> PhoneNumber | None:
    digits = safe.digits(written)
    tries = [(written, region)]
    if digits.startswith("00"):
        tries.append(("+" + digits[2:], None))
    if _COUNTRY_CODE.fullmatch(digits):
        tries.append(("+" + digits, None))
    tries += [(digits, place) for place, form in _ELSEWHERE if form.fullmatch(digits)]
    for attempt, place in tries:
        try:
            number = parse(attempt, place)
        except NumberParseException:
            continue
        if is_valid_number(number):
            return number
    return None


def _spaced(part: str, region: str | None) -> list[PhoneEntry]:
    """One cell part as one number, or as several set apart by spaces if each of them is real."""
    whole = read_phone(part, region)
    if whole.verified or " " not in whole.typed:
        return [whole]
    found: list[PhoneEntry] = []
    held = ""
    for word in part.split():
        held = f"{held} {word}".strip()
        entry = read_phone(held, region)
        if entry.verified:
            found.append(entry)
            held = ""
    return [whole] if held else found


def _e164(phone: str) -> PhoneNumber | None:
    if not phone.startswith("+"):
        return None
    try:
        return parse(phone, None)
    except NumberParseException:
        return None
