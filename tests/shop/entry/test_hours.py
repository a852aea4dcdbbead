"""When a customer likes to be called: read as clerks write it, or left as plain words when it could mean two things."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.shop.entry.hours import hours_words, read_hours

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 11, 23)

UNDERSTOOD = {
    "14:30-18:00": "14:30–18:00",
    "１４：３０－１８：００": "14:30–18:00",
    "10-12, 15:00-17:00": "10:00–12:00, 15:00–17:00",
    "1430-1800": "14:30–18:00",
    "14.30 ~ 18.00": "14:30–18:00",
    "from 10 to 12": "10:00–12:00",
    "between 10 and 12": "10:00–12:00",
    "9-6": "09:00–18:00",
    "11-2": "11:00–14:00",
    "2-5pm": "14:00–17:00",
    "10am-2pm": "10:00–14:00",
    "下午2-5点": "14:00–17:00",
    "早9点到晚6点": "09:00–18:00",
    "十点到十一点半": "10:00–11:30",
    "晚上10点到12点": "after 22:00",
    "18:00-24:00": "after 18:00",
    "after 14:30": "after 14:30",
    "after 2": "after 14:00",
    "before 11": "before 11:00",
    "14:30以后": "after 14:30",
    "下午两点后": "after 14:00",
    "晚上7点后": "after 19:00",
    "早上10点前": "before 10:00",
    "after 14:30 before 18:00": "14:30–18:00",
    "before 11, after 14:30": "before 11:00, after 14:30",
    "上午": "06:00–12:00",
    "afternoons": "12:00–18:00",
    "evenings": "18:00–22:00",
    "evenings after 7": "19:00–22:00",
    "中午": "11:30–13:30",
    "before lunch": "before 11:30",
    "中午以后": "after 13:30",
    "mornings and evenings": "06:00–12:00, 18:00–22:00",
    "Mon-Fri": "Mon–Fri",
    "Monday to Friday": "Mon–Fri",
    "weekends": "Sat, Sun",
    "周末": "Sat, Sun",
    "工作日": "Mon–Fri",
    "周六日": "Sat, Sun",
    "周一三五": "Mon, Wed, Fri",
    "Fri-Mon": "Mon, Fri–Sun",
    "not Mon": "Tue–Sun",
    "周一除外": "Tue–Sun",
    "周一、周二除外": "Wed–Sun",
    "工作日，周一除外": "Tue–Fri",
    "weekdays except Wed": "Mon, Tue, Thu, Fri",
    "除周一外下午都行": "Tue–Sun 12:00–18:00",
    "Mon-Fri after 18:00": "Mon–Fri after 18:00",
    "after 18:00 on weekdays": "Mon–Fri after 18:00",
    "weekday mornings": "Mon–Fri 06:00–12:00",
    "工作日上午": "Mon–Fri 06:00–12:00",
    "周一十点后": "Mon after 10:00",
    "周一到周五下午两点到五点": "Mon–Fri 14:00–17:00",
    "Mon-Fri after 18:00; weekends any time": "Mon–Fri after 18:00; Sat, Sun",
    "周末全天，平日18点后": "Sat, Sun; Mon–Fri after 18:00",
    "10-12 Mon, 15-17 Wed": "Mon 10:00–12:00; Wed 15:00–17:00",
    "evenings and weekends": "18:00–22:00; Sat, Sun",
    "not before 10": "after 10:00",
    "中午不要打电话": "before 11:30, after 13:30",
    "Mon-Fri not noon": "Mon–Fri before 11:30, after 13:30",
    "not Mon; not Tue": "Wed–Sun",
    "随时": "any time",
}  # fmt: skip

LEFT_AS_WORDS = [
    "", "电话", "after work", "下班后", "ask her husband", "13812341234", "10:30", "下午3点左右", "两三点后", "after 7",
    "7-9", "25:00-26:00", "after", "Mon -", "not", "不", "18:00-17:30pm", "every day but Mon", "not Mon afternoon",
    "周一上午除外", "not Mon not Tue", "2026-11-21", "weekdays not weekdays", "not Mon, Tue-Fri after 18:00", "22-2",
    "周五以后",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words"), UNDERSTOOD.items())
def test_hours_are_read_as_clerks_write_them(typed: str, words: str) -> None:
    hours = read_hours(typed)
    assert hours is not None
    assert hours.words == words
    assert hours_words(typed) == f"understood: {words}"


@pytest.mark.parametrize("typed", LEFT_AS_WORDS)
def test_what_is_not_certain_stays_words(typed: str) -> None:
    assert read_hours(typed) is None
    assert hours_words(typed) == ""


@pytest.mark.parametrize("typed", UNDERSTOOD)
def test_what_is_understood_is_understood_again_from_its_own_words(typed: str) -> None:
    hours = read_hours(typed)
    assert hours is not None
    assert read_hours(hours.words) == hours


def test_when_a_call_is_welcome() -> None:
    hours = read_hours("Mon-Fri after 18:00; Sat 10-12")
    assert hours is not None
    assert not hours.allows(MONDAY + 17 * 60 * MINUTE + 59 * MINUTE)
    assert hours.allows(MONDAY + 18 * 60 * MINUTE)
    assert hours.next_from(MONDAY + 17 * 60 * MINUTE) == MONDAY + 18 * 60 * MINUTE
    assert hours.next_from(MONDAY + 5 * DAY) == MONDAY + 5 * DAY + 600 * MINUTE
    assert hours.next_from(MONDAY + 5 * DAY + 720 * MINUTE) == MONDAY + 7 * DAY + 18 * 60 * MINUTE


@given(st.sampled_from(list(UNDERSTOOD)), st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)))
def test_the_next_welcome_moment_is_the_soonest(typed: str, moment: dt.datetime) -> None:
    hours = read_hours(typed)
    assert hours is not None
    then = hours.next_from(moment)
    assert moment <= then < moment + 8 * DAY
    assert hours.allows(then)
    if then > moment:
        assert not hours.allows(moment)
        assert not hours.allows(then - dt.timedelta(microseconds=1))
        assert not hours.allows(moment + (then - moment) * 0.5)


WORDS = [
    *UNDERSTOOD,
    "not",
    "除",
    "后",
    "前",
    "-",
    "到",
    "and",
    "或",
    ",",
    "；",
    "周一",
    "8",
    "下午",
    "pm",
    "24:00",
    "am",
    "不要",
    "外",
    " ",
]


@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=30))
def test_nothing_typed_is_an_error_and_what_is_read_leaves_time_to_call(typed: str) -> None:
    hours = read_hours(typed)
    if hours is not None:
        assert hours.words
        assert hours.slots
        for slot in hours.slots:
            assert slot.days <= set(range(1, 8))
            assert slot.days
            assert slot.spans
            assert all(0 <= start < end <= 24 * 60 for start, end in slot.spans)


def test_the_words_are_chinese_for_a_chinese_clerk() -> None:
    i18n.set_language("zh_CN")
    hours = read_hours("Mon-Fri after 18:00; 周末")
    assert hours is not None
    assert "周一" in hours.words
    assert "；周六、周日" in hours.words
