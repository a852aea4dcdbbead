"""Writes rows into a file as they come, so that a list of any length takes no more memory: .csv and .xlsx.

A workbook is written part by part into its archive. The libraries for it take ten times as long a cell (XlsxWriter and
openpyxl 300 to 460 µs for a row of 22 cells, this 30), and a chain's list has 40 million cells.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO

from counter_tui.exchange.headers import COUNTED
from counter_tui.exchange.listing import DAYS, FIELDS, Cell
from counter_tui.exchange.sheets import MOST_ROWS
from counter_tui.i18n import _
from counter_tui.text import cell_text

Portions = Iterable[list[list[Cell]]]
Writer = Callable[[IO[bytes], list[str], Portions], None]

_FREE_TEXT = [at for at, field in enumerate(FIELDS, len(COUNTED["en"])) if field not in DAYS]
_LOOKED_AT = frozenset("=+-@'(.0123456789")
_LIKE_A_FIGURE = re.compile(r"[(0-9.][0-9A-Ea-e.,:/%() +-]*")


def write_csv(file: IO[bytes], header: list[str], portions: Portions) -> None:
    """UTF-8 with a mark and CRLF, as Excel wants it to show Chinese.

    A text that Excel would take for a number or a day (a phone, a style 3-12) gets a tab behind it, as China's banks
    and market places do it: nothing is seen of it, and no digit is lost.
    """
    waiting = io.StringIO(newline="")
    out = csv.writer(waiting)
    out.writerow(header)
    file.write(codecs.BOM_UTF8)
    for portion in portions:
        for row in portion:
            for at in _FREE_TEXT:
                cell = row[at]
                if isinstance(cell, str) and cell[:1] in _LOOKED_AT:
                    row[at] = _kept(cell)
        out.writerows(portion)
        file.write(waiting.getvalue().encode())
        waiting.seek(0)
        waiting.truncate()
    file.write(waiting.getvalue().encode())


def _kept(cell: str) -> str:
    safe = cell_text(cell)
    return f"{safe}\t" if safe is cell and _LIKE_A_FIGURE.fullmatch(cell) else safe


# A workbook

MOST_IN_A_SHEET = min(MOST_ROWS, 1_048_576)  # the import's limit, and Excel's
_SHOWN = 256  # characters; of a longer one in a cell of text older Excels show #### only
_MOST_BYTES = 1 << 30  # of a sheet before it is packed; an archive's simple form holds no part of 2 GB
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="3" max="{last}" width="14" customWidth="1"/></cols><sheetData>'
)
_SHEET_END = "</sheetData></worksheet>"
# 0 as usual, 1 text that stays text when somebody edits it, 2 the header.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(file: IO[bytes], header: list[str], portions: Portions) -> None:
    """A workbook with as many sheets as are needed, each with the header. Every text is a text, never a formula."""
    letters = [_letters(at) for at in range(len(header))]
    rows = chain.from_iterable(portions)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        sheets = 0
        row = next(rows, None)
        while row is not None or not sheets:
            sheets += 1
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                sheet.write(_SHEET.replace("{last}", str(len(header))).encode())
                sheet.write(_row(1, letters, header, ' s="2"').encode())
                row = _fill(sheet, letters, row, rows)
                sheet.write(_SHEET_END.encode())
        for name, content in _frame(sheets):
            book.writestr(name, content)


def _fill(
    sheet: IO[bytes], letters: list[str], row: list[Cell] | None, rows: Iterator[list[Cell]]
) -> list[Cell] | None:
    """Write rows into a sheet until it is full; answers the row that did not fit, None if there are no more."""
    written, waiting = 0, []
    for line in range(2, MOST_IN_A_SHEET + 1):
        if row is None or written > _MOST_BYTES:
            break
        waiting.append(_row(line, letters, row))
        if len(waiting) == 250:
            written += sheet.write("".join(waiting).encode())
            waiting.clear()
        row = next(rows, None)
    sheet.write("".join(waiting).encode())
    return row


def _row(line: int, letters: list[str], cells: list[Cell] | list[str], style: str = "") -> str:
    written = "".join(
        f'<c r="{letter}{line}"{style or _style(cell)} t="inlineStr"><is><t>{_text(cell)}</t></is></c>'
        if isinstance(cell, str)
        else f'<c r="{letter}{line}"><v>{cell}</v></c>'
        for letter, cell in zip(letters, cells, strict=True)
        if cell != ""
    )
    return f'<row r="{line}">{written}</row>'


def _style(cell: str) -> str:
    return ' s="1"' if cell[0] in _LOOKED_AT and len(cell) < _SHOWN else ""


def _text(cell: str) -> str:
    if not cell.isprintable():
        cell = _NOT_XML.sub("", cell)
    if "_x" in cell:
        cell = _ESCAPE_LIKE.sub("_x005F_", cell)
    return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _letters(at: int) -> str:
    """A, B … Z, AA, AB …"""
    high, low = divmod(at, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)


def _frame(sheets: int) -> Iterator[tuple[str, str]]:
    """The parts of a workbook that say what is in it."""
    numbers = range(1, sheets + 1)
    kinds = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_BOOK}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{n}", "worksheet") for n in numbers),
        )
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{kinds}</Types>"
        ),
    )
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    files = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations(*files, ("styles", "styles.xml"))
    yield "xl/styles.xml", _STYLES
    name = _text(_("Customers"))
    named = "".join(f'<sheet name="{name}{f" {n}" if n > 1 else ""}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{named}</sheets></workbook>',
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


WRITERS: dict[str, Writer] = {".xlsx": write_xlsx, ".csv": write_csv}
"""By the ending of the file's name."""
