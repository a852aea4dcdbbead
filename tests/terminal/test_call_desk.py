"""A first revisit with a doubt, a promise and a complaint, by keys alone; all of it is found again where it belongs."""

from __future__ import annotations

import pytest

from counter_tui import i18n
from counter_tui.i18n import _
from counter_tui.models import Complaint, Contact, Customer, Draft, Finding, ObjectionRaised, Promise
from counter_tui.shop.entry.choices import label
from counter_tui.shop.entry.contacts import COMPLAINTS
from counter_tui.shop.packs import load_cards
from counter_tui.shop.scripts import load_scripts
from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session

BENT = "the clasp 扣头 is bent"
WISH = "mend it"
PROMISE = "ask the 工坊"


@pytest.mark.parametrize(
    ("place", "language"), [("sqlite", "zh_CN"), ("postgresql", "en")], indirect=["place"], ids=["sqlite", "postgresql"]
)
def test_a_first_revisit_with_all_that_can_come_up(small_shop: SmallShop, opened: Opened, language: str) -> None:
    i18n.set_language(language)
    with opened(small_shop.folder, "--lang", language) as t:
        t.until("Emily Carter")
        t.keys("enter")
        t.until("00:0")
        steps = {step.id: step.title for step in load_scripts(None, language).value["first-revisit"].steps}
        _through_the_script(t, steps)
        _a_doubt(t)
        _a_promise(t)
        _finish(t)
        _found_in_the_file(t, language)
        _found_in_the_report(t, language)
        t.keys("ctrl+q")
        assert t.ended() == 0
    with small_shop.records():
        _stored()
    with opened(small_shop.folder, "--lang", language, COUNTER_TUI_NOW="2026-11-23T10:12") as t:
        t.until(_("before all else"))
        before_all_else = t.text.index(_("before all else"))
        assert before_all_else < t.text.index("Emily Carter") < t.text.index(PROMISE)
        assert t.text.index(PROMISE) < t.text.index(_("overdue"), before_all_else)


def _tick(t: Session, answer: str, now_at: str) -> None:
    t.keys(*([answer] if answer else []), "enter")
    t.until(lambda: any(line.startswith("│›") and now_at in line for line in t.lines()))


def _through_the_script(t: Session, steps: dict[str, str]) -> None:
    _tick(t, "1", steps["thanks"])
    _tick(t, "", steps["wear"])
    _tick(t, "4", steps["care"])  # not worn yet
    _tick(t, "", steps["papers"])
    _tick(t, "1", steps["reach"])
    _tick(t, "wechat", steps["news"])
    _tick(t, "y", steps["worry"])
    t.keys("2", "enter")
    t.until(_("A complaint"))
    t.keys("1", "enter", BENT, "enter", WISH, "f2")
    t.until(BENT)
    t.until(lambda: any(line.startswith("│›") and steps["unhappy"] in line for line in t.lines()))
    _tick(t, "1", steps["next"])
    _tick(t, "1", steps["close"])
    t.keys("enter")


def _a_doubt(t: Session) -> None:
    t.keys("f6")
    t.until(_("number · word · pinyin · initials"))
    t.keys("1", "enter")
    t.until(_("Which answer did you give?"))
    t.keys("1")
    t.until(_("How did it end?"))
    t.keys("1")
    t.until(_("Note"))
    t.keys("enter")
    t.until("00:")


def _a_promise(t: Session) -> None:
    t.keys("f9")
    t.until(_("Note a promise …"))
    t.keys("2")
    t.until(_("Until"))
    t.keys(PROMISE, "enter", "+2", "f2")
    t.until(PROMISE)


def _finish(t: Session) -> None:
    t.keys("f2")
    t.until(_("How did it end?"))
    t.keys("1")
    t.until(_("Wish, complaint"))
    t.keys("pleased all the same", "enter")
    noted = _("Noted for {name}: {what}.").partition("{name}")[0]
    t.until(lambda: _("name · pinyin · last four · certificate · scan") in t.text and noted in t.text)


def _found_in_the_file(t: Session, language: str) -> None:
    t.keys("5678", "enter")
    t.until(lambda: "Emily Carter" in t.lines()[0])
    seen = t.text
    t.keys("end")
    t.until(_("File opened"))
    seen += t.text
    card = load_cards(None, language).value["too-dear"].title
    for words in (PROMISE, BENT, "B000001", label(COMPLAINTS, "quality")[:4], card, "pleased all the same"):
        assert words in seen, words
    t.keys("f5")
    t.until(_("name · pinyin · last four · certificate · scan"))


def _found_in_the_report(t: Session, language: str) -> None:
    t.keys("f9")
    t.until(_("Type a number or the beginning of a word"))
    t.keys("86")
    t.until(load_cards(None, language).value["too-dear"].title)
    assert "Mei Lin" in t.text
    t.keys("escape")


def _stored() -> None:
    emily = Customer.get(Customer.name == "Emily Carter")
    contact = Contact.get()
    assert (contact.customer_id, contact.outcome, contact.said) == (emily.id, "reached", "pleased all the same")
    complaint = Complaint.get()
    assert (complaint.contact_id, complaint.kind, complaint.words, complaint.wish) == (
        contact.id, "quality", BENT, WISH,
    )  # fmt: skip
    assert (Promise.get().contact_id, Promise.get().what, str(Promise.get().until)) == (
        contact.id,
        PROMISE,
        "2026-11-23",
    )
    raised = ObjectionRaised.get()
    assert (raised.contact_id, raised.card, raised.answer, raised.ended, raised.kind) == (
        contact.id, "too-dear", 1, "settled", "ring",
    )  # fmt: skip
    learned = {found.question: found.answer for found in Finding.select()}
    assert learned == {"channel": "wechat", "promotion": "yes", "sign": "not_worn"}
    assert emily.channel == "wechat" and not Draft.select().exists()
