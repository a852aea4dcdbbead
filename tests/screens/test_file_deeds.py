"""From the file, without a call: a promise, a complaint and its end, and a talk at the counter by a script."""

from __future__ import annotations

import pytest
from textual import events

from counter_tui.i18n import _
from counter_tui.models import Claim, Complaint, Consent, Contact, Customer, Promise, Revisit, Sale, new_uuid
from counter_tui.shop.promises import PromiseEntry, make
from counter_tui.shop.sales import VisitEntry, record_visit
from counter_tui.shop.trace import ShopError
from counter_tui.widgets.lookup_box import LookupBox
from counter_tui.widgets.message_line import MessageLine
from tests.conftest import SATURDAY
from tests.screens.conftest import LANGUAGES

LONG = "the clasp opens by itself when she takes the coat off, and she would like to know who pays if it is lost"


async def chosen(c, action: str) -> None:
    """Choose an action of the file in the menu, by its number."""
    from counter_tui.screens.menu import items

    number = next(item.number for item in items(c.app.screen) if item.action == action)
    await c.press("f9")
    await c.type(f"{number}")


@LANGUAGES
async def test_a_promise_and_a_complaint_made_at_the_counter(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "promise")
        await c.type("ask the workshop")
        await c.press("enter")
        await c.type("+3")
        await c.press("f2")
        assert "ask the workshop" in c.text
        await chosen(c, "complaint")
        await c.press("1", "enter")
        await c.type("bent")
        await c.press("enter")
        await c.type("mend it")
        await c.press("f2")
        assert "B000001" in c.text
        await chosen(c, "close_complaint")
        await c.press("enter")
        await c.type("all right")
        await c.press("enter")
        c.look()
        assert (Promise.get().what, Complaint.get().state, Complaint.get().closed_words) == (
            "ask the workshop", "closed", "all right",
        )  # fmt: skip
        c.close()


async def test_a_welcome_by_the_script_is_noted_as_a_visit_to_the_counter(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "talk")
        await c.type("welcome")
        await c.press("enter")
        assert c.screen == "CallScreen" and c.app.screen.sheet.script == "welcome"
        await c.press("enter", "f2", "1", "enter")
        row = Contact.get()
        assert (row.direction, row.channel, row.script, row.outcome) == ("counter", "counter", "welcome", "reached")


@LANGUAGES
async def test_the_hour_of_a_planned_contact_stands_in_the_sentence_and_in_the_file(
    counter, stocked, language: str
) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "plan")
        await c.type("2026-12-03")
        await c.press("enter")
        await c.type("10")
        await c.press("f2")
        assert {"en": "Planned for Thu 3 Dec 10:00.", "zh_CN": "已安排在12月3日 周四 10:00。"}[language] in c.text
        assert {"en": "Planned contact", "zh_CN": "联系"}[language] in next(
            line for line in c.lines()[3:20] if {"en": "3 Dec 10:00 ", "zh_CN": "12月3日 10:00 "}[language] in line
        )


@LANGUAGES
@pytest.mark.parametrize("known", [False, True])
async def test_a_visit_to_somebody_without_an_address_says_so_when_it_is_planned(
    counter, stocked, language: str, known: bool
) -> None:
    async with counter(stocked, language) as c:
        await c.behind(Customer.update(address="3 Pearl Road" if known else ""))
        await c.press(*"5678", "enter")
        await chosen(c, "plan")
        await c.type("2026-12-03")
        await c.press("enter", "enter")
        await c.type({"en": "visit", "zh_CN": "上门"}[language])
        await c.press("f2")
        assert (_("There is no address on file yet: ask for it.") in c.lines()[22]) is not known


async def test_without_an_open_complaint_there_is_none_to_close(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "close_complaint")
        assert "No complaint is open." in c.text


@pytest.mark.parametrize(
    ("action", "keys", "module", "deed"),
    [
        ("cleaned", (), "revisits", "record_cleaning"),
        ("consent", ("1",), "customers", "consent"),
        ("consent", ("4",), "reminders", "remind"),
    ],
)
async def test_what_was_not_saved_is_not_said_to_be_noted(
    counter, stocked, monkeypatch, action: str, keys: tuple[str, ...], module: str, deed: str
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise ShopError("Not saved: the disk is full.")

    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        monkeypatch.setattr(f"counter_tui.shop.{module}.{deed}", full)
        await chosen(c, action)
        await c.press(*keys)
        assert c.screen == "CustomerScreen"
        assert c.app.screen.query_one(MessageLine).text == "Not saved: the disk is full."


@LANGUAGES
async def test_what_happened_is_read_in_full(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await c.app.desk.ask(make, 2, PromiseEntry(LONG, SATURDAY.date()), 1)
        await c.app.screen.reload()
        await c.settle()
        assert LONG not in " ".join(c.text.split())
        await mark(c, {"en": "Promised until", "zh_CN": "答应“"}[language])
        await c.press("enter")
        assert c.screen == "Happening"
        panel = " ".join(line.strip("│ ╭╮╰╯─") for line in c.lines())
        assert LONG in " ".join(panel.split())
        assert "2026" in c.text
        await c.press("escape")
        assert c.screen == "CustomerScreen"
        assert {"en": "Promised until", "zh_CN": "答应“"}[language] in marked(c)


async def test_a_long_happening_scrolls(counter, stocked) -> None:
    async with counter(stocked) as c:
        words = "\n".join(f"line {n}" for n in range(40))
        entry = VisitEntry(2, SATURDAY.date(), new_uuid(), looked_at="rings", note=words)
        await c.app.desk.ask(record_visit, entry, 1)
        await c.press(*"5678", "enter")
        await mark(c, "Visit without")
        await c.press("enter")
        assert "line 0" in c.text and "line 39" not in c.text
        await c.press(*["pagedown"] * 4)
        assert "line 39" in c.text and c.text.count("│ line 39") <= 1


async def test_enter_says_what_it_will_do(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        assert "Enter Call" in c.lines()[-1] and "Enter Read" not in c.lines()[-1]
        await c.press("end")
        assert "Enter Read" in c.lines()[-1] and "Enter Call" not in c.lines()[-1]


@LANGUAGES
async def test_the_file_says_what_the_customer_will_not_have(counter, stocked, language: str) -> None:
    """Service by message goes on: what is refused must stand where the clerk reads who this is."""
    words = {"en": "! Wants no calls (said Sat 21 Nov)", "zh_CN": "!不要打电话（11月21日周六）"}[language]
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        assert words not in left(c, language)
        await chosen(c, "consent")
        await c.press("3")
        assert words in left(c, language)
        await chosen(c, "consent")
        await c.press("1")
        assert words not in left(c, language)


async def test_no_contact_at_all_is_said(counter, stocked) -> None:
    async with counter(stocked) as c:
        for channel in ("any", "text"):
            await c.behind(Consent.insert(customer=2, purpose="service", channel=channel, granted=False))
        await c.press(*"5678", "enter")
        assert "! Wants no contact at all (said Sat 21 Nov)" in left(c, "en")
        assert "! Wants no text messages (said Sat 21 Nov)" in left(c, "en")


async def mark(c, words: str) -> None:
    """Go down to the line with these words."""
    for _line in range(30):
        if words in marked(c):
            return
        await c.press("down")
    raise AssertionError(f"no line says {words}:\n{c.text}")


def marked(c) -> str:
    """The marked line."""
    return next(line for line in c.lines() if "│›" in line)


def left(c, language: str) -> str:
    """The left pane's words, however they are wrapped."""
    lines = [line.split("│")[1].strip() for line in c.lines() if line.count("│") >= 4]
    return (" " if language == "en" else "").join(lines).replace("" if language == "en" else " ", "")


@LANGUAGES
async def test_who_types_on_a_file_looks_for_somebody_and_calls_nobody(counter, stocked, language: str) -> None:
    """A name or four digits and Enter open a file, here as on Today."""
    async with counter(stocked, language) as c:
        for typed, number in (("1234", "C000001"), ("Carter", "C000002"), ("單雪", "C000004")):
            if c.screen == "TodayScreen":
                await c.press(*"9999", "enter")
            await c.pilot.press(*typed)
            await c.settle()
            assert c.screen == "Lookup" and c.app.screen.query_one(LookupBox).text == typed
            await c.press("enter")
            assert c.screen == "CustomerScreen" and number in c.lines()[0]
        c.look()
        assert Contact.select().count() == 0 and Claim.select().count() == 0
        c.close()


async def test_what_is_pasted_on_a_file_is_looked_for_and_a_space_is_not(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "space")
        assert c.screen == "CustomerScreen"
        c.app.post_message(events.Paste("138 1234\n9999"))
        await c.settle()
        assert c.screen == "Lookup" and c.app.screen.query_one(LookupBox).text == "138 1234 9999"
        await c.press("escape")
        assert c.screen == "CustomerScreen"


async def test_enter_on_a_planned_message_offers_its_words(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Revisit.update(channel="wechat").where(Revisit.customer == 1))
        await c.press(*"1234", "enter", "enter")
        assert c.screen == "Send"


@LANGUAGES
async def test_what_is_planned_for_later_begins_only_after_a_question(counter, stocked, language: str) -> None:
    asked = {"en": "This is planned for Wed 25 Nov. Make it now?", "zh_CN": "定在11月25日 周三，现在就办吗？"}[language]
    async with counter(stocked, language) as c:
        await c.press(*"1234", "enter")
        await mark(c, {"en": "Birthday ", "zh_CN": "生日 "}[language])
        await c.press("enter")
        assert c.screen == "Confirm" and asked in c.text
        await c.press("enter")
        assert c.screen == "CustomerScreen" and Claim.select().count() == 0
        await c.press("enter", "2")
        assert c.screen == "CallScreen"
        await c.press("escape", "escape", *["down"] * 4)
        assert c.screen == "TodayScreen" and marked(c).count("25")
        await c.press("enter")
        assert asked in c.text
        c.close()


@LANGUAGES
async def test_what_is_planned_names_its_piece_but_never_a_gift(counter, stocked, language: str) -> None:
    piece = {"en": "Phone · 18K gold diamond ring", "zh_CN": "电话 · 18K金钻石戒指"}[language]
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter", "home")
        planned = "\n".join(c.lines()[3:20])
        assert piece in planned
        await c.behind(Sale.update(gift=True).where(Sale.customer == 2))
        await c.press("escape", *"5678", "enter", "home")
        assert piece not in c.text
