"""The shop's numbers (assets/policy.toml), typed and checked. The shop's own policy.toml goes before them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from counter_tui.i18n import _, assets
from counter_tui.shop.tomlfile import Loaded, Mistake, TomlFile, faults
from counter_tui.shop.trade_in import TradeIn
from counter_tui.text import fold
from counter_tui.tomltext import KeyPath

Reason = Literal[
    "first", "second", "regular", "cleaning", "check", "birthday", "anniversary", "festival", "campaign", "visit",
    "special", "callback", "promise", "complaint", "care", "reminder", "after_event", "balance",
]  # fmt: skip
Days = Annotated[int, Meta(ge=0, le=366)]
SomeDays = Annotated[int, Meta(ge=1, le=366)]
Months = Annotated[int, Meta(ge=1, le=120)]
Time = Annotated[dt.time, Meta(tz=False)]

FILE = "policy.toml"

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_RETIRED = (("entitlements", "cleaning_months"),)
"""Numbers that were shipped once and did nothing: a shop's own policy may still name them and stays right."""
_DAY_MINUTES = 24 * 60
_MOST_QUIET_DAYS = 60


class Revisits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When customers are contacted (mission C2, B9). In days and months as named; pairs are first and last day."""

    first_days: tuple[Days, Days]
    second_from_days: SomeDays
    second_within_days: SomeDays
    second_latest_days: SomeDays
    contacts_per_year: Annotated[int, Meta(ge=1, le=12)]
    regular_window_days: Days
    cleaning_months: Months
    check_months: Months
    window_days: Days
    together_days: Days
    date_window_days: Annotated[int, Meta(ge=0, le=60)]
    coming_days: Annotated[int, Meta(ge=1, le=60)]
    visit_followup_days: tuple[Days, Days]
    sign_days: SomeDays
    leap_day: Literal["02-28", "03-01"]


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """A day of mourning or a holiday, or days from the first to the last of them."""

    first: dt.date
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day <= (self.last or self.first)


class Calls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and how often a number may be called (mission C5, C10). A span of `rest` may go past midnight.

    On `quiet_dates` nothing is offered, and nobody is called but for the `promised_reasons`.
    """

    rest: tuple[tuple[Time, Time], ...]
    quiet_dates: tuple[Quiet, ...]
    promised_reasons: tuple[Reason, ...]
    promotional_per_day: Annotated[int, Meta(ge=0, le=10)]
    tries_before_text: Annotated[int, Meta(ge=1, le=20)]
    answer_days: SomeDays
    busy_again_minutes: Annotated[int, Meta(ge=1, le=1440)]
    retry_hours: tuple[Time, ...]
    promotional_reasons: tuple[Reason, ...]

    def quiet(self, day: dt.date) -> bool:
        """Whether `day` is a quiet one."""
        return any(dates.holds(day) for dates in self.quiet_dates)


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days the shop is closed: 1 = Monday … 7 = Sunday, and single dates."""

    closed_weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...]
    closed_dates: tuple[dt.date, ...]

    def holds(self, day: dt.date) -> bool:
        """Whether the shop is open on `day`."""
        return day.isoweekday() not in self.closed_weekdays and day not in self.closed_dates


class Entitlements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What comes with a piece (mission B3)."""

    repair_months: Annotated[int, Meta(ge=0, le=1200)]
    exchange_days: Days


class Complaints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How soon an open complaint is reported to the supervisor (mission F3)."""

    report_days: Annotated[int, Meta(ge=0, le=30)]


class Campaigns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days around a campaign's day (mission G2), for events to come: nothing asks for them yet."""

    call_days_before: Days
    text_days_before: Days
    check_days_before: Days
    after_days: Days


class Visits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a home visit lasts at most (mission C12)."""

    home_minutes: Annotated[int, Meta(ge=5, le=480)]


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every number of the shop's policy."""

    revisits: Revisits
    calls: Calls
    opening: Opening
    entitlements: Entitlements
    trade_in: TradeIn
    complaints: Complaints
    campaigns: Campaigns
    visits: Visits


class ShippedPolicyError(Exception):
    """The policy that comes with the program is itself wrong, so there is nothing to fall back on."""


def load_policy(shop: Path | None) -> Loaded[Policy]:
    """The policy of a shop's folder: its policy.toml with what it leaves out taken from the shipped one.

    A wrong file of the shop is refused whole: the shipped numbers hold and the mistakes say why.
    """
    shipped_file = TomlFile.read(assets() / FILE)
    shipped = _read(shipped_file, shipped_file.data, {})
    if shipped is None:
        raise ShippedPolicyError("\n".join(mistake.sentence for mistake in shipped_file.mistakes))
    path = _own(shop)
    if path is None:
        return Loaded(shipped)
    file = TomlFile.read(path)
    policy = _read(file, _completed(shipped_file.data, file.data), shipped_file.data)
    return Loaded(policy or shipped, tuple(file.mistakes))


def check_policy(path: Path) -> list[Mistake]:
    """Every mistake of one policy file; what it leaves out is no mistake unless it is the shipped one."""
    shipped = assets() / FILE
    file = TomlFile.read(path)
    if path.resolve() == shipped.resolve():
        _read(file, file.data, {})
        return file.mistakes
    return check_own(file)


def check_own(file: TomlFile) -> list[Mistake]:
    """Every mistake of a policy of the shop's own, in the order of its lines."""
    shipped = TomlFile.read(assets() / FILE).data
    _read(file, _completed(shipped, file.data), shipped)
    return file.mistakes


def policy_files(shop: Path | None) -> list[Path]:
    """The policy files in use: the shipped one, and the shop's own if there is one."""
    own = _own(shop)
    return [assets() / FILE, *([own] if own else [])]


def _own(shop: Path | None) -> Path | None:
    path = shop / FILE if shop else None
    return path if path and path.exists() else None


def _completed(shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The shop's keys over the shipped ones, section by section."""
    both = dict(shipped)
    for name, section in own.items():
        known = shipped.get(name)
        both[name] = {**known, **section} if isinstance(known, dict) and isinstance(section, dict) else section
    for name, key in _RETIRED:
        if isinstance(section := both.get(name), dict):
            both[name] = {known: value for known, value in section.items() if known != key}
    return both


def _read(file: TomlFile, data: dict[str, Any], shipped: dict[str, Any]) -> Policy | None:
    """The policy in `data`; None after noting every mistake, for which `shipped` stands in to find the others."""
    if file.mistakes:
        return None
    data, shipped = _timed(data), _timed(shipped)
    wrong = list(faults(data, Policy))
    for path, expected in wrong:
        file.add(path, expected)
    if wrong and not shipped:
        return None
    policy = msgspec.convert(_mended(data, shipped, [path for path, _expected in wrong]), Policy)
    for path, expected in (*_contradictions(policy), *_no_retries(policy, file.data)):
        file.add(path, expected)
    file.sort()
    return None if file.mistakes else policy


def _mended(data: dict[str, Any], shipped: dict[str, Any], wrong: list[KeyPath]) -> dict[str, Any]:
    """`data` with the shipped value for each wrong one, and without keys that nobody knows."""
    mended = {name: dict(section) if isinstance(section, dict) else section for name, section in data.items()}
    for path in wrong:
        inside, usual = (mended, shipped) if len(path) == 1 else (mended[str(path[0])], shipped[str(path[0])])
        key = str(path[min(len(path), 2) - 1])
        if key in usual:
            inside[key] = usual[key]
        else:
            inside.pop(key, None)
    return mended


def _timed(data: dict[str, Any]) -> dict[str, Any]:
    """The times of `[calls]` as times, and its single quiet dates as spans of one day."""
    readers = {"rest": _span, "retry_hours": clock_time, "quiet_dates": _quiet}
    calls = data.get("calls")
    if not isinstance(calls, dict):
        return data
    lists = {key: reader for key, reader in readers.items() if isinstance(calls.get(key), list)}
    read = {key: [reader(value) for value in calls[key]] for key, reader in lists.items()}
    return {**data, "calls": {**calls, **read}}


def _quiet(value: Any) -> Any:
    return value if isinstance(value, dict) else {"from": value}


def _span(pair: Any) -> Any:
    return [clock_time(text) for text in pair] if isinstance(pair, list) else pair


def clock_time(text: Any) -> Any:
    """`12:30` or `9:00` as a time of day; anything else as it is, to be refused with its place."""
    typed = _CLOCK.fullmatch(fold(text)) if isinstance(text, str) else None
    if typed and int(typed[1]) < 24 and int(typed[2]) < 60:
        return dt.time(int(typed[1]), int(typed[2]))
    return text


def _contradictions(policy: Policy) -> Iterator[tuple[KeyPath, str]]:
    """Numbers that are right alone but not together."""
    revisits = policy.revisits
    for key in ("first_days", "visit_followup_days"):
        first, last = getattr(revisits, key)
        if first > last:
            yield ("revisits", key), _("{key}: the first day must not be after the last").format(key=key)
    if revisits.second_latest_days < revisits.first_days[1]:
        wanted = _("second_latest_days: expected {n} or more, the last day of first_days")
        yield ("revisits", "second_latest_days"), wanted.format(n=revisits.first_days[1])
    for index, (start, end) in enumerate(policy.calls.rest):
        if start == end:
            yield ("calls", "rest", index), _("rest: expected two different times")
    if len(_resting(policy.calls.rest)) >= _DAY_MINUTES:
        yield ("calls", "rest"), _("rest: expected some time of the day in which calls may be made")
    for index, quiet in enumerate(policy.calls.quiet_dates):
        days = ((quiet.last or quiet.first) - quiet.first).days
        where = ("calls", "quiet_dates", index)
        if days < 0:
            yield where, _("{key}: the first day must not be after the last").format(key="quiet_dates")
        elif days >= _MOST_QUIET_DAYS:
            yield where, _("quiet_dates: expected at most {n} days in a row").format(n=_MOST_QUIET_DAYS)
    if len(set(policy.opening.closed_weekdays)) == 7:
        yield ("opening", "closed_weekdays"), _("closed_weekdays: expected at least one open day a week")


def _no_retries(policy: Policy, written: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Hours of the retry plan at which nobody may be called, if the file itself names them: a shop that only rests at
    other times goes without those of the shipped plan."""
    calls = written.get("calls")
    if not isinstance(calls, dict) or "retry_hours" not in calls:
        return
    for index, hour in enumerate(policy.calls.retry_hours):
        if hour.hour * 60 + hour.minute in _resting(policy.calls.rest):
            sentence = _("retry_hours: {time} lies in the rest hours, expected a time at which calls may be made")
            yield ("calls", "retry_hours", index), sentence.format(time=f"{hour:%H:%M}")


def _resting(rest: tuple[tuple[dt.time, dt.time], ...]) -> set[int]:
    """The minutes of the day that are rest time."""
    resting: set[int] = set()
    for start, end in rest:
        first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
        resting.update(range(first, last if first <= last else last + _DAY_MINUTES))
    return {minute % _DAY_MINUTES for minute in resting}
