"""Closed days and rest hours: read as they are typed, written into the shop's own policy, in use at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.shop.entry import EntryError
from counter_tui.shop.policy import load_policy
from counter_tui.shop.shop_times import (
    change_policy,
    closed_words,
    read_closed,
    read_rest,
    read_weekdays,
    rest_words,
    weekday_words,
)
from counter_tui.shop.tomlfile import Mistake
from tests.conftest import SATURDAY

TODAY = SATURDAY.date()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days(first: str, last: str) -> tuple[dt.date, ...]:
    many = (day(last) - day(first)).days + 1
    return tuple(day(first) + dt.timedelta(days=n) for n in range(many))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Where the shop's own policy would be."""
    return tmp_path / "policy.toml"


def change_rest(own: Path, spans: tuple[tuple[str, str], ...]) -> list[Mistake]:
    return change_policy(own.parent, {("calls", "rest"): spans})


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("12:30-14:30, 20:00-9:00", (("12:30", "14:30"), ("20:00", "09:00"))),
        ("１２：３０－１４：３０、20:00~9:00", (("12:30", "14:30"), ("20:00", "09:00"))),
        ("12:30 至 14:30；", (("12:30", "14:30"),)),
        ("", ()),
    ],
)
def test_rest_hours_are_read_as_they_are_typed(typed: str, spans: tuple[tuple[str, str], ...]) -> None:
    assert read_rest(typed) == spans


@pytest.mark.parametrize("typed", ["12:30", "12:30-", "12-14", "25:00-26:00", "12:30-14:60", "noon", "1:00-2:00-3:00"])
def test_what_is_no_span_of_time_is_refused(typed: str) -> None:
    with pytest.raises(EntryError, match="12:30-14:30"):
        read_rest(typed)


def test_rest_hours_are_written_into_the_shops_own_policy_and_all_else_stays(own: Path) -> None:
    before = "# ours\n[visits]\nhome_minutes = 20 # Mei asked\n[calls] # see below\nrest = [] # none\n# end\n"
    own.write_text(before, "utf-8")
    assert change_rest(own, (("13:00", "14:00"),)) == []
    assert own.read_text("utf-8") == before.replace("rest = []", 'rest = [["13:00", "14:00"]]')
    loaded = load_policy(own.parent)
    assert rest_words(loaded.value) == "13:00-14:00"
    assert loaded.value.visits.home_minutes == 20


def test_a_shop_without_a_policy_of_its_own_gets_one_with_its_rest_hours_only(own: Path) -> None:
    assert change_rest(own, read_rest(rest_words(load_policy(None).value))) == []
    assert own.read_text("utf-8") == '[calls]\nrest = [["12:30", "14:30"], ["20:00", "09:00"]]\n'


@pytest.mark.parametrize("spans", [(("09:00", "21:00"), ("20:00", "09:00")), (("12:00", "12:00"),)])
def test_rest_hours_that_leave_no_time_are_not_written(own: Path, spans: tuple[tuple[str, str], ...]) -> None:
    own.write_text("[visits]\nhome_minutes = 1 # wrong, but no matter here\n", "utf-8")
    before = own.read_bytes()
    (mistake,) = change_rest(own, spans)
    assert "rest" in mistake.expected
    assert own.read_bytes() == before


def test_rest_hours_over_the_shops_own_retry_hours_are_not_written(own: Path) -> None:
    own.write_text('[calls]\nretry_hours = ["10:30"]\n', "utf-8")
    (mistake,) = change_rest(own, (("10:00", "11:00"),))
    assert "10:30 lies in the rest hours" in mistake.expected
    assert "rest =" not in own.read_text("utf-8")


def test_another_mistake_in_the_policy_does_not_stop_the_rest_hours(own: Path) -> None:
    own.write_text("[visits]\nhome_minutes = 1\n", "utf-8")
    assert change_rest(own, (("13:00", "14:00"),)) == []
    assert "13:00" in own.read_text("utf-8")


def test_a_policy_that_cannot_be_read_is_told_with_its_line(own: Path) -> None:
    own.write_text("[visits]\nhome_minutes\n", "utf-8")
    (mistake,) = change_rest(own, ())
    assert mistake.line == 2
    assert own.read_text("utf-8") == "[visits]\nhome_minutes\n"


@pytest.mark.parametrize(
    ("typed", "closed"),
    [
        ("Sun", (7,)),
        ("周日", (7,)),
        ("Mon, Tue", (1, 2)),
        ("周一和周三", (1, 3)),
        ("weekends", (6, 7)),
        ("Sat-Sun", (6, 7)),
    ],
)
def test_weekdays_are_read_as_they_are_typed(typed: str, closed: tuple[int, ...]) -> None:
    assert read_weekdays(typed) == closed


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@given(st.frozensets(st.integers(1, 7), max_size=6))
def test_weekdays_shown_are_read_again_as_they_were(language: str, closed: frozenset[int]) -> None:
    i18n.set_language(language)
    words = weekday_words(closed)
    assert (read_weekdays(words) if words else ()) == tuple(sorted(closed))


@pytest.mark.parametrize("typed", ["7", "holiday", "Mon after 18:00", "Mon-Sun", "every day"])
def test_what_is_no_weekday_or_leaves_no_day_is_refused(typed: str) -> None:
    with pytest.raises(EntryError, match=r"Weekdays, like Sun|at least one day of the week"):
        read_weekdays(typed)


@pytest.mark.parametrize(
    ("typed", "closed"),
    [
        ("2027-02-06 – 2027-02-12", days("2027-02-06", "2027-02-12")),
        ("2027-02-06 - 2027-02-08, 1 May", (*days("2027-02-06", "2027-02-08"), day("2027-05-01"))),
        ("2月6日至12日", days("2027-02-06", "2027-02-12")),
        ("2027年2月6日到2027年2月7日、5月1日", (*days("2027-02-06", "2027-02-07"), day("2027-05-01"))),
        ("6 to 12 Feb", days("2027-02-06", "2027-02-12")),
        ("30 Dec ~ 2 Jan", days("2026-12-30", "2027-01-02")),
        ("12月25日", (day("2026-12-25"),)),
        ("25 Dec, 25 Dec", (day("2026-12-25"),)),
    ],
)
def test_holidays_are_read_as_they_are_typed(typed: str, closed: tuple[dt.date, ...]) -> None:
    i18n.set_language("zh_CN" if "月" in typed else "en")
    assert read_closed(typed, TODAY) == closed


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@given(st.frozensets(st.dates(TODAY, dt.date(2028, 12, 31)), max_size=20))
def test_holidays_shown_are_read_again_as_they_were(language: str, closed: frozenset[dt.date]) -> None:
    i18n.set_language(language)
    assert read_closed(closed_words(closed), TODAY) == tuple(sorted(closed))


@pytest.mark.parametrize("typed", ["soon", "2027-02-12 – 2027-02-06", "2027-01-01 – 2027-12-31", "2027-02-30"])
def test_what_is_no_holiday_is_refused(typed: str) -> None:
    with pytest.raises(EntryError):
        read_closed(typed, TODAY)


def test_closed_days_are_written_as_days_and_hold(own: Path) -> None:
    own.write_text("[opening] # ours\nclosed_weekdays = [1] # Monday\n", "utf-8")
    closed = days("2027-02-06", "2027-02-07")
    wanted = {("opening", "closed_weekdays"): (7,), ("opening", "closed_dates"): closed}
    assert change_policy(own.parent, wanted) == []
    lines = "[opening] # ours\nclosed_weekdays = [7] # Monday\nclosed_dates = [2027-02-06, 2027-02-07]\n"
    assert own.read_text("utf-8") == lines
    opening = load_policy(own.parent).value.opening
    assert (opening.closed_weekdays, opening.closed_dates) == ((7,), closed)
