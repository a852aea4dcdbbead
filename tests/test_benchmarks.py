"""The shops that the benchmarks measure are ones the program can work with."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_tui.models import Customer, OwnKeys, Revisit, SearchKey, db
from counter_tui.models.opening import open_database
from counter_tui.shop.own_keys import keys_in
from tests.benchmarks.shops import shop_of
from tests.postgres import on_server

MANY = 30


@pytest.mark.parametrize("where", ["file", "server"])
def test_a_made_up_shop_is_whole_and_everybody_can_be_found(where: str, tmp_path: Path, request) -> None:
    server = request.getfixturevalue("postgres_server") if where == "server" else ""
    try:
        database = open_database(shop_of(MANY, tmp_path, server, lambda _said: None))
        assert Customer.select().count() == MANY
        assert Revisit.select().count() > MANY
        keys = {row.customer_id: set(keys_in(row.keys)) for row in OwnKeys.select()}
        alone = {(key, customer) for customer, its in keys.items() for key in its}
        assert alone == set(SearchKey.select(SearchKey.key, SearchKey.customer_id).tuples())
        assert keys.keys() == {customer.id for customer in Customer.select()}
        database.close()
    finally:
        db.initialize(None)
        if server:
            for (made,) in on_server(server, f"SELECT datname FROM pg_database WHERE datname ~ '^shop_{MANY}_'"):
                on_server(server, f"DROP DATABASE {made} WITH (FORCE)")
