"""Takes over a spreadsheet: what its columns mean, what it would add, and then all of it, or nothing.

`open_source` → `answered` questions → `read_source` → `intend` shows what would come → `take_in` does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path

from counter_tui import clock
from counter_tui.exchange.additions import Additions
from counter_tui.exchange.columns import Column, Mapping, find_columns
from counter_tui.exchange.differences import Difference, why
from counter_tui.exchange.gathering import Persons, gather
from counter_tui.exchange.headers import HEADERS
from counter_tui.exchange.records import ImportRow, Line, Problem
from counter_tui.exchange.rows import read_rows
from counter_tui.exchange.sheets import Sheet, SheetError, read_sheets
from counter_tui.exchange.tables import tables_beside
from counter_tui.exchange.troubles import Troubles
from counter_tui.exchange.writing import Step, Writing
from counter_tui.i18n import _
from counter_tui.models import Counter, ImportBatch
from counter_tui.models.bulk import room_for_many
from counter_tui.shop.context import Shop
from counter_tui.shop.key_search import forget_recent
from counter_tui.shop.series import Who
from counter_tui.shop.trace import transaction
from counter_tui.text import LINE_LENGTH, clean

_ROWS_A_STEP = 250


class Cancelled(Exception):  # noqa: N818 - nothing has gone wrong
    """Raised by whoever watches the progress, to stop an import; nothing of it stays."""


@dataclass(frozen=True)
class SourceSheet:
    """A sheet with what its columns mean."""

    sheet: Sheet
    mapping: Mapping


@dataclass(frozen=True)
class Source:
    """A spreadsheet whose columns are known. `skipped` are the names of sheets without a name or phone column."""

    path: Path
    sheets: tuple[SourceSheet, ...]
    skipped: tuple[str, ...]

    @property
    def questions(self) -> list[tuple[int, Column]]:
        """The columns to ask about, with the place of their sheet."""
        return [(at, column) for at, part in enumerate(self.sheets) for column in part.mapping.questions]

    def free_fields(self, sheet: int) -> list[str]:
        """The fields that no column of a sheet has taken for sure."""
        taken = {column.field for column in self.sheets[sheet].mapping.columns if column.sure}
        return [field for field in HEADERS if field not in taken]

    def answered(self, sheet: int, index: int, field: str | None) -> Source:
        """The same with a column meaning `field`, None to leave it out; in other sheets the one of that header too."""
        header = next(c.header for c in self.sheets[sheet].mapping.columns if c.index == index)

        def settled(at: int, part: SourceSheet) -> SourceSheet:
            if at == sheet:
                return replace(part, mapping=part.mapping.answered(index, field))
            same = [c.index for c in part.mapping.questions if header and c.header == header]
            return replace(part, mapping=part.mapping.answered(same[0], field)) if same else part

        return replace(self, sheets=tuple(settled(at, part) for at, part in enumerate(self.sheets)))


@dataclass(frozen=True)
class Parcel:
    """A spreadsheet as read, set aside on the disk: a list of a million rows takes no more memory than a short one.

    `partly` counts rows taken with something left out, `refused` rows not taken at all.
    """

    path: Path
    persons: Persons
    rows: int
    partly: int
    refused: int
    troubles: Troubles
    skipped: tuple[str, ...]
    headers: tuple[dict[str | None, str], ...] = ()
    """What the columns of each sheet are called, by field."""


@dataclass(frozen=True)
class Figures:
    """What an import comes to; purchases are counted by piece. `completed` are known customers whose file gains,
    `completed_purchases` those of the known ones of which it tells more; `differing` are values that the records have
    otherwise, and keep."""

    rows: int
    new_customers: int
    known_customers: int
    completed: int
    purchases: int
    known_purchases: int
    partly: int
    refused: int
    completed_purchases: int = 0
    differing: int = 0

    @property
    def nothing_new(self) -> bool:
        """Whether the records hold everything already."""
        return not (self.new_customers or self.completed or self.purchases)


@dataclass(frozen=True)
class Taken:
    """What an import did. `batch` names it, to be taken back; None if there was nothing new."""

    batch: int | None
    figures: Figures


@dataclass(frozen=True)
class BatchRow:
    """An import of the past, as a line of a list; `at` is local."""

    id: int
    file_name: str
    at: dt.datetime
    clerk: str
    new_customers: int
    purchases: int
    taken_back: bool


def quiet(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def open_source(shop: Shop, path: Path) -> Source:
    """Read a spreadsheet's sheets and columns. Raises SheetError if it is none, or has no sheet with customers."""
    sheets, skipped = [], []
    for sheet in chain.from_iterable(map(tables_beside, read_sheets(path))):
        mapping = find_columns(sheet, shop.region, clock.today())
        if mapping.usable:
            sheets.append(SourceSheet(sheet, mapping))
        else:
            skipped.append(clean(sheet.name))
    if not sheets:
        raise SheetError(_("No column with names or phone numbers was found."))
    return Source(path, tuple(sheets), tuple(skipped))


def read_source(shop: Shop, source: Source, step: Step = quiet) -> Parcel:
    """Read every row and gather them into customers. Raises SheetError if the file breaks off."""
    usable = [part for part in source.sheets if part.mapping.usable]
    dropped = tuple(clean(part.sheet.name) for part in source.sheets if not part.mapping.usable)
    reader = _Reading(shop, usable, step)
    words = _("Several customers fit this row; it has become one of its own.")

    def doubt(line: Line) -> None:
        reader.troubles.add(line.sheet, Problem(line.row.line, "", line.row.customer.name, words))

    return Parcel(
        source.path,
        gather(reader.lines(), doubt),
        rows=reader.rows,
        partly=reader.partly,
        refused=reader.refused,
        troubles=reader.troubles,
        skipped=(*source.skipped, *dropped),
        headers=tuple({column.field: column.header for column in part.mapping.columns} for part in usable),
    )


class _Reading:
    """Hands out the rows that can be taken, and counts what can't."""

    def __init__(self, shop: Shop, sheets: list[SourceSheet], step: Step) -> None:
        self._shop, self._sheets, self._step = shop, sheets, step
        self.rows = self.partly = self.refused = 0
        self.troubles = Troubles([clean(part.sheet.name) for part in sheets])

    def lines(self) -> Iterator[Line]:
        length, before = sum(part.sheet.length for part in self._sheets), 0
        for at, part in enumerate(self._sheets):
            for row in read_rows(part.sheet, part.mapping, clock.today(), self._shop.region):
                self.rows += 1
                if row.problems:
                    self._note(at, row)
                if self.rows % _ROWS_A_STEP == 0:
                    self._step(before + row.line, length)
                if row.taken:
                    yield Line(at, row)
            before += part.sheet.length
        self._step(length, length)

    def _note(self, sheet: int, row: ImportRow) -> None:
        for problem in row.problems:
            self.troubles.add(sheet, problem)
        self.partly += row.taken
        self.refused += not row.taken


def intend(parcel: Parcel) -> Figures:
    """What an import would do to the records as they are now; only reads."""
    return _figures(parcel, _additions(parcel))


def _additions(parcel: Parcel) -> Additions:
    """What is to be added; where the records have something else, that is a trouble."""

    def tell(found: Difference) -> None:
        sheet, line = found.place
        header = parcel.headers[sheet].get(found.field, "")
        parcel.troubles.differs(sheet, Problem(line, header, found.listed, why(found)))

    parcel.troubles.forget_differing()
    return Additions(parcel.persons, tell)


def _figures(parcel: Parcel, coming: Additions) -> Figures:
    return Figures(
        rows=parcel.rows,
        new_customers=coming.new_customers,
        known_customers=coming.known_customers,
        completed=coming.completed,
        purchases=coming.purchases,
        known_purchases=coming.known_purchases,
        partly=parcel.partly,
        refused=parcel.refused,
        completed_purchases=coming.completed_purchases,
        differing=parcel.troubles.differing,
    )


def take_in(shop: Shop, parcel: Parcel, by: Who, step: Step = quiet) -> Taken:
    """Do it, as one transaction: whatever stops it, Cancelled from `step` too, leaves the records as they were.

    Who is in the records already is looked up anew, after any other import has ended.
    """
    with room_for_many():
        taken = _take_in(shop, parcel, by, step)
    if taken.batch is not None:
        forget_recent()
    return taken


@transaction
def _take_in(shop: Shop, parcel: Parcel, by: Who, step: Step) -> Taken:
    Counter.hold("customer")
    coming = _additions(parcel)
    figures = _figures(parcel, coming)
    if figures.nothing_new:
        return Taken(None, figures)
    name = clean(parcel.path.name, LINE_LENGTH)
    batch = ImportBatch.create(file_name=name, clerk=by, figures=asdict(figures))
    Writing(shop, batch, by, step).write(coming)
    figures = _figures(parcel, coming)  # somebody may have written into a known file meanwhile
    ImportBatch.update(figures=asdict(figures)).where(ImportBatch.id == batch.id).execute()
    return Taken(int(batch.id), figures)


def batches(shop: Shop) -> tuple[BatchRow, ...]:
    """The imports so far, the newest first."""
    return tuple(
        BatchRow(
            row.id,
            row.file_name,
            clock.local(row.at),
            row.clerk.name if row.clerk else "",
            row.figures.get("new_customers", 0),
            row.figures.get("purchases", 0),
            row.taken_back is not None,
        )
        for row in ImportBatch.select().order_by(ImportBatch.id.desc())
    )


def survey(shop: Shop, source: Source, step: Step = quiet) -> tuple[Parcel, Figures]:
    """Read every row, and what would come of them."""
    parcel = read_source(shop, source, step)
    return parcel, intend(parcel)
