"""A small shop on disk or server, and the program opened on it in a terminal of 80×24."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from counter_tui.models import new_uuid
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, is_server, write_settings
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.customers import CustomerEntry
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.people import add_clerk
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale
from tests.terminal.session import Session, clean_environment, program

RING = PieceEntry(kind="ring", metal="k18", stone="diamond", weight=Decimal("3.21"), price=Decimal("4652.52"))
PEOPLE = (
    ("张晓红", "13812341234", dt.date(2026, 11, 17), "6901234567892"),
    ("Emily Carter", "13912345678", dt.date(2026, 11, 10), ""),
    ("單雪", "02066668888", dt.date(2026, 11, 15), ""),
)
"""Name, phone, day of the sale, certificate. Emily's first revisit is four days late, the others are due today."""


@dataclass(frozen=True)
class SmallShop:
    """A shop's folder with three customers in its records."""

    settings: Settings

    @property
    def folder(self) -> Path:
        return self.settings.folder

    @contextmanager
    def records(self) -> Iterator[Shop]:
        """The shop's records, open in this process."""
        database = open_database(self.settings.place)
        try:
            yield open_shop(self.settings.name, self.settings.region, "en", self.folder)
        finally:
            database.close()

    def drafts(self) -> list[dict[str, Any]]:
        """The unsaved forms as they lie in the records now, read past the program."""
        place = self.settings.place
        if is_server(place):
            import psycopg2

            connection = psycopg2.connect(place)
        else:
            connection = sqlite3.connect(f"{Path(place).as_uri()}?mode=ro", uri=True)
        with contextlib.closing(connection):
            cursor = connection.cursor()
            cursor.execute("SELECT data FROM draft ORDER BY uuid")
            return [json.loads(data) for (data,) in cursor.fetchall()]


Opened = Callable[..., AbstractContextManager[Session]]


@pytest.fixture
def small_shop(place: str, tmp_path: Path) -> SmallShop:
    """Golden Bell, with clerks Mei Lin and Wei Chen and three sales of this month."""
    folder = tmp_path / "folder"
    stored = SmallShop(write_settings(Settings(folder, "Golden Bell", "CN", "en", place)))
    with stored.records() as shop:
        mei = add_clerk(shop, "Mei Lin").id
        add_clerk(shop, "Wei Chen")
        for name, phone, sold, certificate in PEOPLE:
            entry = CustomerEntry(name, uuid=new_uuid(), sex="f", phones=(read_phone(phone, "CN"),))
            piece = replace(RING, certificate=certificate)
            record_sale(shop, SaleEntry(entry, sold, (piece,), uuid=new_uuid()), mei)
    return stored


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """`with opened(folder) as t:` runs the program on a shop's folder; whatever happens, it does not stay behind."""

    @contextmanager
    def open_session(folder: Path, *arguments: str, controlling: bool = True, **environment: str) -> Iterator[Session]:
        command = program("--shop", folder, *arguments)
        session = Session(command, clean_environment(tmp_path, **environment), folder=tmp_path, controlling=controlling)
        try:
            yield session
        finally:
            session.close()

    return open_session
