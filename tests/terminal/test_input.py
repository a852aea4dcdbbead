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


def _note_field(t: Session) -> None:
    t.until("First revisit")
    t.keys("f9")
    t.until("Type a number or the beginning of a word")
    t.keys("visit", "enter")
    t.until("Looked at")
    t.keys("down", "down", "down")


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
        _note_field(t)
        for commit in commits():
            t.send(commit.encode())
            t.until(lambda commit=commit: small_shop.drafts()[-1:] and _looked_at(small_shop) == commit)
            t.keys(*["backspace"] * len(commit))
        t.send("".join(commits()[:8]).encode())
        t.until(lambda: _looked_at(small_shop) == "".join(commits()[:8]))


def _looked_at(shop: SmallShop) -> str:
    return str(shop.drafts()[0]["values"]["looked_at"])


def test_a_scan_in_the_search_box_opens_the_file(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        t.keys(SCAN, "enter")
        t.until("138 1234 1234")


def test_a_scan_before_the_records_are_open_opens_the_file_too(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("Find")
        t.keys(SCAN, "enter")
        t.until("138 1234 1234")


def test_scans_in_a_form_land_whole_each_in_its_field(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _note_field(t)
        t.keys("6901234567892", "enter", "6909876543210", "enter", "8812345", "escape")
        t.until("What you typed is not saved.")
    (draft,) = small_shop.drafts()
    assert [draft["values"][name] for name in ("looked_at", "why_not", "note")] == [
        "6901234567892", "6909876543210", "8812345",
    ]  # fmt: skip


def test_a_pasted_text_is_put_on_one_line_without_its_codes(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _note_field(t)
        t.send("\x1b[200~圈口 56\n\x07\u202e[/]b\u0000\x1b[201~".encode())
        t.until(lambda: small_shop.drafts() and _looked_at(small_shop) == "圈口 56 [/]b")
