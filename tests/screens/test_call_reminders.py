"""“No reminders, please”: said in the call, told before it is done, on the file, and taken back there (mission A7)."""

from __future__ import annotations

from counter_tui.models import Consent, Contact, Revisit
from tests.screens.conftest import LANGUAGES
from tests.screens.test_file_deeds import chosen, left, mark

WORDS = {
    "en": (
        "Wants no reminders",
        "Service reminders stop: 1 planned is taken off.",
        "! Wants no service reminders (said",
    ),
    "zh_CN": ("不要再提醒", "以后不再做服务提醒：已排的1个取消。", "!不要服务提醒（"),
}
BACK = {"en": "2 service reminders are planned again.", "zh_CN": "重新排上了2个服务提醒。"}
BESIDE = {"en": "Service reminders: no", "zh_CN": "服务提醒：不要"}


def services() -> list[str]:
    rows = Revisit.select().where(Revisit.customer == 2, Revisit.open_series.is_null(False))
    return sorted(row.reason for row in rows if row.reason in ("cleaning", "check"))


@LANGUAGES
async def test_no_reminders_said_in_the_cleaning_call(counter, stocked, language: str) -> None:
    answer, stops, on_file = WORDS[language]
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await mark(c, {"en": "Cleaning", "zh_CN": "清洗"}[language])
        await c.press("enter", "2", "enter", "enter", "enter", "enter", "5")  # though it is not due yet
        assert answer in c.text
        await c.press("enter", "f2", "1")
        assert stops in c.text and Consent.select().count() == 0
        await c.press("enter")
        assert stops.rstrip(".。") in c.text and Contact.get().outcome == "reached"
        assert services() == []
        assert on_file in left(c, language)
        await c.press("home")
        await mark(c, {"en": "Second revisit", "zh_CN": "二次回访"}[language])
        await c.press("enter", "2")
        assert BESIDE[language].replace(" ", "") in c.text.replace(" ", "")
        await c.press("escape")
        await chosen(c, "consent")
        await c.press("4")
        assert BACK[language] in c.text and on_file not in left(c, language)
        assert services() == ["check", "cleaning"]


@LANGUAGES
async def test_no_reminders_said_at_the_counter(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "consent")
        await c.press("4")
        c.look()
        assert WORDS[language][2] in left(c, language)
        assert services() == []
        assert {row.channel for row in Revisit.select().where(Revisit.customer == 2, Revisit.state == "open")} == {
            "phone"
        }
        c.close()
