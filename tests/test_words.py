"""Days, whiles and sums as a clerk reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from counter_tui import clock, i18n, words

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def in_november() -> Iterator[None]:
    clock.hold(dt.datetime(2026, 11, 21, 10, 12))
    yield
    clock.hold(None)


@pytest.fixture
def chinese() -> None:
    i18n.set_language("zh_CN")


def test_days_in_english(in_november: None) -> None:
    assert words.day_words(TODAY) == "Sat 21 Nov 2026"
    assert words.short_day(dt.date(2026, 11, 23)) == "Mon 23 Nov"
    assert words.month_words(TODAY) == "November 2026"
    assert words.weekday_words()[0] == "Mo"
    assert words.moment_words(dt.datetime(2026, 11, 21, 9, 5)) == "Sat 21 Nov 09:05"


def test_days_in_chinese(in_november: None, chinese: None) -> None:
    assert words.day_words(TODAY) == "2026年11月21日 周六"
    assert words.short_day(dt.date(2026, 11, 23)) == "11月23日 周一"
    assert words.month_words(TODAY) == "2026年11月"
    assert words.weekday_words()[6] == "日"
    assert words.moment_words(dt.datetime(2026, 11, 21, 9, 5)) == "11月21日 周六 09:05"


def test_a_day_of_another_year_names_its_year(in_november: None) -> None:
    assert words.short_day(dt.date(2054, 4, 9)) == "Thu 9 Apr 2054"
    assert words.brief_day(dt.date(2027, 1, 5)) == "5 Jan 2027"
    assert words.moment_words(dt.datetime(2027, 1, 5, 9, 5)) == "Tue 5 Jan 2027 09:05"
    assert words.brief_day(dt.date(2026, 1, 5)) == "5 Jan"
    assert words.brief_day(dt.date(2027, 1, 5), near=True) == "5 Jan"


def test_a_day_of_another_year_names_its_year_in_chinese(in_november: None, chinese: None) -> None:
    assert words.short_day(dt.date(2054, 4, 9)) == "2054年4月9日 周四"
    assert words.brief_day(dt.date(2027, 1, 5)) == "2027年1月5日"
    assert words.brief_day(dt.date(2026, 1, 5)) == "1月5日"


AGO = [
    (0, "today", "今天"),
    (-1, "yesterday", "昨天"),
    (1, "tomorrow", "明天"),
    (-3, "3 days ago", "3天前"),
    (3, "in 3 days", "3天后"),
    (-13, "13 days ago", "13天前"),
    (-14, "2 weeks ago", "2周前"),
    (-60, "8 weeks ago", "8周前"),
    (-61, "2 months ago", "2个月前"),
    (61, "in 2 months", "2个月后"),
    (-365, "12 months ago", "12个月前"),
    (-729, "23 months ago", "23个月前"),
    (-730, "2 years ago", "2年前"),
    (-731, "2 years ago", "2年前"),
    (-3653, "10 years ago", "10年前"),
]


@pytest.mark.parametrize(("days", "english", "hanzi"), AGO)
def test_how_far_a_day_lies(days: int, english: str, hanzi: str) -> None:
    assert words.ago(TODAY + dt.timedelta(days), TODAY) == english
    i18n.set_language("zh_CN")
    assert words.ago(TODAY + dt.timedelta(days), TODAY) == hanzi


@pytest.mark.parametrize(
    ("date", "today", "said"),
    [
        ("2024-12-01", "2027-12-01", "3 years ago"),
        ("2024-12-02", "2027-12-01", "2 years ago"),
        ("2027-02-01", "2027-05-01", "3 months ago"),
        ("2027-02-02", "2027-05-01", "2 months ago"),
        ("2027-05-01", "2027-02-01", "in 3 months"),
        ("2026-12-31", "2027-02-28", "2 months ago"),
        ("2024-02-29", "2026-02-28", "2 years ago"),
        ("2027-08-31", "2027-02-28", "in 6 months"),
        ("1926-11-21", "2026-11-21", "100 years ago"),
    ],
)
def test_months_and_years_are_those_of_the_calendar(date: str, today: str, said: str) -> None:
    assert words.ago(dt.date.fromisoformat(date), dt.date.fromisoformat(today)) == said


@pytest.mark.parametrize(
    ("amount", "region", "shown"),
    [
        ("1280", "CN", "¥1,280.00"),
        ("1280.5", "HK", "HK$1,280.50"),
        ("0", "SG", "S$0.00"),
        ("1234567.89", "MY", "RM1,234,567.89"),
        ("1280", "TW", "NT$1,280"),
        ("1280.50", "TW", "NT$1,280.50"),
        ("-50", "MO", "-MOP$50.00"),
        ("12", "other", "12.00"),
    ],
)
def test_money_of_each_region(amount: str, region: str, shown: str) -> None:
    assert words.money_words(Decimal(amount), region) == shown


@pytest.mark.parametrize(
    ("hour", "english", "hanzi"),
    [
        (4, "evening", "夜里"),
        (9, "morning", "上午"),
        (12, "afternoon", "中午"),
        (15, "afternoon", "下午"),
        (19, "evening", "晚上"),
    ],
)
def test_parts_of_the_day(hour: int, english: str, hanzi: str) -> None:
    moment = dt.datetime(2026, 11, 21, hour)
    assert words.daypart(moment) == english
    i18n.set_language("zh_CN")
    assert words.daypart(moment) == hanzi


@given(st.dates())
def test_weekday_heads_are_two_cells_and_no_day_is_nameless(date: dt.date) -> None:
    for code in i18n.LANGUAGES:
        i18n.set_language(code)
        assert {cell_len(head) for head in words.weekday_words()} == {2}
        assert str(date.day) in words.day_words(date)
        assert str(date.year) in words.month_words(date)
    i18n.set_language("en")
