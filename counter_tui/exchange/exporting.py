"""Writes a shop's customers with their purchases to a spreadsheet: the whole file in its place, or nothing at all.

It is customers' data: the file is for the PC's own user alone, and the trace says who wrote it before it is there (A7).
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from counter_tui import clock, disk_words
from counter_tui.exchange.listing import Cell, Listing, header, how_many
from counter_tui.exchange.sheet_files import WRITERS, Writer
from counter_tui.exchange.writing import Step
from counter_tui.i18n import N_, _, ngettext
from counter_tui.models.copying import sweep, sync_folder, unfinished
from counter_tui.models.snapshot import snapshot
from counter_tui.shop.context import Shop
from counter_tui.shop.series import Who
from counter_tui.shop.trace import ShopError, note
from counter_tui.text import clean

PRIVATE = N_("The file holds customers' personal data: it stays in the shop's keeping, and nobody else gets a copy.")

_UNFINISHED = "counter-tui"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class ExportError(ShopError):
    """The file can't be written; the text says why, in the clerk's language. What was there before is as it was."""


@dataclass(frozen=True)
class Exported:
    """What was written, and where. `rows` are the purchases, and the customers without one."""

    path: Path
    customers: int
    rows: int


def suggested(shop: Shop) -> Path:
    """A name nobody has to think about: in the shop's folder, with the day."""
    # Translators: the beginning of a file's name, as in customers-2026-11-21.xlsx
    return (shop.folder or Path.home()) / f"{_('customers')}-{clock.today():%Y-%m-%d}.xlsx"


def why_not(path: Path) -> str:
    """Why nothing can be written to `path`, as a sentence; "" if it can, as far as is known beforehand."""
    if path.suffix.lower() not in WRITERS:
        return _("The name of the file must end in .xlsx or .csv.")
    try:
        if path.is_dir():
            return _("{name} is a folder: write a file's name behind it.").format(name=path.name)
        if not path.parent.is_dir():
            return _("There is no folder {folder}.").format(folder=path.parent)
    except OSError as error:  # a folder nobody may look into, a name far too long
        return _sentence(error, path)
    return ""


def export_customers(shop: Shop, path: Path, by: Who, step: Step = lambda _done, _of: None, *, over: bool) -> Exported:
    """Write everybody, as they are at this moment, to `path`: .xlsx or .csv by its ending.

    A file that is there is replaced only with `over`. Raises ExportError; whatever stops it, Cancelled from `step` too,
    leaves nothing behind, and a file that was there as it was.
    """
    path = path.resolve()
    if reason := why_not(path):
        raise ExportError(reason)
    _spare(path, over)
    try:
        with _unfinished(path) as (fresh, file):
            with snapshot():
                listing = Listing(shop)
                _write(WRITERS[path.suffix.lower()], file, listing, step)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            note(by, None, "customers.exported", file=clean(str(path)), customers=listing.customers, rows=listing.rows)
            _spare(path, over)
            fresh.replace(path)
            sync_folder(path.parent)
    except OSError as error:
        raise ExportError(_sentence(error, path)) from error
    return Exported(path, listing.customers, listing.rows)


def _spare(path: Path, over: bool) -> None:
    if not over and path.exists():
        raise ExportError(_("{name} is there already: it was left as it is.").format(name=path.name))


@contextlib.contextmanager
def _unfinished(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file beside `path`, only for this PC's user, gone in the end unless it was moved."""
    fresh = unfinished(path.parent, _UNFINISHED)
    fresh.unlink(missing_ok=True)
    sweep(path.parent, _UNFINISHED)
    try:
        with open(fresh, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            yield fresh, file
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _write(write: Writer, file: IO[bytes], listing: Listing, step: Step) -> None:
    of = how_many()

    def told() -> Iterator[list[list[Cell]]]:
        for portion in listing.portions():
            yield portion
            step(listing.customers, of)

    step(0, of)
    write(file, header(), told())


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in _FULL:
        return _("The disk is full: no file was written.")
    if error.errno in _FORBIDDEN:
        words = _("{file} may not be written: the folder is read-only, or the file is open in another program.")
        return words.format(file=path)
    words = _("Nothing can be written there ({reason}): {folder}")
    return words.format(reason=disk_words.reason(error), folder=path.parent)


def exported_words(exported: Exported) -> list[str]:
    """What was written and where, a line for each thing."""
    many = ngettext("{n} customer", "{n} customers", exported.customers).format(n=f"{exported.customers:,}")
    rows = ngettext("{n} row", "{n} rows", exported.rows).format(n=f"{exported.rows:,}")
    return [_("Written: {customers}, {rows}.").format(customers=many, rows=rows), str(exported.path), _(PRIVATE)]
