"""The program itself in a pilot at 80×24, in both languages, with a small shop in it.

What stands on a screen hangs on no database, and what a screen asks of the shop is tested there, on both: here the
records are a file, and on the server only where a test says so.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from counter_tui import clock, i18n
from counter_tui.app import CounterApp
from counter_tui.models import db, new_uuid
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, is_server, write_settings
from counter_tui.shop.context import open_shop
from counter_tui.shop.customers import CustomerEntry, DateEntry
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.people import add_clerk
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale
from tests.calm import calm
from tests.conftest import SATURDAY, fresh_place

RING = PieceEntry(kind="ring", metal="k18", stone="diamond", weight=Decimal("3.21"), price=Decimal("4652.52"))
PEOPLE = (
    ("张晓红", "13812341234", dt.date(2026, 11, 17)),
    ("Emily Carter", "13912345678", dt.date(2026, 11, 10)),
    ("[/]", "13812349999", dt.date(2026, 11, 18)),
    ("單雪", "02066668888", dt.date(2026, 11, 15)),
)

BOTH = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
"""For what goes other ways on a server, or is the whole of a screen's work."""
LANGUAGES = pytest.mark.parametrize(
    ("place", "language"), [("sqlite", "en"), ("sqlite", "zh_CN"), ("postgresql", "zh_CN")], indirect=["place"]
)
"""In both languages; the server is asked in one of them."""


@dataclass
class Counter:
    """The running program and what a test does with it."""

    app: CounterApp
    pilot: Pilot[str]

    async def press(self, *keys: str) -> None:
        """Press keys and wait until the program has answered all of them."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text as an input method commits it."""
        await self.pilot.press(*("space" if char == " " else char for char in text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way: no message, no worker but a dialog's, no question to the shop."""
        await self.pilot.pause()
        await calm(self.app, self.app.desk)

    async def behind(self, query: Any) -> None:
        """Write to the records as another till would."""
        await self.app.desk.ask(lambda _shop: query.execute())

    def look(self) -> None:
        """Let the test read the records; on a server the program's own thread is the only one connected."""
        db.connect(reuse_if_open=True)

    def close(self) -> None:
        """Give the test's own connection back."""
        if not self.app.desk.embedded and db.obj is not None and not db.is_closed():
            db.close()

    def lines(self) -> list[str]:
        """What stands on the terminal."""
        visible_screen_stack.set(self.app._background_screens)  # what stands behind a dialog is painted too
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a fresh shop's records are: a file, unless a test asks for the server."""
    yield from fresh_place(request, getattr(request, "param", "sqlite"))


@pytest.fixture
def settings(place: str, tmp_path: Path) -> Settings:
    """A shop's folder whose records are at `place`."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return write_settings(Settings(folder, "Golden Bell", "CN", "en", place))


@pytest.fixture
def stocked(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """Four customers: one late, three of today; the first has a birthday next Wednesday."""
    if is_server(settings.place):
        _stock(settings.place)
    else:
        shutil.copy(request.getfixturevalue("stocked_file"), settings.place)
    return settings


@pytest.fixture(scope="session")
def stocked_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of those four, to copy."""
    path = tmp_path_factory.mktemp("stocked") / "stocked.db"
    shutil.copy(sqlite_template, path)
    with clock.at(SATURDAY):
        _stock(str(path))
    return path


def _stock(place: str) -> None:
    database = open_database(place)
    shop = open_shop("Golden Bell", "CN", "en")
    mei = add_clerk(shop, "Mei Lin").id
    add_clerk(shop, "Wei Chen")
    for name, phone, sold in PEOPLE:
        dates = (DateEntry("birthday", PartialDate("solar", 11, 25)),) if name == "张晓红" else ()
        entry = CustomerEntry(name, uuid=new_uuid(), sex="f", phones=(read_phone(phone, "CN"),), dates=dates)
        record_sale(shop, SaleEntry(entry, sold, (RING,), uuid=new_uuid()), mei)
    database.close()


@pytest.fixture
def counter() -> Callable[..., AbstractAsyncContextManager[Counter]]:
    """`async with counter(settings) as c:` runs the program."""

    @asynccontextmanager
    async def run(settings: Settings, language: str = "en", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Counter]:
        from dataclasses import replace

        settings = replace(settings, language=language)
        i18n.set_language(language)
        app = CounterApp(settings)
        async with app.run_test(size=size) as pilot:
            running = Counter(app, pilot)
            while settings.name and not app.opened:
                await pilot.pause()
            await running.settle()
            if settings.name:
                running.look()
            yield running
            running.close()

    return run
