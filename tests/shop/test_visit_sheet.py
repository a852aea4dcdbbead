"""A home visit on one sheet, and paper that holds nothing but text and does not stay (mission C12, A7)."""

from __future__ import annotations

import datetime as dt
import re
import stat
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from counter_tui import clock
from counter_tui.i18n import LANGUAGES, set_language
from counter_tui.models import AuditEntry, Customer, Phone, Revisit
from counter_tui.shop.complaints import ComplaintEntry, write_complaint
from counter_tui.shop.context import open_shop
from counter_tui.shop.promises import PromiseEntry, make
from counter_tui.shop.sheets import Part, clear_sheets, letter_page, page, write_sheet
from counter_tui.shop.trace import ShopError
from counter_tui.shop.visit_sheet import visit_page, visit_parts, visit_sheet
from tests.shop.conftest import customer

SOLD = dt.date(2026, 11, 17)
EVIL = '<script>x()</script> & "x" </title><img src=x onerror=y>'


@pytest.fixture
def visited(shop, mei, sell) -> int:
    """A customer whose first revisit is a visit today at three."""
    sold = sell(SOLD, customer(address="3 Pearl Road", route="Gate B, second lift"))
    Revisit.update(channel="visit", hour=dt.time(15), due=clock.today(), topic="the clasp").execute()
    return sold.customer


def text(parts: tuple[Part, ...]) -> str:
    return "\n".join(line for part in parts for line in (part.title, *part.lines))


def test_everything_a_visit_needs_stands_on_it(shop, mei, visited: int) -> None:
    make(shop, visited, PromiseEntry("bring the receipt", clock.today()), mei)
    write_complaint(shop, visited, ComplaintEntry("quality", "the clasp opens"), mei)
    sheet = visit_sheet(shop, visited, mei, Revisit.get(Revisit.channel == "visit").id)
    words = text(visit_parts(sheet))
    for wanted in (
        "张晓红 · 张女士 · C000001", "138 1234 1234", "3 Pearl Road", "How to find it: Gate B, second lift",
        "Sat 21 Nov 2026 · 15:00", "At most 30 minutes.", "Mei Lin", "the clasp", "Promised: bring the receipt",
        "the clasp opens", "Name card and staff pass", "The papers of: 18K gold ring", "18K gold ring · 3.21 g",
        "Only by appointment", "Ring before you set out",
    ):  # fmt: skip
        assert wanted in words, wanted
    assert "Say the facts back" not in words  # walked only where an answer goes to it


def test_it_is_that_of_the_next_visit_unless_it_is_told_which(shop, mei, visited: int) -> None:
    assert visit_sheet(shop, visited, mei).hour == dt.time(15)
    Revisit.update(channel="phone").execute()
    sheet = visit_sheet(shop, visited, mei)
    assert (sheet.day, sheet.hour, sheet.topics[:1] == ("the clasp",)) == (None, None, False)
    assert "Day: ____________ · Hour: ________ · Mei Lin" in text(visit_parts(sheet))


def test_reading_it_leaves_a_trace(shop, mei, visited: int) -> None:
    visit_sheet(shop, visited, mei)
    assert [entry.detail for entry in AuditEntry.select().where(AuditEntry.action == "file.read")] == [{"why": "visit"}]


def test_a_gift_is_marked_and_its_papers_stay_at_the_shop(shop, mei, sell) -> None:
    sold = sell(SOLD, customer(address="3 Pearl Road"), gift=True)
    words = text(visit_parts(visit_sheet(shop, sold.customer, mei)))
    assert "a gift: not a word about it" in words
    assert "The papers of" not in words


def test_a_number_that_is_somebody_elses_is_not_on_it(shop, mei, visited: int) -> None:
    Phone.update(wrong_since=SOLD).execute()
    assert visit_sheet(shop, visited, mei).phones == ()


@pytest.mark.parametrize(
    ("hour", "why"), [(dt.time(15), ""), (dt.time(13), ""), (None, "rest")], ids=["in hours", "agreed", "now"]
)
def test_it_says_whether_one_may_go_at_the_hour_agreed(shop, mei, visited: int, hour: dt.time | None, why: str) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 12, 45))
    Revisit.update(hour=hour).execute()
    assert visit_sheet(shop, visited, mei).may.why == why


def test_without_an_address_it_says_so(shop, mei, sell) -> None:
    sold = sell(SOLD)
    sheet = visit_sheet(shop, sold.customer, mei)
    assert sheet.may.why == "no_address"
    assert "No address is on file: ask for it." in text(visit_parts(sheet))


def test_a_file_that_is_gone_is_refused(shop, mei) -> None:
    with pytest.raises(ShopError, match="no longer there"):
        visit_sheet(shop, 99, mei)


def test_the_shops_own_dos_and_donts_stand_on_it(shop, mei, visited: int, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "assets" / "scripts" / "en" / "home-visit.toml"
    own = tmp_path / "scripts" / "en" / "home-visit.toml"
    own.parent.mkdir(parents=True)
    own.write_text(source.read_text("utf-8").replace("Only by appointment", "Two of us go"), "utf-8")
    mine = open_shop("Golden Bell", "CN", "en", tmp_path)
    assert "Two of us go" in text(visit_parts(visit_sheet(mine, visited, mei)))


# The page


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


PLAIN = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "section", "p", "ul", "li", "br", "hr", "div"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_a_customer_typed_becomes_markup(shop, mei, visited: int, language: str) -> None:
    set_language(language)
    shop = open_shop(EVIL, "CN", language)
    Customer.update(name=EVIL, address=EVIL, route=EVIL).execute()
    Revisit.update(topic=EVIL).execute()
    make(shop, visited, PromiseEntry(EVIL, clock.today()), mei)
    sheet = visit_page(visit_sheet(shop, visited, mei))
    letter = letter_page(shop, EVIL, EVIL, f"{EVIL}\n\n{EVIL}")
    for html in (sheet, letter):
        read = Tags(html)
        assert read.tags <= PLAIN
        assert read.said.count(EVIL) >= 3
        assert f'<html lang="{language.replace("_", "-")}">' in html
    assert "size: A5" in sheet
    assert "size: A4" in letter


def test_a_letter_keeps_its_paragraphs_and_lines(shop) -> None:
    html = letter_page(shop, "Ms Zhang", "3 Pearl Road", "Dear Ms Zhang,\n\nthank you.\n\nYours,\nMei")
    assert "<p>Dear Ms Zhang,</p><p>thank you.</p><p>Yours,<br>Mei</p>" in html
    assert "<p>Ms Zhang</p><p>3 Pearl Road</p>" in html


def test_the_page_says_how_long_it_is_kept(shop, mei, visited: int) -> None:
    assert "This file is removed after 7 days." in visit_page(visit_sheet(shop, visited, mei))


# The files


def test_sheets_are_private_and_go_after_a_week(shop, tmp_path: Path) -> None:
    shop = replace(shop, folder=tmp_path)
    path = write_sheet(shop, "visit-C000001", page("Home visit", ()))
    assert path.parent == tmp_path / "sheets"
    assert re.fullmatch(r"visit-C000001-2026-11-21-\d{6}\.html", path.name)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    mine = path.parent / "holiday-photos.html"
    mine.write_text("", "utf-8")
    odd = path.parent / "visit-C1-2026-99-99-000000.html"
    odd.write_text("", "utf-8")
    clock.hold(dt.datetime(2026, 11, 28, 10))
    clear_sheets(shop)
    assert path.exists()
    clock.hold(dt.datetime(2026, 11, 29, 10))
    second = write_sheet(shop, "letter-C000001", "")
    assert set(path.parent.iterdir()) == {mine, odd, second}


def test_a_folder_that_takes_nothing_is_said(shop, tmp_path: Path) -> None:
    (tmp_path / "sheets").write_text("", "utf-8")
    with pytest.raises(ShopError, match="Nothing can be written there"):
        write_sheet(replace(shop, folder=tmp_path), "visit-C000001", "")
    with pytest.raises(ShopError, match="no folder"):
        write_sheet(replace(shop, folder=None), "visit-C000001", "")
