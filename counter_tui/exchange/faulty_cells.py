"""The cells of a workbook without a value that should have one: an error, or a formula nobody has worked out yet.

The library that reads workbooks answers both as empty cells, so an .xlsx is looked through once more for them: that
takes a tenth of the time that reading it takes, and no memory. Other workbooks are not (.xls, .ods, .xlsb).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

from counter_tui.i18n import _

ERRORS = frozenset(("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#field!"))
"""What a cell says that could not be worked out, in small letters; in a text file it says so too."""
UNCALCULATED = "=?"
"""Stands for a formula without its result: a program wrote it that can't calculate."""
_CHUNK = 1 << 18
_LONGEST_ROW = 1 << 23  # bytes
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*"
    rb"(<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"(?:<(?:\w+:)?v\b[^>/]*>([^<]*)</)?"
)
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_UNREADABLE = (OSError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError)


def fault_words(text: str) -> tuple[str, ...]:
    """Why a cell with this text holds no value, if it should."""
    if text == UNCALCULATED:
        return (_("This cell holds a formula without its result: open and save the file in Excel/WPS once."),)
    if text.lower() in ERRORS:
        return (_("This cell holds an error of the spreadsheet program ({error}).").format(error=text),)
    return ()


def faulty_cells(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row and column, counted from 0, and what the cell says: an error or UNCALCULATED; from the top down.

    Yields nothing for a workbook that is no .xlsx, or one put together so oddly that its parts aren't found.
    """
    try:
        with zipfile.ZipFile(path) as packed, packed.open(_part(packed, sheet)) as part:
            yield from _in_part(part)
    except _UNREADABLE:
        return


def _part(packed: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet. Raises KeyError if there is none."""
    for entry in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            names = {value for key, value in entry.items() if key.endswith("}id")}
            for relation in ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels")):
                if relation.get("Id") in names:
                    return normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
    raise KeyError(sheet)


def _in_part(part: zipfile.ZipExtFile) -> Iterator[tuple[int, int, str]]:
    rest = b""
    while chunk := part.read(_CHUNK):
        rows, _row_end, rest = (rest + chunk).rpartition(b"row>")
        if len(rest) > _LONGEST_ROW:
            return
        if b't="e"' in rows or b"<f" in rows or b":f" in rows:
            yield from _in_rows(rows)


def _in_rows(rows: bytes) -> Iterator[tuple[int, int, str]]:
    for found in _CELL.finditer(rows):
        attributes, formula, value = found.groups()
        is_error = b't="e"' in attributes
        # A formula whose result is no letter at all (="") is a text, and worked out.
        uncalculated = formula and not value and b't="str"' not in attributes
        if (is_error or uncalculated) and (place := _PLACE.search(attributes)):
            said = value.decode(errors="replace").strip() if is_error and value else UNCALCULATED
            yield int(place[2]) - 1, _column(place[1]), said


def _column(letters: bytes) -> int:
    """0 for A, 26 for AA."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - ord("A") + 1
    return at - 1
