"""Keys that arrive in one go do what they do when they are typed slowly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counter_tui import i18n
from counter_tui.i18n import _
from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


@pytest.fixture
def t(small_shop: SmallShop, opened: Opened) -> Iterator[Session]:
    """Today, with Emily Carter marked; below her two more are due."""
    i18n.set_language("en")
    with opened(small_shop.folder, "--lang", "en") as session:
        session.until(lambda: "› Emily" in session.text)
        yield session


def test_who_is_marked_is_who_is_called(t: Session) -> None:
    t.keys("down", "enter")
    t.until("00:0")
    assert "Emily" not in t.lines()[0]


def test_who_is_marked_is_who_is_dialled(t: Session) -> None:
    t.keys("down", "down", "f7")
    t.until(_("Scan with the shop's phone: it dials."))
    assert "张晓红   138 1234 1234" in t.text


def test_a_number_after_f9_is_of_the_menu(t: Session) -> None:
    t.keys("f9", "93")
    t.until(lambda: _("New customer") in t.lines()[0])
    t.keys("赵一", "enter", "1370000")
    t.until("137 0000")
    assert "赵一" in t.text
