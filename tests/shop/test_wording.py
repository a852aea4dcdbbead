"""The trade's things as they are said: to the clerk, and to the customer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from counter_tui.i18n import set_language
from counter_tui.shop.wording import certificate_words, window_words
from tests.conftest import SATURDAY

TODAY = SATURDAY.date()


@dataclass(frozen=True)
class Planned:
    """A contact by its days, counted from today."""

    reason: str
    days: tuple[int, int, int]
    hour: dt.time | None = None

    @property
    def anchor(self) -> dt.date:
        return TODAY + dt.timedelta(self.days[0])

    @property
    def due(self) -> dt.date:
        return TODAY + dt.timedelta(self.days[1])

    @property
    def closes(self) -> dt.date:
        return TODAY + dt.timedelta(self.days[2])


@pytest.mark.parametrize(
    ("reason", "days", "english", "chinese"),
    [
        ("birthday", (0, 0, 2), "birthday today", "今天生日"),
        ("anniversary", (0, 0, 2), "today", "今天"),
        ("birthday", (-1, -1, 1), "1 day ago", "已过1天"),
        ("birthday", (-2, 0, 0), "2 days ago", "已过2天"),
        ("birthday", (4, 4, 6), "Wed 25 Nov", "11月25日 周三"),
        ("birthday", (-3, -3, -1), "1 day late", "逾期1天"),
        ("birthday", (1, 0, 2), "until 23 Nov", "到11月23日"),
        ("regular", (0, 0, 2), "until 23 Nov", "到11月23日"),
    ],
)
def test_whose_birthday_it_is_can_be_seen(reason: str, days: tuple[int, int, int], english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh_CN", chinese)):
        set_language(language)
        assert window_words(Planned(reason, days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [(0, "at 10:00", "定在10:00"), (12, "3 Dec 10:00", "12月3日 10:00"), (47, "7 Jan 10:00", "1月7日 10:00")],
)
def test_the_agreed_hour_is_told_before_its_day_too(days: int, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh_CN", chinese)):
        set_language(language)
        assert window_words(Planned("special", (days, days, days), dt.time(10)), TODAY) == words


def test_the_list_of_another_day_does_not_call_it_today() -> None:
    assert window_words(Planned("birthday", (4, 4, 6)), TODAY + dt.timedelta(4)) == "on the day"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("lab", "certificate", "said"),
    [
        ("gia", "2141438171", "GIA 2141438171"),
        ("ngtc", "NGTC 88123456789", "NGTC 88123456789"),
        ("ngtc", "88123456789", "NGTC 88123456789"),
        ("other", "A-7", "A-7"),
        ("", "A-7", "A-7"),
        ("金质所", "A-7", "金质所 A-7"),
        ("gia", "", ""),
    ],
)
def test_a_certificate_with_who_gave_it(language: str, lab: str, certificate: str, said: str) -> None:
    set_language(language)
    assert certificate_words(lab, certificate) == said
