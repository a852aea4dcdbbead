"""A full morning by keys alone in a real terminal: sign in, look up, call, sell, note a complaint, lock, and go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES, _
from counter_tui.models import Clerk, Contact, Draft, Revisit, Sale, new_uuid
from counter_tui.shop.customers import CustomerEntry
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.sales import SaleEntry, record_sale
from tests.terminal.conftest import RING, Opened, SmallShop
from tests.terminal.session import Session

TODAY = dt.date(2026, 11, 21)
COMPLAINT = "圈口大了 wants it resized"
LOOKED_UP = {  # typed, and who opens
    "5678": "Emily Carter",
    "zxh": "张晓红",
    "单雪": "單雪",
    "6901234567892": "张晓红",
    "wangfang": "王芳",
}
MORE = ("王芳", "李伟", "陈静", "刘洋", "赵敏", "Grace Tan", "周杰", "吴磊", "郑洁")


@pytest.fixture
def busy_shop(small_shop: SmallShop) -> SmallShop:
    """The small shop on a busy day: twelve first revisits are due."""
    with small_shop.records() as shop:
        mei = Clerk.get(Clerk.name == "Mei Lin").id
        for n, name in enumerate(MORE):
            entry = CustomerEntry(name, uuid=new_uuid(), phones=(read_phone(f"1370000{n:04}", "CN"),))
            record_sale(shop, SaleEntry(entry, TODAY - dt.timedelta(3 + n % 5), (RING,), uuid=new_uuid()), mei)
    return small_shop


@pytest.mark.parametrize(
    ("place", "language"), [("sqlite", "zh_CN"), ("postgresql", "en")], indirect=["place"], ids=["sqlite", "postgresql"]
)
def test_a_full_morning(busy_shop: SmallShop, opened: Opened, language: str) -> None:
    i18n.set_language(language)
    with opened(busy_shop.folder, "--lang", language) as t:
        t.until("Emily Carter")
        _sign_in(t, "Wei Chen")
        for typed, name in LOOKED_UP.items():
            _look_up(t, typed, name)
        calls = (_reached, _no_answer, _busy, _later, _complains, _no_answer, _reached, _no_calls, _reached, _no_answer)
        for ends in calls[:5]:
            _call(t, ends)
        _sale_interrupted_by_the_lock(t)
        for ends in calls[5:]:
            _call(t, ends)
        for invoice in ("R-2", "R-3"):
            _sell(t, invoice)
        _switch_language(t, language)
        t.keys("ctrl+q")
        assert t.ended() == 0
        assert t.clean()
    with busy_shop.records():
        _all_of_it_is_stored(calls)


def _home(t: Session) -> None:
    t.keys("f5")
    t.until(_("name · pinyin · last four · certificate · scan"))


def _sign_in(t: Session, name: str) -> None:
    t.keys("f12")
    t.until(_("Locked"))
    assert "Emily" not in t.text
    t.keys(name[:2].lower(), "enter")
    t.until(lambda: name in t.lines()[0])


def _look_up(t: Session, typed: str, name: str) -> None:
    t.keys(typed)
    t.until(lambda: any(line.startswith("›") and name in line for line in t.lines()))
    t.keys("enter")
    t.until(lambda: name in t.lines()[0])
    _home(t)


def _call(t: Session, ends: Callable[[Session], None]) -> None:
    """The first on the list is called; afterwards it is another one, or fewer are left."""
    t.until(lambda: "138" not in t.lines()[0] and _("name · pinyin · last four · certificate · scan") in t.text)
    t.keys("enter")
    t.until("00:0")
    t.keys("enter", "f2")
    t.until(_("How did it end?"))
    ends(t)
    t.until(_("Wish, complaint"))
    t.keys("enter")
    t.until(_("Noted for {name}.").partition("{name}")[0])


def _reached(t: Session) -> None:
    t.keys("1")


def _no_answer(t: Session) -> None:
    t.keys("2")


def _busy(t: Session) -> None:
    t.keys("3")


def _later(t: Session) -> None:
    t.keys("4")
    t.until(_("When to call?"))
    t.keys("15:00", "enter")


def _no_calls(t: Session) -> None:
    t.keys("6")


def _complains(t: Session) -> None:
    t.keys("1")
    t.until(_("Wish, complaint"))
    t.keys("tab", COMPLAINT)
    t.until(COMPLAINT)
    t.keys("shift+tab")


def _begin_sale(t: Session, invoice: str) -> None:
    t.keys("f2")
    t.until(_("Invoice"))
    t.keys("1234", "enter")
    t.until("138 •••• 1234")
    t.keys("enter")
    t.until("C000001 张晓红")
    t.keys("enter", "enter", invoice)
    t.until(invoice)


def _finish_sale(t: Session) -> None:
    t.keys("enter", "enter", "PD-7", "enter", "pendant", "enter", "18k", "f2")
    t.until(_("{name}: saved. Planned next:").partition("{name}")[2])
    t.keys("enter")
    t.until(lambda: "张晓红" in t.lines()[0])
    _home(t)


def _sell(t: Session, invoice: str) -> None:
    _begin_sale(t, invoice)
    _finish_sale(t)


def _sale_interrupted_by_the_lock(t: Session) -> None:
    _begin_sale(t, "R-1")
    t.keys("f12")
    t.until(_("Locked"))
    assert "张晓红" not in t.text
    t.keys("enter")
    t.until("R-1")
    _finish_sale(t)


def _switch_language(t: Session, language: str) -> None:
    code, name = next((code, name) for code, name in LANGUAGES.items() if code != language)
    t.keys("f9")
    t.until(_("Type a number or the beginning of a word"))
    t.keys(name, "enter")
    i18n.set_language(code)
    t.until(_("name · pinyin · last four · certificate · scan"))


def _all_of_it_is_stored(calls: tuple[Callable[[Session], None], ...]) -> None:
    wei = Clerk.get(Clerk.name == "Wei Chen").id
    contacts = list(Contact.select().order_by(Contact.id))
    ended = {
        _reached: "reached", _no_answer: "no_answer", _busy: "busy", _later: "later", _complains: "reached",
        _no_calls: "no_calls",
    }  # fmt: skip
    assert [contact.outcome for contact in contacts] == [ended[call] for call in calls]
    assert {contact.clerk_id for contact in contacts} == {wei}
    assert [contact.request for contact in contacts if contact.request] == [COMPLAINT]
    asked_for_later = Revisit.get(Revisit.last_outcome == "later")
    assert (asked_for_later.due, asked_for_later.hour) == (TODAY, dt.time(15))
    sales = list(Sale.select().where(Sale.day == TODAY).order_by(Sale.number))
    assert [sale.invoice for sale in sales] == ["R-1", "R-2", "R-3"]
    assert Draft.select().count() == 0
