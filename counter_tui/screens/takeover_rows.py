"""The lines of a takeover: spreadsheets that lie about, and columns with what they mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.i18n import _
from counter_tui.screens.file_places import is_folder, short
from counter_tui.widgets.agenda_list import Row, heading
from counter_tui.words import moment_words

if TYPE_CHECKING:
    from counter_tui.exchange.columns import Column
    from counter_tui.exchange.importing import Source


def file_row(number: str, path: Path) -> Row:
    """A file or folder to choose, with when it was changed and where it lies."""
    if is_folder(path):
        return Row((((number, "accent"), (f"{path.name}/", "strong"), ("", ""), ("", "")),), key=path)
    try:
        changed = moment_words(dt.datetime.fromtimestamp(path.stat().st_mtime))
    except (OSError, OverflowError, ValueError):  # gone, or of a year no calendar has
        changed = ""
    return Row((((number, "accent"), (path.name, "strong"), (changed, ""), (short(path.parent), "muted")),), key=path)


def column_rows(source: Source) -> list[Row]:
    """A line for each column, under its sheet if there are several; a question has a number and a ?."""
    from counter_tui.exchange.report import field_words

    rows: list[Row] = []
    numbers = {key_of(at, column): n for n, (at, column) in enumerate(source.questions, 1)}
    for at, part in enumerate(source.sheets):
        if len(source.sheets) > 1:
            rows.append(heading(_("Sheet “{name}”").format(name=part.sheet.name)))
        for column in part.mapping.columns:
            number = numbers.get(key_of(at, column), 0)
            meaning = f"→ {field_words(column.field)}{' ?' if number else ''}"
            look = "warning" if number else "" if column.field else "muted"
            cells = ((str(number or ""), "accent"), (column.header, "strong"), (meaning, look))
            rows.append(Row(((*cells, (" · ".join(column.examples), "muted")),), key=key_of(at, column)))
    return rows


def key_of(sheet: int, column: Column) -> tuple[int, int]:
    """What names a column among all sheets."""
    return sheet, column.index
