"""What a clerk gets for a typed day, time or birthday."""

import datetime as dt

import pytest
from borax.calendars.lunardate import LCalendars, LunarDate
from hypothesis import example, given
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.dates import (
    PartialDate,
    next_occurrence,
    read_date,
    read_partial,
    read_time,
    read_when,
    words,
)

TODAY = dt.date(2026, 11, 21)  # a Saturday
NOW = dt.datetime(2026, 11, 21, 14, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
dates = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
birthdays = st.one_of(
    st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(lambda d: PartialDate("solar", d.month, d.day)),
    dates.map(lambda d: PartialDate("solar", d.month, d.day, year=d.year)),
    st.builds(PartialDate, st.just("lunar"), st.integers(1, 12), st.integers(1, 30), st.booleans()),
)


@pytest.fixture
def in_chinese():
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[(form, "2026-11-21") for form in ("2026-11-21", "20261121", "2026/11/21", "2026.11.21", "1121")],
        *[(form, "2026-11-21") for form in ("21/11", "11/21", "21/11/2026", "21 Nov", "Nov 21, 2026", "11月21")],
        *[(form, "2026-03-05") for form in ("2026/3/5", "2026.3.5", "2026年3月5日", "2026 年 3 月 5 号", "0305")],
        *[(form, "2026-03-05") for form in ("２０２６－３－５", "三月五日", "二〇二六年三月五日", "5 March", "5/3")],
        *[(form, "2026-11-24") for form in ("+3", "＋３", "+3天", "3天后", "三天後", "+3 days", "大后天")],
        *[(form, "2026-11-19") for form in ("-2", "前天", "2天前")],
        *[(form, "2026-11-21") for form in ("today", "今天", "TODAY", "周六", "sat", "Saturday", "-0")],
        *[(form, "2026-11-22") for form in ("tomorrow", "明天", "sunday", "星期天", "周日", "禮拜日", "本周日")],
        *[(form, "2026-11-20") for form in ("yesterday", "昨天", "本周五")],
        *[(form, "2026-11-23") for form in ("后天", "後天", "mon")],
        *[(form, "2026-11-25") for form in ("下周三", "下星期三", "下個禮拜三", "next wed", "next Wednesday", "周三")],
        *[(form, "2026-11-27") for form in ("周五", "fri", "下週五")],
        *[(form, "2026-12-05") for form in ("+2w", "两周后", "下下周六")],
    ],
)
def test_a_day_is_read(typed, meant):
    assert read_date(typed, TODAY) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "this", "coming", "gone"),
    [
        ("正月初八", "2026-02-24", "2027-02-13", "2026-02-24"),
        ("腊月二十", "2027-01-27", "2027-01-27", "2026-02-07"),
        ("农历8-15", "2026-09-25", "2027-09-15", "2026-09-25"),
        ("lunar 8-15", "2026-09-25", "2027-09-15", "2026-09-25"),
        ("八月十五", "2026-09-25", "2027-09-15", "2026-09-25"),
        ("十月十三", "2026-11-21", "2026-11-21", "2026-11-21"),
        *[("2025年八月十五", *["2025-10-06"] * 3), ("2025年闰六月初一", *["2025-07-25"] * 3)],
    ],
)
def test_a_lunar_day_is_read_as_one(typed, this, coming, gone):
    assert read_date(typed, TODAY) == dt.date.fromisoformat(this)
    assert read_date(typed, TODAY, "coming") == dt.date.fromisoformat(coming)
    assert read_date(typed, TODAY, "gone") == dt.date.fromisoformat(gone)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("腊月三十", "That lunar month has 29 days."), ("闰四月初一", "The lunar year 2026 has no leap month 4.")],
)
def test_a_lunar_day_that_its_year_does_not_have_is_refused(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_date(typed, TODAY)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("typed", "coming", "gone"),
    [
        *[(form, "2027-01-05", "2026-01-05") for form in ("0105", "5/1", "5 Jan", "1月5日", "01-05")],
        ("1121", "2026-11-21", "2026-11-21"),
        ("1224", "2026-12-24", "2025-12-24"),
        ("2026-01-05", "2026-01-05", "2026-01-05"),
        ("+3", "2026-11-24", "2026-11-24"),
    ],
)
def test_a_day_without_its_year_is_the_next_or_the_last_one_where_that_is_meant(typed, coming, gone):
    assert read_date(typed, TODAY, "coming") == dt.date.fromisoformat(coming)
    assert read_date(typed, TODAY, "gone") == dt.date.fromisoformat(gone)


@pytest.mark.parametrize(
    ("typed", "coming", "gone"),
    [
        *[(form, "2026-12-15", "2026-11-15") for form in ("15", "15号", "十五号", "15日", "15th", "the 15th")],
        *[(form, "2026-11-30", "2026-10-30") for form in ("30", "三十号")],
        *[(form, "2026-12-31", "2026-10-31") for form in ("31", "the 31st")],
        *[(form, "2026-11-21", "2026-11-21") for form in ("21", "21st")],
    ],
)
def test_a_day_without_its_month_is_the_next_or_the_last_one_that_a_month_has(typed, coming, gone):
    assert read_date(typed, TODAY, "coming") == dt.date.fromisoformat(coming)
    assert read_date(typed, TODAY, "gone") == dt.date.fromisoformat(gone)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[(form, "2026-11-28") for form in ("下周", "下个星期", "next week", "in a week", "一周后")],
        *[(form, "2026-11-14") for form in ("上周", "last week", "a week ago", "一周前")],
        *[(form, "2026-12-21") for form in ("下个月", "下月", "next month", "一个月后", "+1m", "in a month")],
        *[(form, "2027-02-21") for form in ("三个月后", "+3 months", "+3月", "in three months", "3 months later")],
        *[(form, "2027-05-21") for form in ("半年后", "+6m", "六个月以后")],
        *[(form, "2026-12-06") for form in ("半个月后", "+15")],
        *[(form, "2027-11-21") for form in ("一年后", "+1y", "in a year")],
        *[(form, "2026-11-30") for form in ("月底", "本月底", "这个月底", "月末", "end of the month", "month end")],
        *[(form, "2026-12-31") for form in ("下月底", "下个月底", "end of next month", "年底", "end of the year")],
        *[(form, "2026-12-05") for form in ("下月5号", "下个月五号", "下月5日")],
        ("下月初", "2026-12-01"),
    ],
)
def test_a_day_is_read_as_people_say_it(typed, meant):
    assert read_date(typed, TODAY) == dt.date.fromisoformat(meant)


def test_months_on_from_a_long_month_end_with_the_shorter_one():
    assert read_date("三个月后", dt.date(2026, 11, 30)) == dt.date(2027, 2, 28)
    assert read_date("月底", dt.date(2028, 2, 3)) == dt.date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["10 30", "3 15", "15 10:30"])
def test_a_bare_number_beside_a_time_is_no_day(typed):
    with pytest.raises(EntryError):
        read_when(typed, dt.datetime(2026, 11, 21, 10, 12).astimezone())


def test_the_leap_day_is_looked_for_in_the_year_that_is_meant():
    assert read_date("0229", dt.date(2027, 11, 21), "coming") == dt.date(2028, 2, 29)
    assert read_date("0229", dt.date(2029, 1, 3), "gone") == dt.date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["0229", "2月29日", "29 Feb"])
@pytest.mark.parametrize(
    ("today", "coming", "gone"),
    [
        ("2026-12-31", "2028-02-29", "2024-02-29"),
        ("2028-02-28", "2028-02-29", "2024-02-29"),
        ("2028-02-29", "2028-02-29", "2028-02-29"),
        ("2028-03-01", "2032-02-29", "2028-02-29"),
        ("2095-06-01", "2096-02-29", "2092-02-29"),
        ("1903-12-31", "1904-02-29", None),
        ("2098-01-01", None, "2096-02-29"),
    ],
)
def test_the_next_or_the_last_leap_day_may_be_years_away(typed, today, coming, gone):
    day = dt.date.fromisoformat(today)
    for toward, meant in (("coming", coming), ("gone", gone)):
        if meant:
            assert read_date(typed, day, toward) == dt.date.fromisoformat(meant)
        else:
            with pytest.raises(EntryError):
                read_date(typed, day, toward)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-21", "2026-11-21"), ("1121", "2026-11-21"), ("21/11", "2026-11-21"), ("１１／２１", "2026-11-21"),
        ("+3", "2026-11-24"), ("明天", "2026-11-22"), ("tomorrow", "2026-11-22"), ("下周三", "2026-11-25"),
        ("next wed", "2026-11-25"), ("yesterday", "2026-11-20"), ("昨天", "2026-11-20"), ("１１月２１日", "2026-11-21"),
    ],
)  # fmt: skip
def test_what_a_clerk_types_most_is_read_in_both_languages(in_chinese, language, typed, meant):
    i18n.set_language(language)
    assert read_date(typed, TODAY) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30 Feb", "There is no 30 February."),
        ("2月30日", "There is no 30 February."),
        ("2025-02-29", "There is no 29 February in 2025."),
        ("31/4", "There is no 31 April."),
        ("0", "Write a date, like 2026-11-21, 1121 or +3."),
        ("1332", "There is no month 13."),
        ("0500", "There is no 0 May."),
        ("1066-10-14", "The year 1066 cannot be right."),
        ("+9999周", "The year 2218 cannot be right."),
        ("26-11-21", "Write the year with four digits."),
        ("05/06/90", "Write the year with four digits."),
        ("", "Write a date, like 2026-11-21, 1121 or +3."),
        ("soon", "Write a date, like 2026-11-21, 1121 or +3."),
    ],
)
def test_no_day_is_refused_in_words(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_date(typed, TODAY)
    assert str(refusal.value) == sentence


def test_the_order_of_3_5_follows_the_language(in_chinese):
    assert read_date("3/5", TODAY) == dt.date(2026, 3, 5)
    i18n.set_language("en")
    assert read_date("3/5", TODAY) == dt.date(2026, 5, 3)


@given(dates)
@example(dt.date(2024, 2, 29))
def test_a_day_written_any_way_reads_back(day):
    y, m, d = day.year, day.month, day.day
    for written in (
        *(
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{y}/{m}/{d}",
            f"{y}.{m}.{d}",
            f"{y}年{m}月{d}日",
            f"{d}/{m}/{y}",
        ),
        *(f"{day:%d %b %Y}", f"{day:%B} {d}, {y}", words(PartialDate("solar", m, d, year=y))),
    ):
        assert read_date(written, TODAY) == day
        assert read_partial(written, TODAY) == PartialDate("solar", m, d, year=y)


@given(dates.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_a_day_without_its_year_is_this_year(day):
    for written in (f"{day:%m%d}", f"{day.month}月{day.day}日", f"{day:%d %b}", f"{day:%m-%d}"):
        assert read_date(written, TODAY) == day.replace(year=2026)


@given(dates, st.integers(-400, 400))
def test_a_shift_counts_days(day, n):
    if dt.date(1900, 1, 1) <= day + dt.timedelta(n) <= dt.date(2100, 12, 31):
        assert read_date(f"{n:+}", day) == day + dt.timedelta(n)


@given(dates.filter(lambda day: day.year < 2100), st.sampled_from("一二三四五六日"))
def test_a_bare_weekday_is_within_the_week_ahead(day, name):
    found = read_date("周" + name, day)
    assert 0 <= (found - day).days < 7
    assert "一二三四五六日"[found.weekday()] == name


SOLAR = [("1990-05-06", 1990), ("90-5-6", 1990), ("900506", 1990), ("90年5月6日", 1990), ("05年5月6日", 2005)]
SOLAR += [("6 May 1990", 1990), ("06/05/90", 1990), ("05-06", None), ("5月6日", None), ("0506", None)]
SOLAR += [("阳历5月6日", None), ("五月六日", None), ("1990.5.6(公历)", 1990), ("6 May", None)]


@pytest.mark.parametrize(("typed", "year"), SOLAR)
def test_a_solar_birthday(typed, year):
    assert read_partial(typed, TODAY) == PartialDate("solar", 5, 6, year=year)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("正月初八", PartialDate("lunar", 1, 8)),
        *[(form, PartialDate("lunar", 8, 15)) for form in ("农历八月十五", "農曆八月十五", "八月十五", "阴历8.15")],
        *[(form, PartialDate("lunar", 8, 15)) for form in ("农历8-15", "农历0815", "lunar 8-15", "8-15（农）")],
        ("闰四月初一", PartialDate("lunar", 4, 1, leap=True)),
        ("閏四月初一", PartialDate("lunar", 4, 1, leap=True)),
        ("lunar leap 4-1", PartialDate("lunar", 4, 1, leap=True)),
        ("腊月廿三", PartialDate("lunar", 12, 23)),
        ("臘月三十", PartialDate("lunar", 12, 30)),
        ("冬月十一", PartialDate("lunar", 11, 11)),
        ("十一月十一", PartialDate("lunar", 11, 11)),
        ("1990年八月十五", PartialDate("lunar", 8, 15, year=1990)),
        ("一九九〇年闰五月初三", PartialDate("lunar", 5, 3, leap=True, year=1990)),
    ],
)
def test_a_lunar_birthday(typed, meant):
    assert read_partial(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["8-15", "8/15", "0815", "8月15日", "8.15"])
def test_a_lunar_column_makes_bare_figures_lunar(typed):
    assert read_partial(typed, TODAY, lunar=True) == PartialDate("lunar", 8, 15)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2月30日", "There is no 30 February."),
        ("2023-02-29", "There is no 29 February in 2023."),
        ("农历8-31", "That lunar month has 30 days."),
        ("lunar 1990-13-1", "There is no month 13."),
        ("1990年闰四月初三", "The lunar year 1990 has no leap month 4."),
        ("01-02-03", "Write the year with four digits."),
    ],
)
def test_no_birthday_is_refused_in_words(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_partial(typed, TODAY)
    assert str(refusal.value) == sentence


@given(birthdays)
def test_words_read_back(partial):
    assert read_partial(words(partial), TODAY) == partial


@given(birthdays)
def test_chinese_words_read_back(partial):
    i18n.set_language("zh_CN")
    try:
        assert read_partial(words(partial), TODAY) == partial
    finally:
        i18n.set_language("en")


def test_chinese_words(in_chinese):
    assert words(PartialDate("lunar", 8, 15)) == "农历八月十五"
    assert words(PartialDate("lunar", 4, 1, leap=True, year=2020)) == "农历2020年闰四月初一"
    assert words(PartialDate("lunar", 12, 23)) == "农历腊月廿三"
    assert words(PartialDate("solar", 5, 6, year=1990)) == "1990年5月6日"


@pytest.mark.parametrize(
    ("partial", "after", "falls"),
    [
        (PartialDate("solar", 5, 6, year=1990), "2026-11-21", "2027-05-06"),
        (PartialDate("solar", 11, 21), "2026-11-21", "2026-11-21"),
        (PartialDate("solar", 2, 29), "2026-11-21", "2027-02-28"),
        (PartialDate("solar", 2, 29), "2027-11-21", "2028-02-29"),
        (PartialDate("lunar", 1, 1), "2026-11-21", "2027-02-06"),  # Spring Festival
        (PartialDate("lunar", 8, 15), "2026-01-01", "2026-09-25"),  # Mid-Autumn
        (PartialDate("lunar", 4, 1, leap=True), "2020-04-24", "2020-05-23"),  # 2020 had a leap fourth month
        (PartialDate("lunar", 4, 1, leap=True), "2021-01-01", "2021-05-12"),  # 2021 had none
        (PartialDate("lunar", 4, 1), "2020-01-25", "2020-04-23"),
        (PartialDate("lunar", 12, 30), "2025-01-01", "2025-01-28"),  # the twelfth month had 29 days
        (PartialDate("lunar", 12, 29), "2101-01-28", "2101-01-28"),  # the last known lunar day
    ],
)
def test_the_next_birthday(partial, after, falls):
    found = next_occurrence(partial, dt.date.fromisoformat(after), "02-28")
    assert found == dt.date.fromisoformat(falls)


def test_the_leap_day_falls_where_the_shop_says():
    assert next_occurrence(PartialDate("solar", 2, 29), TODAY, "03-01") == dt.date(2027, 3, 1)


def test_lunar_days_end_in_2100():
    with pytest.raises(EntryError, match="1900 to 2100"):
        next_occurrence(PartialDate("lunar", 1, 1), dt.date(2101, 1, 1), "02-28")


@given(birthdays, st.dates(dt.date(1900, 2, 1), dt.date(2098, 12, 31)), st.sampled_from(["02-28", "03-01"]))
def test_the_next_birthday_is_never_past_nor_more_than_a_year_away(partial, after, leap_day):
    found = next_occurrence(partial, after, leap_day)
    assert found >= after
    assert (found - after).days <= (366 if partial.calendar == "solar" else 385)
    assert next_occurrence(partial, found, leap_day) == found


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_leap_month_birthday_falls_in_the_leap_month_where_there_is_one(year, month):
    ordinary = PartialDate("lunar", month, 1)
    leap = PartialDate("lunar", month, 1, leap=True)
    start = LunarDate(year, 1, 1).to_solar_date()
    days = (next_occurrence(leap, start, "02-28") - next_occurrence(ordinary, start, "02-28")).days
    expected = LCalendars.ndays(year, month) if LCalendars.leap_month(year) == month else 0
    assert days == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[
            (form, "15:00")
            for form in ("15:00", "15", "1500", "3pm", "3 p.m.", "下午3点", "下午三點", "15点整", "15：00")
        ],
        *[(form, "15:30") for form in ("1530", "15.30", "15点半", "下午三点半", "3:30 PM", "15点30分", "下午3:30")],
        *[(form, "09:30") for form in ("930", "0930", "9:30", "上午9点半", "早上九点半", "9:30:00")],
        *[(form, "00:00") for form in ("0", "0000", "12am", "晚上12点", "凌晨12点")],
        *[(form, "12:00") for form in ("12", "12pm", "中午12点", "12点", "noon", "中午", "Noon")],
        *[(form, "13:15") for form in ("中午1点一刻", "下午1点15")],
        *[(form, "20:45") for form in ("晚上八点三刻", "8:45pm")],
    ],
)
def test_a_time_is_read(typed, meant):
    assert read_time(typed) == dt.time.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[(form, "15:00") for form in ("3点", "3", "3:00", "三点", "300", "15", "3pm", "下午3点")],
        *[(form, "03:00") for form in ("凌晨3点", "3am", "03:00", "0300", "早上3点")],
        *[("1", "13:00"), ("7:30", "19:30"), ("8", "08:00"), ("9", "09:00"), ("12:30", "12:30"), ("0", "00:00")],
    ],
)
def test_a_bare_hour_is_one_of_the_shops_day(typed, meant):
    assert read_time(typed, in_shop=True) == dt.time.fromisoformat(meant)
    assert read_time("3:00") == dt.time(3), "elsewhere as it stands"


@pytest.mark.parametrize("typed", ["24:00", "15:60", "99", "", "noonish", "9:5", "-1", "3pm am", "下午3点pm"])
def test_no_time_is_refused(typed):
    with pytest.raises(EntryError):
        read_time(typed)


@given(st.times())
def test_a_time_reads_back(time):
    time = time.replace(second=0, microsecond=0)
    for written in (f"{time:%H:%M}", f"{time:%H%M}", f"{time.hour}点{time.minute}分", f"{time:%I:%M %p}"):
        assert read_time(written) == time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:00", "2026-11-21 15:00"),
        ("9:00", "2026-11-21 09:00"),
        *[(form, "2026-11-21 15:00") for form in ("3点", "3", "3:00")],
        *[(form, "2027-01-05 10:30") for form in ("0105 10:30", "1月5日10:30", "5/1 10:30")],
        *[(form, "2026-11-22 15:00") for form in ("tomorrow 3:00", "明天3点")],
        *[(form, "2026-11-22 03:00") for form in ("tomorrow 3am", "明天凌晨3点", "tomorrow 03:00")],
        *[(form, "2026-11-22 12:00") for form in ("tomorrow noon", "明天中午")],
        *[(form, "2026-11-22 10:30") for form in ("tomorrow 10:30", "明天10:30", "明天上午十点半", "10:30 tomorrow")],
        *[(form, "2026-11-22 15:00") for form in ("明天下午3点", "明天下午三点", "3pm tomorrow", "+1 1500")],
        *[(form, "2026-11-23 15:00") for form in ("11-23 15:00", "11月23日下午3点", "1123 1500", "周一三点pm")],
        *[(form, "2026-11-25 10:00") for form in ("周三十点", "下周三 10点")],
        *[(form, "2026-11-21 20:00") for form in ("今晚8点", "今天晚上八点")],
        *[(form, "2026-11-21 14:42") for form in ("+30", "+30 min", "+30分钟", "30分钟后", "半小时后")],
        *[(form, "2026-11-21 16:12") for form in ("+2h", "2小时后", "两个小时后")],
    ],
)
def test_a_moment_is_read(typed, meant):
    assert read_when(typed, NOW) == dt.datetime.fromisoformat(meant).replace(tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("tomorrow", "Add the time"), ("11-23", "Add the time"), ("whenever", "Write when"), ("", "Write when")],
)
def test_no_moment_is_refused(typed, sentence):
    with pytest.raises(EntryError, match=sentence):
        read_when(typed, NOW)


@given(st.text() | st.text("0123456789-/.年月日初闰正周三天点半:+ am农历½"))
def test_any_text_is_read_or_refused(text):
    for read in (
        lambda: read_date(text, TODAY),
        lambda: read_partial(text, TODAY),
        lambda: read_partial(text, TODAY, lunar=True),
        lambda: read_time(text),
        lambda: read_when(text, NOW),
    ):
        try:
            assert read() is not None
        except EntryError as refusal:
            assert str(refusal)
