"""A clerk's morning from keys alone, in a real terminal of 80×24: find, call, sell, note a visit, change language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES, _
from counter_tui.models import Contact, Customer, Draft, ObjectionRaised, Phone, Revisit, Sale, Visit
from counter_tui.settings import read_settings
from counter_tui.shop.packs import load_cards
from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session

TODAY = dt.date(2026, 11, 21)
NOTE = "戒指早上有点松 a little loose"
HOME = {"en": "First revisit", "zh_CN": "首次回访"}


@pytest.mark.parametrize(("place", "language"), [("sqlite", "en"), ("sqlite", "zh_CN")], indirect=["place"])
def test_a_whole_morning_by_keys(small_shop: SmallShop, opened: Opened, language: str) -> None:
    i18n.set_language(language)
    with opened(small_shop.folder, "--lang", language) as t:
        t.until("Emily Carter")
        t.until(HOME[language])
        _find_by_last_four(t)
        _call_with_notes_and_an_objection(t, language)
        _call_nobody_answers(t)
        _sale_to_a_known_customer(t)
        _sale_to_a_new_customer(t)
        _visit_without_a_sale(t)
        _other_language(t, language)
        t.keys("ctrl+q")
        assert t.ended() == 0
        assert t.clean()
    with small_shop.records():
        _calls_are_stored()
        _sales_are_stored()
        _visit_is_stored()
        assert Draft.select().count() == 0


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_very_first_morning(opened: Opened, tmp_path: Path, language: str) -> None:
    i18n.set_language(language)
    folder = tmp_path / "金铃"
    with opened(folder, "--lang", language) as t:
        t.until(_("Shop's name"))
        t.keys("金铃珠宝", "enter", "ctrl+u", "hk", "enter", "林梅", "enter")
        t.until(_("The shop is open. How does it begin?"))
        t.keys("1")
        t.until("金铃珠宝 · 林梅")
        t.until(_("name · pinyin · last four · certificate · scan"))
        t.keys("ctrl+q")
        assert t.ended() == 0
    with opened(folder) as t:
        t.until("金铃珠宝 · 林梅")
        t.until(_("name · pinyin · last four · certificate · scan"))
    kept = read_settings(folder)
    assert (kept.name, kept.region, kept.language) == ("金铃珠宝", "HK", language)


def _find_by_last_four(t: Session) -> None:
    t.keys("5678", "enter")
    t.until("139 1234 5678")
    assert "Emily Carter" in t.lines()[0]
    _home(t)


def _home(t: Session) -> None:
    t.keys("f5")
    t.until(_("name · pinyin · last four · certificate · scan"))


def _call_with_notes_and_an_objection(t: Session, language: str) -> None:
    card = load_cards(None, language).value["too-dear"]
    t.keys("enter")
    t.until("00:0")
    t.keys(NOTE)
    t.until(NOTE)
    t.keys("enter", "enter", "f6")
    t.until(card.worry[:12])
    t.keys("太贵" if language == "zh_CN" else "too dear")
    t.until(lambda: card.title in t.lines()[1])
    t.keys("enter")
    t.until(_("Which answer did you give?"))
    t.keys("2")
    t.until(_("How did it end?"))
    t.keys("1")
    t.until(_("What else was said; Enter goes on, also without a word"))
    t.keys("enter")
    t.until(_("Noted: {card}").format(card=card.title))
    t.keys(*["enter"] * 9)
    t.until(_("All steps ticked. F2 finishes."))
    t.keys("f2")
    t.until(_("How did it end?"))
    t.keys("1")
    t.until(_("Wish, complaint"))
    t.keys("wears it daily", "enter")
    t.until(_("Noted for {name}.").partition("{name}")[0])


def _call_nobody_answers(t: Session) -> None:
    t.until(lambda: any("› 單雪" in line for line in t.lines()))
    t.keys("enter")
    t.until("00:0")
    t.keys("f2")
    t.until(_("How did it end?"))
    t.keys("2")
    t.until(_("Wish, complaint"))
    t.keys("enter")
    t.until(_("Noted for {name}.").partition("{name}")[0])


def _sale_to_a_known_customer(t: Session) -> None:
    t.keys("f2")
    t.until(_("Invoice"))
    t.keys("1234", "enter")
    t.until(lambda: "138 •••• 1234" in t.text)
    t.keys("enter")
    t.until("C000001 张晓红")
    piece = ("PD-7", "pendant", "足金999", "12.5", "", "ngtc", "881234567", "福", "1012", "300", "12950")
    t.keys("enter", "enter", "INV-88", "enter", "enter")
    for value in piece:
        t.keys(value, "enter")
    t.until("12950")
    t.keys("enter")
    _accept_the_plan(t, "张晓红")


def _accept_the_plan(t: Session, customer: str) -> None:
    t.until(_("{name}: saved. Planned next:").partition("{name}")[2])
    t.until(_("Enter accepts. A number changes that line."))
    t.keys("enter")
    t.until(lambda: customer in t.lines()[0])
    _home(t)


def _sale_to_a_new_customer(t: Session) -> None:
    t.keys("f2")
    t.until(_("Invoice"))
    t.keys("刘英", "enter")
    t.until(_("New file: {text}").format(text="刘英"))
    t.keys("enter")
    t.until(_("Birthday"))
    t.keys("enter", "13700001111", "enter", "1", "enter", "1990-05-06", "enter")
    t.until(_("mobile"))
    t.keys("enter", "enter", "enter", "enter", "R-100", "enter", "ring", "enter", "18k", "enter", "3.2", "f2")
    _accept_the_plan(t, "刘英")


def _visit_without_a_sale(t: Session) -> None:
    t.keys("f9")
    t.until(_("Type a number or the beginning of a word"))
    t.keys(_("Visit without a purchase …"), "enter")
    t.until(_("Looked at"))
    t.keys("emily", "enter")
    t.until("139 •••• 5678")
    t.keys("enter")
    t.until("C000002 Emily Carter")
    t.keys("enter", "enter", "jade bangle", "enter", "想一想", "f2")
    _accept_the_plan(t, "Emily Carter")


def _other_language(t: Session, language: str) -> None:
    name = next(name for code, name in LANGUAGES.items() if code != language)
    t.keys("f9")
    t.until(_("Type a number or the beginning of a word"))
    t.keys(name, "enter")
    other = next(code for code in LANGUAGES if code != language)
    t.until(HOME[other])
    i18n.set_language(other)
    t.until(_("name · pinyin · last four · certificate · scan"))


def _calls_are_stored() -> None:
    reached, missed = Contact.select().order_by(Contact.id)
    assert (reached.customer.name, reached.outcome, reached.said) == ("Emily Carter", "reached", "wears it daily")
    assert reached.ticks.count() == 10
    assert [tick.note for tick in reached.ticks if tick.note] == [NOTE]
    raised = ObjectionRaised.get()
    assert (raised.contact_id, raised.card, raised.answer, raised.ended) == (reached.id, "too-dear", 2, "settled")
    second = Revisit.get(Revisit.reason == "second", Revisit.customer == reached.customer)
    assert second.state == "open"
    assert TODAY < second.closes <= dt.date(2026, 12, 10), "at most 30 days after the sale of 10 November"
    assert (missed.customer.name, missed.outcome) == ("單雪", "no_answer")
    assert (missed.revisit.due, missed.revisit.tries) == (dt.date(2026, 11, 22), 1)


def _sales_are_stored() -> None:
    known, new = Sale.select().where(Sale.day == TODAY).order_by(Sale.number)
    assert (known.customer.name, known.invoice) == ("张晓红", "INV-88")
    pendant = known.pieces.get()
    assert (pendant.style, pendant.kind, pendant.metal) == ("PD-7", "pendant", "au999")
    assert (pendant.weight, pendant.price) == (Decimal("12.500"), Decimal("12950.00"))
    assert (pendant.lab, pendant.certificate, pendant.engraving) == ("ngtc", "881234567", "福")
    assert (new.customer.name, new.customer.klass, new.customer.sex) == ("刘英", "A", "f")
    assert Phone.get(Phone.customer == new.customer).e164 == "+8613700001111"
    ring = new.pieces.get()
    assert (ring.kind, ring.metal, ring.weight) == ("ring", "k18", Decimal("3.200"))
    first = Revisit.get(Revisit.customer == new.customer, Revisit.reason == "first")
    assert (first.due, first.closes) == (dt.date(2026, 11, 24), dt.date(2026, 11, 28))
    assert Customer.select().count() == 4


def _visit_is_stored() -> None:
    visit = Visit.get()
    assert (visit.customer.name, visit.day) == ("Emily Carter", TODAY)
    assert (visit.looked_at, visit.why_not) == ("jade bangle", "想一想")
