"""What is copied reaches the terminal as OSC 52, and nothing of it reaches a shell."""

from __future__ import annotations

import base64

import pytest

from tests.terminal.conftest import Opened, SmallShop

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


def test_the_terminal_is_handed_the_number_and_the_clerk_told_no_more_than_that(
    small_shop: SmallShop, opened: Opened
) -> None:
    handed = b"\x1b]52;c;" + base64.b64encode(b"+8613912345678") + b"\a"
    with opened(small_shop.folder) as t:
        t.until("First revisit")
        t.keys("f7")
        t.until("139 1234 5678")
        assert handed not in t.seen
        t.keys("f2")
        t.until("Handed to the terminal: paste to see whether it took it.")
        assert handed in t.seen
        assert "Copied." not in t.text


def test_a_program_that_takes_the_words_makes_it_certain(small_shop: SmallShop, opened: Opened) -> None:
    programs = small_shop.folder / "programs"
    programs.mkdir()
    program = programs / "wl-copy"
    program.write_text(f'#!/bin/sh\n/bin/cat > "{programs}/got"\n', "utf-8")
    program.chmod(0o755)
    environment = {"PATH": str(programs), "WAYLAND_DISPLAY": "wayland-0"}
    with opened(small_shop.folder, **environment) as t:
        t.until("First revisit")
        t.keys("f7")
        t.until("139 1234 5678")
        t.keys("f2")
        t.until("Copied.")
        assert (programs / "got").read_text("utf-8") == "+8613912345678"
