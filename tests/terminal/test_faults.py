"""The server goes away, the file is spoilt: a sentence on the message line, and the program stays open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import on_server
from tests.terminal.conftest import Opened, SmallShop

LOST = "No connection to the shop's server."


def _lose_connections(shop: SmallShop, server: str) -> None:
    name = shop.settings.place.split("?")[0].rpartition("/")[2]
    on_server(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_lost_server_is_said_wherever_it_is_noticed_and_the_work_goes_on(
    small_shop: SmallShop, opened: Opened, postgres_server: str
) -> None:
    with opened(small_shop.folder) as t:
        t.until("Emily Carter")
        t.keys("5")
        t.until("New file: 5")
        _lose_connections(small_shop, postgres_server)
        t.keys("6")  # one key is one search: with more, the next one would already have found the way again
        t.until(LOST)
        t.keys("78")
        t.until("139 •••• 5678")
        _lose_connections(small_shop, postgres_server)
        t.keys("enter")
        t.until(LOST)
        t.keys("escape")
        t.until("First revisit")
        _lose_connections(small_shop, postgres_server)
        t.keys("enter")
        t.until(LOST)
        t.keys("5678", "enter")
        t.until("139 1234 5678")
        t.keys("ctrl+q")
        assert t.ended() == 0


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_file_spoilt_under_the_program_is_said_in_the_search_box(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        t.until("Emily Carter")
        place = Path(small_shop.settings.place)
        whole = bytearray(place.read_bytes())
        place.with_name(f"{place.name}-wal").write_bytes(b"")
        place.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
        t.keys("5678")
        t.until("The records are damaged.")
        t.keys("ctrl+q")
        assert t.ended() == 0
