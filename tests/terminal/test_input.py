"""What an input method and a barcode scanner send arrives whole, in order, and in the field it was meant for."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)

SENTENCE = "客人说戒指早上有点松晚上刚好想改小半号下周三下午来店里再量一次𠮷"
SCAN = "6901234567892"


def commits() -> list[str]:
    """What an input method may commit at once: from one character to thirty, one of them outside the basic plane."""
    return [SENTENCE[-length:] for length in range(1, 31)]


def _visit(t: Session, field: int) -> None:
    """The form of a visit, so many fields below the customer's: 1 day, 3 looked at, 4 why not, 5 note."""
    t.until("First revisit")
    t.keys("f9")
    t.until("Type a number or the beginning of a word")
    t.keys("visit", "enter")
    t.until("Looked at")
    t.keys(*["tab"] * field)


def _caret_is_on_the_drawn_one(t: Session) -> bool:
    """Whether the terminal's caret, where an input method opens, stands on the one cell painted as the caret."""
    screen = t._screen
    here = screen.buffer[screen.cursor.y][screen.cursor.x]
    alike = [
        (y, x)
        for y in range(screen.lines)
        for x in range(screen.columns)
        if (screen.buffer[y][x].bg, screen.buffer[y][x].reverse) == (here.bg, here.reverse)
    ]
    wide = len(alike) == 2 and screen.buffer[screen.cursor.y][screen.cursor.x + 1].data == ""
    return alike[0] == (screen.cursor.y, screen.cursor.x) and (len(alike) == 1 or wide)


def test_every_commit_of_an_input_method_arrives_whole_in_the_search_box(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        for commit in commits():
            t.send(commit.encode())
            t.until(lambda commit=commit: t.lines()[1].split("Find ")[1].strip() == commit)
            t.keys(*["backspace"] * len(commit))
            t.until("name · pinyin")


def test_every_commit_of_an_input_method_arrives_whole_in_a_form(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 3)
        for commit in commits():
            t.send(commit.encode())
            t.until(lambda commit=commit: small_shop.drafts()[-1:] and _looked_at(small_shop) == commit)
            t.keys(*["backspace"] * len(commit))
        t.send("".join(commits()[:8]).encode())
        t.until(lambda: _looked_at(small_shop) == "".join(commits()[:8]))


def _looked_at(shop: SmallShop) -> str:
    return _typed(shop, "looked_at")


def _typed(shop: SmallShop, field: str) -> str:
    """What stands in a field, as the draft has it."""
    drafts = shop.drafts()
    return str(drafts[0]["values"][field]) if drafts else ""


def test_every_commit_of_an_input_method_arrives_whole_in_a_note(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 5)
        for commit in commits()[::3]:
            t.send(commit.encode())
            t.until(lambda commit=commit: _typed(small_shop, "note") == commit)
            t.keys("ctrl+u")
        t.send(f"{SENTENCE}\x0e".encode() + SENTENCE.encode() + b"\x17")
        t.until(lambda: _typed(small_shop, "note") == f"{SENTENCE}\n{SENTENCE[:-1]}")


def test_the_caret_of_the_terminal_is_where_the_text_goes(small_shop: SmallShop, opened: Opened) -> None:
    """First focus, end of the text, scrolled to the side, in the middle; in a note grown and scrolled down as well."""
    with opened(small_shop.folder) as t:
        _visit(t, 0)
        t.until(lambda: _caret_is_on_the_drawn_one(t))
        for field, steps in (("looked_at", 3), ("note", 2)):
            t.keys(*["tab"] * steps)
            t.until(lambda: _caret_is_on_the_drawn_one(t))
            for written in (SENTENCE[:7], SENTENCE * 2, "\x0eabc\x0e" if field == "note" else "abc", SENTENCE * 3):
                t.send(written.encode())
                t.until(lambda field=field, end=written: end.strip("\x0e") in _typed(small_shop, field)[-200:])
                t.until(lambda: _caret_is_on_the_drawn_one(t))
            for key in ("left", "home", "end"):
                t.keys(key)
                t.until(lambda: _caret_is_on_the_drawn_one(t))


def test_full_width_figures_and_signs_are_understood(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 1)
        t.keys("ctrl+u", "２０２６－１１－２０")
        t.until("Fri 20 Nov 2026")
        t.keys("ctrl+u", "昨天")
        t.until("Fri 20 Nov 2026")
        t.keys("tab", "ctrl+u", "２")
        t.until("Wei Chen")


def test_the_arrows_and_the_month_choose_a_day(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 1)
        t.keys("up", "up")
        t.until("Thu 19 Nov 2026")
        t.keys("pagedown")
        t.until("November 2026")
        t.keys("up", "enter")
        t.until_gone("November 2026")
        t.until("2026-11-12")


def test_a_scanned_number_lands_whole_and_is_grouped(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        t.keys("f9")
        t.until("Type a number or the beginning of a word")
        t.keys("new cust", "enter")
        t.until("Birthday")
        t.keys("欧阳", "enter", "13712345678", "enter", "女", "enter", "escape")
        t.until("What you typed is not saved.")
    (draft,) = small_shop.drafts()
    assert [draft["values"][name] for name in ("name", "phone", "sex")] == ["欧阳", "137 1234 5678", "女"]


def test_a_scan_in_the_search_box_opens_the_file(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        t.keys(SCAN, "enter")
        t.until("138 1234 1234")


@pytest.mark.parametrize("typed", [SCAN, "张晓红"], ids=["scanned", "by an input method"])
def test_what_is_typed_on_another_customers_file_finds_its_own(
    small_shop: SmallShop, opened: Opened, typed: str
) -> None:
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        t.keys("Carter", "enter")
        t.until("139 1234 5678")
        t.keys(typed, "enter")
        t.until("138 1234 1234")


def test_a_scan_before_the_records_are_open_opens_the_file_too(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("Find")
        t.keys(SCAN, "enter")
        t.until("138 1234 1234")


def test_scans_in_a_form_land_whole_each_in_its_field(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 3)
        t.keys("6901234567892", "enter", "6909876543210", "enter", "8812345", "escape")
        t.until("What you typed is not saved.")
    (draft,) = small_shop.drafts()
    assert [draft["values"][name] for name in ("looked_at", "why_not", "note")] == [
        "6901234567892", "6909876543210", "8812345",
    ]  # fmt: skip


def test_a_text_pasted_into_a_note_keeps_its_lines(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 5)
        t.send("\x1b[200~圈口 56\r\x07\u202e[/]b\u0000\x1b[201~".encode())
        t.until(lambda: _typed(small_shop, "note") == "圈口 56\n[/]b")
        t.until("[/]b")


def test_a_pasted_text_is_put_on_one_line_without_its_codes(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _visit(t, 3)
        t.send("\x1b[200~圈口 56\n\x07\u202e[/]b\u0000\x1b[201~".encode())
        t.until(lambda: small_shop.drafts() and _looked_at(small_shop) == "圈口 56 [/]b")
