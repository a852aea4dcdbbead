"""The one door from the screens to the shop: a database thread with its own connection, so that a screen never waits.

Nothing heavy is imported before `open()` runs on that thread, which is after the first frame.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from counter_tui.i18n import N_, _
from counter_tui.settings import Settings, is_server, till

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from counter_tui.shop.context import Shop

P = ParamSpec("P")
R = TypeVar("R")
_FAULTS = {
    "full": N_("Not saved: the disk is full. What you typed is still here."),
    "silent": N_("Not saved: the disk is full or does not answer. What you typed is still here."),
    "read-only": N_("Not saved: the shop's folder is read-only. What you typed is still here."),
    "busy": N_("Not saved: another program holds the records. Try again in a moment."),
    "damaged": N_("The records are damaged. Stop here, and restore the newest backup."),
    "lost": N_("No connection to the shop's server. What you typed is still here; try again."),
}
"""What a clerk is told of each kind of fault that is known; of any other, what the database itself says."""
_REPLACED = N_(
    "Not saved: shop.db was taken away or replaced. Note down what stands here, and start the program again."
)


class DeskError(Exception):
    """Something could not be read or saved; the text says what, in the clerk's language. The form stays as it is."""


class Desk:
    """Runs the shop's functions, one after the other, for whoever sits at the screen."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.till = ""
        self._shop: Shop | None = None
        self.closed = False
        self._opened: tuple[int, int] | None = None

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return _one_thread("database")

    @cached_property
    def _long_job(self) -> ThreadPoolExecutor:
        return _one_thread("long-job")

    @property
    def embedded(self) -> bool:
        """Whether the records are in a file of this PC, read in well under a frame."""
        return not is_server(self.settings.place)

    @property
    def ready(self) -> bool:
        """Whether the database is open."""
        return self._shop is not None

    @property
    def shop(self) -> Shop:
        """The shop as it runs; only once `ready`."""
        assert self._shop is not None
        return self._shop

    async def open(self) -> Shop:
        """Open the database and read the shop's words. Raises OpenError with the sentence to show."""
        self._shop = await self._run(self._thread, self._open)
        if self.embedded:
            _connect_reader()
        return self._shop

    async def ask(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Run a shop function on the database thread; the shop itself is its first argument.

        Raises the shop's own ShopError as it is, and DeskError for a fault of the database.
        """
        return await self._run(self._thread, lambda: self._guarded(_connect, function, *args, **kwargs))

    async def long_job(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Run something that takes its time (an import) on a connection of its own."""
        return await self._run(self._long_job, lambda: self._guarded(_connect, function, *args, **kwargs))

    async def idle(self) -> None:
        """Wait until everything asked so far has been answered."""
        for pool in (self._thread, self._long_job):
            await self._run(pool, lambda: None)

    def look(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Read in the frame of the key: on the embedded database only, through a connection that can't write."""
        return self._guarded(_connect_reader, function, *args, **kwargs)

    async def speak(self, language: str) -> None:
        """Use the shop's words of another language from now on."""
        if self._shop is not None:
            self._shop = await self._run(self._thread, lambda: self.shop.speaking(language))

    async def reread(self, settings: Settings) -> None:
        """The shop's settings, words and numbers have been changed: use them as they stand now."""
        from counter_tui.shop.context import open_shop

        self.settings = settings
        asked = (settings.name, settings.region, settings.language, settings.folder)
        self._shop = await self._run(self._thread, lambda: open_shop(*asked))

    @staticmethod
    def is_refusal(error: BaseException) -> bool:
        """Whether the text of `error` is a sentence for the clerk."""
        from counter_tui.shop.trace import ShopError

        return isinstance(error, DeskError | ShopError)

    def close(self) -> None:
        """Let go of the database and both threads."""
        self.closed = True
        for pool in (self._thread, self._long_job):
            pool.submit(_disconnect)
            pool.shutdown(wait=True)
        _disconnect()

    def _open(self) -> Shop:
        from counter_tui.models.opening import open_database
        from counter_tui.shop.context import open_shop

        settings = self.settings
        if self.embedded:
            settings.folder.mkdir(parents=True, exist_ok=True)
        open_database(settings.place, settings.backups)
        self._opened = self._file()
        self.till = till(settings)["id"]
        return open_shop(settings.name, settings.region, settings.language, settings.folder)

    def _guarded(self, connect: Callable[[], None], function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        import sqlite3

        from peewee import PeeweeException

        from counter_tui.models import db

        if self._file() != self._opened:
            raise DeskError(_(_REPLACED))
        try:
            connect()
            return function(self.shop, *args, **kwargs)
        except (PeeweeException, sqlite3.Error) as error:  # reading row by row, SQLite's own come through
            sentence = fault_words(error)
            with contextlib.suppress(PeeweeException):
                db.close()
            raise DeskError(sentence) from error

    def _file(self) -> tuple[int, int] | None:
        """Which file the records are in: by a name alone, another one may be put there."""
        if not self.embedded:
            return None
        try:
            found = Path(self.settings.place).stat()
        except OSError:
            return 0, 0
        return found.st_dev, found.st_ino

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, function: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(pool, function)


def _one_thread(name: str) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1, name)


def _connect() -> None:
    from counter_tui.models import db

    db.connect(reuse_if_open=True)


def _connect_reader() -> None:
    """This thread's connection can only read; one that was lost is opened anew, and so told again."""
    from counter_tui.models import db

    if db.connect(reuse_if_open=True):
        db.execute_sql("PRAGMA query_only = 1")


def _disconnect() -> None:
    with contextlib.suppress(ImportError):
        from counter_tui.models import db

        if db.obj is not None and not db.is_closed():
            db.close()


def fault_words(error: BaseException) -> str:
    """A fault of the database in words a clerk can act on."""
    from counter_tui.models.faults import kind, reason

    if sentence := _FAULTS.get(kind(error)):
        return _(sentence)
    return _("Not saved: {reason}. What you typed is still here.").format(reason=reason(error))
