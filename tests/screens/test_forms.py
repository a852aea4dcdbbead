"""Files, sales and visits, typed (mission A1, A2, B1, B9, C1): one key a field, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from counter_tui import clock
from counter_tui.models import AuditEntry, Clerk, Customer, Draft, ImportantDate, Phone, Piece, Revisit, Sale, Visit
from counter_tui.screens.customer_form import new_customer_specs
from counter_tui.screens.drafts import reopen
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.context import Shop
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import DateEntry, consent, correct, entry_of
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.findings import Learned
from counter_tui.shop.outcomes import finish
from counter_tui.shop.people import clerks
from counter_tui.shop.sales import PieceEntry
from counter_tui.shop.trace import ShopError
from counter_tui.shop.undo import last_steps, take_back
from counter_tui.shop.wishes import promotion_of
from tests.conftest import SATURDAY
from tests.screens.conftest import BOTH, LANGUAGES


@LANGUAGES
async def test_a_sale_to_a_known_customer_costs_one_key_a_field(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"1234", "enter", "f2")
        typed = [
            "", "", "INV-9", "", "KR-1801", "ring", "18k", "3.215", "diamond", "0.30", "ngtc", "8812345", "hk13",
            "forever", "412.50", "380", "4652.52", "",
        ]  # fmt: skip
        for text in typed:
            await c.type(text)
            await c.press("enter")
        assert c.screen == "Planned"
        piece = Piece.select().join(Sale).where(Sale.invoice == "INV-9").get()
        assert (piece.kind, piece.metal, piece.stone, piece.lab) == ("ring", "k18", "diamond", "ngtc")
        assert (piece.weight, piece.carat) == (Decimal("3.215"), Decimal("0.3"))
        assert (piece.price, piece.ring_mm) == (Decimal("4652.52"), Decimal("16.6"))
        assert piece.sale.day == dt.date(2026, 11, 21)
        first = Revisit.get(Revisit.sale == piece.sale, Revisit.reason == "first")
        assert (first.due, first.closes) == (dt.date(2026, 11, 24), dt.date(2026, 11, 28))
        await c.press("enter")
        assert c.screen == "CustomerScreen"


async def test_the_plan_can_be_changed_before_it_is_accepted(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f2", "f5")
        await c.press("f2")
        await c.type("1234")
        await c.press("enter", "enter")
        for _field in range(5):
            await c.press("enter")
        await c.type("ring")
        await c.press("f2")
        assert c.screen == "Planned"
        await c.press("1")
        await c.press("tab")
        for _char in range(5):
            await c.press("backspace")
        await c.type("wechat")
        await c.press("tab")
        await c.type("send the care card")
        await c.press("enter")
        assert "send the care card" in c.text
        await c.press("enter")
        row = Revisit.get(Revisit.topic == "send the care card")
        assert row.channel == "wechat"


@LANGUAGES
async def test_a_new_customer_in_the_same_form(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("f2")
        await c.type("欧阳娜娜")
        await c.press("enter")
        assert c.screen == "Lookup"
        await c.press("enter")
        assert c.screen == "SaleScreen"
        await c.press("enter")
        await c.type("13700001111")
        await c.press("enter")
        await c.type("女")
        await c.press("enter")
        await c.type("正月初八")
        await c.press("enter")
        for _field in range(5):
            await c.press("enter")
        await c.type("pendant")
        await c.press("f2")
        assert c.screen == "Planned"
        customer = Customer.get(Customer.name == "欧阳娜娜")
        assert (customer.klass, customer.sex) == ("A", "f")
        assert customer.phones.get().e164 == "+8613700001111"
        birthday = Revisit.get(Revisit.reason == "birthday", Revisit.customer == customer)
        assert birthday.due == dt.date(2027, 2, 13)


async def test_two_pieces_in_one_sale(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f2", *["enter"] * 5)
        await c.type("ring")
        await c.press(*["tab"] * 11)
        await c.type("yes")
        await c.press("enter")
        assert "Piece 2" in c.text
        await c.press("enter")
        await c.type("bangle")
        await c.press("f2")
        assert [p.kind for p in Piece.select().where(Piece.sale == Sale.select().order_by(Sale.id.desc()).get())] == [
            "ring",
            "bangle",
        ]


@pytest.mark.parametrize("second", ["", "bangle"])
async def test_a_second_piece_that_was_asked_for_and_left_empty_is_asked_about_once(
    counter, stocked, second: str
) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f2", *["enter"] * 5)
        await c.type("ring")
        await c.press(*["tab"] * 11)
        await c.type("yes")
        await c.press("enter", "f2")
        assert (c.screen, c.app.screen.form.at) == ("SaleScreen", "p2.style") and "Really no piece 2?" in c.text
        if second:
            await c.press("enter")
            await c.type(second)
        await c.press("f2")
        assert c.screen == "Planned" and "张晓红: saved. Planned next:" in c.lines()[0]
        newest = Sale.select().order_by(Sale.id.desc()).get()
        assert [piece.kind for piece in newest.pieces] == ["ring", *[second] * bool(second)]


async def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_saved(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f2", *["enter"] * 5)
        await c.type("ring")
        await c.press("tab", "tab")
        for text, words in (("3.2157", "3 digits"), ("-2", ""), ("nan", "")):
            await c.type(text)
            await c.press("f2")
            line = next(line for line in c.lines() if "Weight g" in line)
            assert "! " in line
            assert words in line + c.lines()[22]
            await c.press("ctrl+u")
        assert Sale.select().count() == 4


async def test_a_visit_without_a_purchase_is_recorded_the_same_way(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f9")
        await c.type("visit")
        await c.press("enter")
        assert c.screen == "VisitScreen"
        await c.press("enter", "enter")
        await c.type("gold bangle")
        await c.press("enter")
        await c.type("asks her mother")
        await c.press("enter", "enter")
        visit = Visit.get()
        assert (visit.looked_at, visit.why_not) == ("gold bangle", "asks her mother")
        assert Revisit.get(Revisit.reason == "visit").due == dt.date(2026, 11, 23)


async def test_leaving_with_unsaved_words_asks_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        await c.press("escape")
        assert c.screen == "TodayScreen"
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        await c.type("Zoë")
        await c.press("escape")
        assert "not saved" in c.text
        await c.press("enter")
        assert "Zoë" in c.text
        await c.press("escape", "f8")
        assert c.screen == "TodayScreen"
        assert Draft.select().count() == 0
        assert Customer.select().count() == 4


@BOTH
async def test_what_was_left_is_offered_at_the_next_start(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("5678")
        await c.press("enter", "enter")
        await c.press("enter", "enter")
        await c.type("INV-7")
    async with counter(stocked) as c:
        assert "Nothing is lost" in c.text
        assert "Emily Carter" in c.text
        await c.press("enter")
        assert "INV-7" in c.text
        await c.press(*["tab"] * 3)
        await c.type("ring")
        await c.press("f2")
        assert Sale.get(Sale.invoice == "INV-7").customer.name == "Emily Carter"
        assert Draft.select().count() == 0


async def test_a_file_is_corrected_and_somebody_faster_is_noticed(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9", "3")
        assert "Emily Carter" in c.lines()[1]
        changed = Customer.update(version=Customer.version + 1, occupation="teacher")
        await c.behind(changed.where(Customer.id == 2))
        await c.type("-Lee")
        await c.press("f2")
        assert "! Somebody else has changed Occupation, as you see now; F2 again saves." in c.text
        assert "Emily Carter-Lee" in c.text
        assert Customer.get_by_id(2).name == "Emily Carter"
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        saved = Customer.get_by_id(2)
        assert (saved.name, saved.occupation) == ("Emily Carter-Lee", "teacher")


@LANGUAGES
async def test_who_has_bought_nothing_is_not_told_to_keep_a_receipt(counter, stocked, language: str) -> None:
    said = {
        "en": "Opened. Tell them: come or call Mei Lin with any question.",
        "zh_CN": "已建档。请告诉顾客：有事到店或来电找Mei Lin都行。",
    }[language]
    async with counter(stocked, language) as c:
        c.app.action_open_new_file()
        await c.settle()
        await c.type("Wang")
        await c.press("f2")
        assert c.lines()[22].strip() == said


@LANGUAGES
async def test_a_corrected_file_says_what_was_changed_and_nothing_old(counter, stocked, language: str) -> None:
    old, said, same = {
        "en": ("Planned for Thu 3 Dec.", "Corrected: Occupation, Hobbies.", "Nothing has changed."),
        "zh_CN": ("已安排在12月3日 周四。", "档案已修改：职业、", "档案没有改动。"),
    }[language]
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter", "f9", "5")
        await c.type("2026-12-03")
        await c.press("f2", "f1", "escape")
        assert old in c.text, "F1 leaves it"
        await c.press("f9", "3", "escape")
        assert c.screen == "CustomerScreen" and old not in c.text
        await c.press("f9", "3")
        c.app.screen.form.set_value("occupation", "teacher")
        c.app.screen.form.set_value("hobbies", "tennis")
        await c.press("f2")
        assert c.screen == "CustomerScreen" and said in c.lines()[-2]
        await c.press("f9", "3", "f2")
        assert same in c.lines()[-2]


async def test_a_number_without_a_field_is_kept_when_the_file_is_corrected(counter, stocked) -> None:
    """A list may bring more numbers than the form shows."""
    async with counter(stocked) as c:
        for place, e164 in enumerate(("+8613900000001", "+8613900000002"), 1):
            await c.behind(Phone.insert(customer=2, typed=e164, e164=e164, kind="mobile", position=place))
        await c.press(*"5678", "enter", "f9", "3")
        await c.type("-Lee")
        await c.press("f2")
        assert Customer.get_by_id(2).name == "Emily Carter-Lee"
        numbers = [phone.e164 for phone in Phone.select().where(Phone.customer == 2).order_by(Phone.position)]
        assert numbers[1:] == ["+8613900000001", "+8613900000002"]


async def test_a_day_without_a_field_is_kept_with_its_label_when_the_file_is_corrected(counter, stocked) -> None:
    """A list may bring a birthday of the sun and one of the moon, and a call another one."""
    known = [("birthday", "", "lunar", 4), ("birthday", "passport", "solar", 5), ("wedding", "church", "solar", 6)]
    async with counter(stocked) as c:
        for kind, label, calendar, month in known:
            day = {"customer": 2, "kind": kind, "label": label, "calendar": calendar, "month": month, "day": 7}
            await c.behind(ImportantDate.insert(day))
        await c.press(*"5678", "enter", "f9", "3")
        c.app.screen.form.set_value("wedding", "8-9")
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        rows = ImportantDate.select().where(ImportantDate.customer == 2).order_by(ImportantDate.id)
        kept = [("birthday", "", "lunar", 4), ("birthday", "passport", "solar", 5), ("wedding", "church", "solar", 8)]
        assert [(row.kind, row.label, row.calendar, row.month) for row in rows] == kept


def _corrected_at_another_till(shop: Shop, **changes: object) -> None:
    entry, version = entry_of(shop, 2)
    wei = next(clerk.id for clerk in clerks(shop) if clerk.name == "Wei Chen")
    correct(shop, 2, version, replace(entry, **changes), wei)


@LANGUAGES
async def test_of_what_two_tills_correct_at_once_nothing_is_lost(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter", "f9", "3")
        dates = (DateEntry("birthday", PartialDate("solar", 5, 1)), DateEntry("child", PartialDate("solar", 6, 1)))
        theirs = {"name": "Emily Carter-Wong", "address": "Bund 7", "dates": dates}
        await c.app.desk.ask(_corrected_at_another_till, **theirs)
        await c.type("-Lee")
        await c.press("f2")
        said = {
            "en": "! Wei Chen has changed Name to “Emily Carter-Wong”; F2 again keeps yours.",
            "zh_CN": "! Wei Chen已把姓名改成“Emily Carter-Wong”；再按 F2 以您的为准。",
        }
        assert said[language] in c.text
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        saved = Customer.get_by_id(2)
        assert (saved.name, saved.address) == ("Emily Carter-Lee", "Bund 7")
        assert sorted(date.kind for date in ImportantDate.select()) == ["birthday", "birthday", "child"]


async def test_what_was_changed_meanwhile_is_told_from_a_draft_too_and_always_whole(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9", "3")
        await c.type("-Lee")
        theirs = {"name": "Emily Carter", "address": "Bund 7, " * 20, "hobbies": "tennis", "note": "in a hurry"}
        await c.app.desk.ask(_corrected_at_another_till, **theirs)
        await c.press("escape", "2")
    async with counter(stocked) as c:
        await c.press("enter", "f2")
        assert "! Wei Chen has changed Address, Hobbies, Note, as you see now; F2 again saves." in c.text
        theirs = dict.fromkeys(("hobbies", "taste", "allergies", "occupation", "route", "recognise"), "changed")
        await c.app.desk.ask(_corrected_at_another_till, **theirs)
        await c.press("f2")
        assert "! Wei Chen has changed 6 fields, as you see them now; F2 again saves." in c.text
        await c.press("f2")
        saved = Customer.get_by_id(2)
        assert (saved.name, saved.hobbies, saved.note) == ("Emily Carter-Lee", "changed", "in a hurry")


def _refused(shop: Shop) -> None:
    consent(shop, 2, False, 2)


def _another_number(shop: Shop) -> None:
    asked = read_phone("13700001111", "CN")
    made = CallEntry(2, "wrong_number", clock.now(), dialled="+8613912345678", other_number=asked)
    finish(shop, made, 2)


def _a_wedding_day(shop: Shop) -> None:
    finish(shop, CallEntry(2, "reached", clock.now(), learned=(Learned("wedding", "0506"),)), 2)


MEANWHILE = {
    "Wei Chen has changed News and offers, as you see now": _refused,
    "Wei Chen has changed Second phone, as you see now": _another_number,
    "Somebody else has changed Wedding day, as you see now": _a_wedding_day,
}


@pytest.mark.parametrize("said", MEANWHILE)
async def test_what_came_since_a_file_was_opened_is_never_undone_by_its_form(counter, stocked, said: str) -> None:
    async with counter(stocked) as c:
        await c.app.desk.ask(consent, 2, True, 1)
        await c.press(*"5678", "enter", "f9", "3")
        await c.type("-Lee")
        await c.press("escape", "2")
        await c.app.desk.ask(MEANWHILE[said])
        c.close()
    async with counter(stocked) as c:
        await c.press("enter", "f2")
        assert f"! {said}; F2 again saves." in c.text
        await c.press("f2")
        assert Customer.get_by_id(2).name == "Emily Carter-Lee"
        assert promotion_of(2) is (MEANWHILE[said] is not _refused)
        numbers = [(row.e164, row.wrong_since) for row in Phone.select().where(Phone.customer == 2).order_by(Phone.id)]
        days = [(row.kind, row.month, row.day) for row in ImportantDate.select().where(ImportantDate.customer == 2)]
        if MEANWHILE[said] is _another_number:
            assert numbers == [("+8613912345678", SATURDAY.date()), ("+8613700001111", None)]
        if MEANWHILE[said] is _a_wedding_day:
            assert days == [("wedding", 5, 6)]


@LANGUAGES
async def test_a_no_goes_before_the_yes_of_a_form_that_was_opened_before(counter, stocked, language: str) -> None:
    """Even of one in which somebody has typed it: who has said yes after the no is asked once more."""
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter", "f9", "3")
        c.app.screen.form.set_value("promotion", "1")
        await c.app.desk.ask(_refused)
        await c.press("f2", "f2")
        assert c.screen == "CustomerScreen" and promotion_of(2) is False
        await c.press("f9", "3")
        c.app.screen.form.set_value("promotion", "1")
        await c.press("f2")
        assert c.screen == "CustomerScreen" and promotion_of(2) is True


async def test_a_correction_taken_back_does_not_undo_what_came_since(counter, stocked) -> None:
    """The form lies there as it was typed, but it has been told of nothing that came later."""
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9", "3")
        await c.type("-Lee")
        await c.press("f2")
        await c.app.desk.ask(consent, 2, True, 2)
        await c.app.desk.ask(_refused)
        draft = (await c.app.desk.ask(lambda shop: take_back(shop, last_steps(shop, 1)[0].uuid, 1, "till"))).draft
        await reopen(c.app, draft)
        await c.settle()
        await c.press("f2")
        assert "has changed News and offers, as you see now; F2 again saves." in c.text
        await c.press("f2")
        assert Customer.get_by_id(2).name == "Emily Carter-Lee" and promotion_of(2) is False


@BOTH
async def test_a_sale_that_two_tills_put_right_at_once(counter, stocked) -> None:
    def theirs(shop: Shop) -> None:
        sale = Sale.get(Sale.customer == 2)
        entry, version = entry_of_sale(shop, sale.id)
        pieces = (replace(entry.pieces[0], style="KR-7", price=Decimal("4000")), PieceEntry(kind="pendant"))
        correct_sale(shop, sale.id, version, replace(entry, pieces=pieces, invoice="INV-7"), 2)

    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9")
        await c.type("correct a sale")
        await c.press("enter", "tab", "tab")
        await c.type("INV-8")
        await c.app.desk.ask(theirs)
        await c.press("f2")
        assert "! Wei Chen has changed Invoice to “INV-7”; F2 again keeps yours." in c.text
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        sale = Sale.get(Sale.invoice == "INV-8")
        pieces = Piece.select().where(Piece.sale == sale).order_by(Piece.position)
        assert [(piece.kind, piece.style, piece.price) for piece in pieces] == [
            ("ring", "KR-7", Decimal("4000")),
            ("pendant", "", None),
        ]


@pytest.mark.parametrize("sold_by", [2, None])
async def test_a_corrected_sale_stays_with_who_sold_it_though_no_longer_here(counter, stocked, sold_by) -> None:
    async with counter(stocked) as c:
        await c.behind(Sale.update(clerk=sold_by).where(Sale.customer == 2))
        await c.behind(Clerk.update(active=False).where(Clerk.id == 2))
        c.close()
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9")
        await c.type("correct a sale")
        await c.press("enter", "tab", "tab")
        await c.type("INV-8")
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        assert Sale.get(Sale.invoice == "INV-8").clerk_id == sold_by
        await c.press("f9")
        await c.type("correct a sale")
        await c.press("enter")
        c.app.screen.form.set_value("clerk", "Mei Lin")
        await c.press("f2")
        assert Sale.get(Sale.invoice == "INV-8").clerk_id == 1


@pytest.mark.parametrize(
    ("place", "name"),
    [("sqlite", name) for name in ("[/]", "O'Neil", "Anna\\", "𠮷野", "[@click=app.bell]x[/]", "单雪's ring")]
    + [("postgresql", name) for name in ("O'Neil", "Anna\\")],
    indirect=["place"],
)
async def test_hostile_names_on_every_screen(counter, stocked, name: str) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        await c.type(name)
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        shown = name[:14]
        assert shown in c.lines()[0]
        await c.press("f2")
        assert shown in c.text
        await c.press(*["enter"] * 5)
        await c.type("ring")
        await c.press("f2")
        assert c.screen == "Planned"
        await c.press("enter")
        await c.press("f9", "1")
        assert shown in c.text
        await c.press("f2", "escape", "escape", "f5")
        await c.type(name)
        assert shown in c.lines()[3]
        await c.press("enter")
        assert c.screen == "CustomerScreen"
        assert Customer.get(Customer.name == name)


async def test_a_sale_is_put_right_afterwards(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9")
        await c.type("correct a sale")
        await c.press("enter")
        assert "4652.52" in c.text
        await c.press("tab", "tab")
        await c.type("INV-8")
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        assert Sale.get(Sale.invoice == "INV-8").customer.name == "Emily Carter"
        assert "Sale corrected" in c.text


async def test_a_whole_day_is_moved_and_handed_over(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("whole day")
        await c.press("enter")
        await c.type("+2")
        await c.press("enter")
        await c.type("stock-taking")
        await c.press("enter")
        moved = Revisit.select().where(Revisit.due == dt.date(2026, 11, 23), Revisit.state == "open")
        assert moved.count() == 4
        assert "4 contacts moved" in c.text


async def test_a_number_a_family_shares_is_shown_and_allowed(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        await c.type("张小红")
        await c.press("enter")
        await c.type("13812341234")
        if c.app.desk.embedded:
            assert "also: 张晓红" in c.text
        await c.press("f2")
        assert c.screen == "CustomerScreen"
        assert "also: 张晓红 C000001" in c.text


async def test_a_note_keeps_its_lines_when_the_file_is_corrected(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Customer.update(note="ring a little loose\nask her mother").where(Customer.id == 2))
        await c.press(*"5678", "enter", "f9", "3")
        assert c.screen == "CustomerForm"
        c.app.screen.form.focus_field("note")
        await c.press("ctrl+n")
        await c.type("周末来店")
        at = next(y for y, line in enumerate(c.lines()) if "ring a little loose" in line)
        assert [line[:70].strip() for line in c.lines()[at + 1 : at + 3]] == ["ask her mother", "周末来店"]
        await c.press("f2")
        assert Customer.get_by_id(2).note == "ring a little loose\nask her mother\n周末来店"


async def test_a_number_is_stored_without_the_spaces_it_is_shown_with(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        await c.type("Zoë")
        await c.press("enter")
        await c.type("13711112222")
        assert "137 1111 2222" in c.text
        await c.press("f2")
        phone = Customer.get(Customer.name == "Zoë").phones.get()
        assert (phone.typed, phone.e164) == ("13711112222", "+8613711112222")
        await c.press("f9", "3")
        assert "137 1111 2222" in c.text


async def test_down_brings_the_last_piece_back_but_nothing_of_the_last_customer(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f2", *["enter"] * 5)
        await c.type("ring")
        await c.press("enter")
        await c.type("6")
        await c.press("f2")
        await c.press("enter", "f5")
        await c.press(*"5678", "enter", "f2", *["enter"] * 5, "down", "enter", "down")
        values = c.app.screen.form.values()
        assert (values["p1.kind"], values["p1.metal"]) == ("Ring", "18K white gold")
        personal = {spec.name for spec in c.app.screen.specs() if getattr(spec, "recall", None) is None}
        assert {"customer", "name", "phone", "sex", "birthday", "p1.engraving"} <= personal


async def test_nothing_about_a_person_is_brought_back_into_another_file(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("new cust")
        await c.press("enter")
        assert {row.spec.name for row in c.app.screen.form.fields if row.spec.recall is not None} == {"first_visit"}


def test_a_new_file_takes_no_birthday_that_is_still_to_come() -> None:
    birthday = next(spec for spec in new_customer_specs("CN") if spec.name == "birthday")
    with pytest.raises(EntryError, match="That day is still to come"):
        birthday.value(f"{clock.today().year + 4}-01-01")


async def test_later_means_later_than_now(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("down", "enter", "f2", "4")
        await c.type("+0")
        await c.press("enter")
        assert "Choose a time later than now." in c.text
        assert c.screen == "AskLine"


@LANGUAGES
async def test_the_month_opens_over_a_form_and_gives_the_day(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter", "f2", "pagedown")
        assert ("2026年11月" if language == "zh_CN" else "November 2026") in c.text
        assert c.screen == "MonthPick"
        await c.press("left", "enter")
        assert c.screen == "SaleScreen"
        assert c.app.screen.form.values()["day"] == "2026-11-20"


async def test_a_name_that_only_resembles_somebodys_opens_a_new_file(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("张晓虹")
        await c.press("enter")
        assert "Perhaps:" in c.text
        await c.press("enter")
        assert c.app.screen.form.values()["name"] == "张晓虹"
        await c.type("13700001111")
        assert c.app.screen.form.values()["name"] == "13700001111", "what was filled in gives way"


async def test_another_language_leaves_the_caret_in_its_field(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("5678")
        await c.press("enter", "enter", "enter", "enter")
        await c.type("R-1")
        await c.press("f9")
        await c.type("98")
        assert "发票号" in c.text
        await c.type("2")
        assert c.app.screen.form.values()["invoice"] == "R-12"


async def test_beside_the_hours_a_customer_likes_stands_how_they_were_understood(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9", "3")
        c.app.screen.form.focus_field("best_hours")
        await c.type("Mon-Fri after 18")
        assert "understood: Mon–Fri after 18:00" in c.text
        await c.type(" or so")
        assert "understood" not in c.text


async def test_a_new_file_goes_by_the_name_that_was_put_right(counter, stocked) -> None:
    """What was searched for was a slip: the customer's field follows the name, and the sale is saved at once."""
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("Wang Fagn")
        await c.press("enter", "enter")
        form = c.app.screen.form
        assert form.values()["customer"] == "Wang Fagn"
        await c.press("ctrl+u")
        await c.type("Wang Fang")
        assert form.values()["customer"] == "Wang Fang"
        await c.press("enter")
        await c.type("13700001111")
        form.focus_field("p1.kind")
        await c.type("ring")
        await c.press("f2")
        assert c.screen == "Planned"
        assert Customer.select().where(Customer.name == "Wang Fang").count() == 1


async def test_a_new_file_can_still_become_a_known_customer(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("Wang Fang")
        await c.press("enter", "enter", "up", "ctrl+u")
        await c.type("5678")
        await c.press("enter", "enter")
        assert c.app.screen.form.values()["customer"] == "C000002 Emily Carter"


async def test_a_sale_asks_before_it_takes_what_is_improbable(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f2")
        form = c.app.screen.form
        form.focus_field("p1.kind")
        await c.type("ring")
        form.focus_field("p1.weight")
        await c.type("5000")
        await c.press("f2")
        assert (c.screen, Sale.select().count()) == ("SaleScreen", 4)
        assert "! Really 5000 g? Enter again if it is right." in c.lines()[22]
        await c.press("f2")
        assert (c.screen, Sale.select().count()) == ("Planned", 5)


async def test_a_parked_call_is_listed_in_the_language_in_use(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "x", "escape")
        assert c.screen == "TodayScreen" and "parked" in c.text
        await c.app.action_switch_language()
        await c.settle()
        assert "首次回访" in "\n".join(c.lines()[1:7]) and "First revisit" not in c.text
        await c.app.run_action("open_drafts")
        await c.settle()
        assert c.screen == "LeftUnsaved"
        assert "首次回访 · Emily Carter" in c.text and "First revisit" not in c.text


async def test_what_was_left_is_gone_on_with_in_the_field_it_was_left_in(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f2")
        c.app.screen.form.focus_field("p1.more")
        await c.press("y", "enter", *"B2", "enter", "吊", "escape", "2")
        await c.app.run_action("open_drafts")
        await c.settle()
        await c.press("enter")
        await c.type("坠")
        form = c.app.screen.form
        assert (form.at, form.values()["p2.kind"]) == ("p2.kind", "吊坠")


@LANGUAGES
async def test_a_draft_is_thrown_away_only_after_a_question(counter, stocked, language: str) -> None:
    questions = {
        "en": ("What was typed here will be gone.", "The notes of this parked call."),
        "zh_CN": ("丢弃后，填写的内容就找不回来了。", "这是暂存通话的记录。"),
    }[language]
    async with counter(stocked, language) as c:
        await c.press("enter", "x", "escape")
        clock.hold(SATURDAY + dt.timedelta(minutes=1))
        await c.press("f9", "9", "3", *"Liu", "escape", "2")
        await c.app.run_action("open_drafts")
        await c.settle()
        for left, question in zip((2, 1), questions, strict=True):
            await c.press("f8")
            assert question in c.text
            await c.press("enter")
            assert (c.screen, Draft.select().count()) == ("LeftUnsaved", left), "the safe answer comes first"
            await c.press("f8", "f8")
            assert Draft.select().count() == left - 1
        assert c.screen == "TodayScreen"
        c.close()


async def test_a_draft_that_could_not_be_thrown_away_stays_on_the_list(counter, stocked, monkeypatch) -> None:
    def full(*_args: object) -> None:
        raise ShopError("Not saved: the disk is full.")

    async with counter(stocked) as c:
        await c.press("enter", "x", "escape")
        await c.app.run_action("open_drafts")
        await c.settle()
        monkeypatch.setattr("counter_tui.shop.drafts.discard", full)
        await c.press("f8", "f8")
        assert c.screen == "LeftUnsaved" and "Emily Carter" in c.text
        assert "Not saved: the disk is full." in c.text


@pytest.mark.parametrize("what", ["correct the file", "correct a sale"])
async def test_a_form_that_corrects_shows_the_file_with_a_trace(counter, stocked, what: str) -> None:
    def traced() -> list[tuple[int, str]]:
        read = AuditEntry.select().where(AuditEntry.customer == 2, AuditEntry.action == "file.read")
        return [(one.clerk_id, one.detail.get("why", "")) for one in read.order_by(AuditEntry.id)]

    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9")
        await c.type(what)
        await c.press("enter")
        assert traced() == [(1, ""), (1, "form")]
        await c.type("x")
        await c.press("f5", "2", "f12", "2")
        assert c.screen == "TodayScreen" and len(traced()) == 2
        await c.press("f9", "9", "6", "enter")
        assert c.screen in ("CustomerForm", "SaleScreen")
        assert traced()[2:] == [(2, "form")]


@pytest.mark.parametrize("what", ["language", "draft", "smaller"])
async def test_the_field_that_is_typed_into_stays_in_sight(counter, stocked, what: str) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f2")
        await c.app.screen.add_piece()
        await c.settle()
        c.app.screen.form.focus_field("p2.price")
        await c.type("43")
        if what == "language":
            await c.app.action_switch_language()
        elif what == "smaller":
            await c.pilot.resize_terminal(60, 20)
        else:
            await c.press("escape", "2")
            await c.app.run_action("open_drafts")
            await c.settle()
            await c.press("enter")
        await c.settle()
        await c.type("21")
        assert c.app.screen.form.at == "p2.price"
        assert "4321" in c.text
