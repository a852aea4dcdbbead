"""Opens a spreadsheet of any kind shops have and hands out its rows: .xlsx, .xls, .ods, and text in any encoding."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from counter_tui import disk_words
from counter_tui.exchange.delimited import BrokenLineError, TextFile
from counter_tui.exchange.faulty_cells import faulty_cells
from counter_tui.i18n import _

Cell = str | int | float | dt.date | dt.datetime | None
Row = list[Cell]

MOST_TEXT_BYTES = 500_000_000
MOST_BYTES = 80_000_000
MOST_UNPACKED = 400_000_000  # a spreadsheet that unpacks to more is no shop's ledger
MOST_TEXT_ROWS = 1_048_576  # what one sheet of Excel holds; text is read line by line
MOST_ROWS = 200_000  # a workbook is held in memory whole, at some 1.5 kB a row
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what stands in the directory of a workbook with a password
_WEB = (b"<html", b"<table", b"<!doctype", b"<?xml", b"<!--", b"<style", b"<head", b"<meta", b"<body", b"<div")
_WEB += (b"<script", b"<title", b"mime-version")
_FOREIGN = (b"%pdf-", b"{\\rtf")
_NO_FAULT = (MOST_TEXT_ROWS, 0, "")


class SheetError(ValueError):
    """A file that can't be taken as a spreadsheet; the text says why, in the clerk's language."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows()` reads it from the top again each time, row 1 first, as in the spreadsheet program.

    `length` is its number of rows, for a progress bar. `tall` holds the cells merged downwards, as
    (first row, last row, column), counted from 0: the value stands in the first row only.
    """

    name: str
    length: int
    open: Callable[[], Iterator[Row]]
    tall: tuple[tuple[int, int, int], ...] = field(default=())

    def rows(self) -> Iterator[Row]:
        """Each row as a list of cells, None where one is empty. Raises SheetError if the file breaks off."""
        return self.open()


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file that hold anything. Raises SheetError: none there, too big, encrypted, damaged, no sheet."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise SheetError(_("The file can't be read: {reason}.").format(reason=disk_words.reason(error))) from error
    is_workbook = start.startswith((_ZIP, _OLE))
    begin = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if size > (MOST_BYTES if is_workbook else MOST_TEXT_BYTES):
        raise SheetError(_("The file is too big: {size} MB.").format(size=size // 1_000_000))
    if not start:
        raise SheetError(_("The file is empty."))
    if is_workbook:
        sheets = _workbook(path)
    elif begin.startswith(_WEB):
        raise SheetError(_("This is a web page, not a spreadsheet. Open it and save it as .xlsx first."))
    elif begin.startswith(_FOREIGN):
        raise SheetError(_("The file is damaged or is no spreadsheet."))
    else:
        sheets = _text(path)
    if not sheets:
        raise SheetError(_("The file is empty."))
    _refuse_longer(sheets, is_workbook=is_workbook)
    return sheets


def _refuse_longer(sheets: list[Sheet], *, is_workbook: bool) -> None:
    longest = max(sheet.length for sheet in sheets)
    if longest > MOST_TEXT_ROWS:
        raise SheetError(_("The file has more than {n} rows.").format(n=f"{MOST_TEXT_ROWS:,}"))
    if is_workbook and longest > MOST_ROWS:
        words = _("The file has more than {n} rows. Open it and save it as CSV first: that may have up to {most}.")
        raise SheetError(words.format(n=f"{MOST_ROWS:,}", most=f"{MOST_TEXT_ROWS:,}"))


def _workbook(path: Path) -> list[Sheet]:
    try:
        _refuse_bomb(path)
        book = _book(path)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [sheet for name in names if (sheet := _calamine(book, path, name)).length]
    except (CalamineError, zipfile.BadZipFile) as error:
        if isinstance(error, PasswordError) or _ENCRYPTED in path.read_bytes():
            raise SheetError(_("The file has a password. Save it without one first.")) from error
        raise SheetError(_("The file is damaged or is no spreadsheet.")) from error


def _book(path: Path) -> CalamineWorkbook:
    """A workbook as what its name says it is, else as what it is."""
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise
    except CalamineError:
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def _calamine(book: CalamineWorkbook, path: Path, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    tall = ((first[0], last[0], first[1]) for first, last in sheet.merged_cell_ranges or () if first[0] < last[0])
    length = sheet.end[0] + 1 if sheet.end else 0

    def rows() -> Iterator[Row]:
        faults = faulty_cells(path, name)
        place, column, said = next(faults, _NO_FAULT)
        for at, row in enumerate(sheet.iter_rows()):
            cells = [_cell(value) for value in row]
            while place <= at:
                if place == at and column < len(cells) and cells[column] is None:
                    cells[column] = said
                place, column, said = next(faults, _NO_FAULT)
            yield cells

    return Sheet(name, length, rows, tuple(sorted(tall)))


def _cell(value: Any) -> Cell:
    if value == "":
        return None
    return str(value) if isinstance(value, bool | dt.time | dt.timedelta) else value


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise SheetError(_("The file is too big."))


def _text(path: Path) -> list[Sheet]:
    try:
        text = TextFile.recognise(path)
    except BrokenLineError as error:
        words = _("Line {n} of the file can't be read: mend it there, or ask for the list as .xlsx.")
        raise SheetError(words.format(n=error.line)) from error
    except ValueError as error:
        raise SheetError(_("The file is damaged or is no spreadsheet.")) from error

    def rows() -> Iterator[Row]:
        try:
            for row in text.rows():
                yield list(row)
        except ValueError as error:
            raise SheetError(_("The file is damaged or is no spreadsheet.")) from error

    return [Sheet(path.stem, text.length, rows)] if text.length else []
