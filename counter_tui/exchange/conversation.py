"""Spreadsheets from the command line: an import shows, asks by number where there is a person, does it and reports."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from counter_tui import disk_words
from counter_tui.exchange.asking import agreed, number
from counter_tui.exchange.exporting import export_customers, exported_words
from counter_tui.exchange.importing import (
    Parcel,
    Source,
    Taken,
    batches,
    intend,
    open_source,
    read_source,
    take_in,
)
from counter_tui.exchange.report import (
    field_words,
    future_words,
    header_words,
    skipped_words,
    trouble_line,
    undone_words,
    write_report,
)
from counter_tui.exchange.sheets import SheetError
from counter_tui.exchange.taking_back import take_back
from counter_tui.exchange.units import other_unit
from counter_tui.i18n import _
from counter_tui.models import Clerk
from counter_tui.settings import TILL, Settings, from_home, till
from counter_tui.shop.context import Shop
from counter_tui.shop.series import Who
from counter_tui.shop.trace import ShopError
from counter_tui.text import LINE_LENGTH, clean
from counter_tui.words import moment_words

_LINES_SHOWN = 20
_EXAMPLES_SHOWN = 40  # characters


def import_file(shop: Shop, path: Path, *, dry_run: bool = False) -> int:
    """Take over a spreadsheet; with `dry_run` only say what would be done. Answers the exit code.

    At a terminal it asks what unknown columns are, and once before it begins. Elsewhere unknown columns are left out,
    and it goes ahead. Raises SheetError for a file that can't be taken.
    """
    asking = sys.stdin.isatty() and sys.stdout.isatty()
    source = open_source(shop, from_home(path))
    _show_columns(source)
    source = _asked(source) if asking else _as_guessed(source, shop.region)
    if not any(part.mapping.usable for part in source.sheets):
        raise SheetError(_("No column with names or phone numbers was found."))
    parcel = read_source(shop, source, _Progress(_("Reading")))
    del source  # a big spreadsheet takes as much room as what is read from it
    figures = intend(parcel)
    print()
    _show(skipped_words(parcel))
    print(_("This would be imported:") if dry_run else _("This will be imported:"))
    _show(f"  {line}" for line in future_words(figures))
    if dry_run:
        _show_troubles(parcel)
        print(_("Nothing was changed."))
        return 0
    # Translators: keep the letters y and n, they are what is typed.
    question = _("Import it now? y/n [y]: ")
    if asking and not figures.nothing_new and not agreed(question):
        print(_("Nothing was changed."))
        return 0
    taken = take_in(shop, parcel, _clerk(shop), _Progress(_("Writing")))
    _show_result(shop, parcel, taken)
    return 0


def take_back_file(shop: Shop, path: Path) -> int:
    """Take back the last import of a file of this name, in whatever folder it lay, and say which that was. Answers the
    exit code; ShopError if there is none."""
    name = clean(path.name, LINE_LENGTH)
    batch = next((row for row in batches(shop) if row.file_name == name and not row.taken_back), None)
    if batch is None:
        raise ShopError(_("No import of {file} is there to be taken back.").format(file=name))
    undone = take_back(shop, batch.id, _clerk(shop))
    print(_("{file}, imported {when}:").format(file=name, when=moment_words(batch.at)))
    _show(undone_words(undone))
    return 0


def export_file(shop: Shop, path: Path, *, over: bool = False) -> int:
    """Write the shop's customers to a spreadsheet. Answers the exit code; ShopError if it can't be written."""
    exported = export_customers(shop, from_home(path), _clerk(shop), _Progress(_("Writing")), over=over)
    _show(exported_words(exported))
    return 0


def _show_columns(source: Source) -> None:
    for part in source.sheets:
        print(_("Sheet “{name}”:").format(name=clean(part.sheet.name)))
        for column in part.mapping.columns:
            print(f"  {header_words(column)} → {field_words(column.field)}{'' if column.sure else ' ?'}")


def _as_guessed(source: Source, region: str | None) -> Source:
    """Nobody is there to answer: a guess is taken, and what nobody can guess is left out."""
    for at, column in source.questions:
        unit = other_unit(column.header, region)
        if column.field:
            words = _("Not sure: column {header} is taken as {field}.")
        elif unit:
            words = _("Column {header} is in {unit}, which can't be taken over: it is left out.")
        else:
            words = _("Unknown: column {header} is left out.")
        print(words.format(header=header_words(column), field=field_words(column.field), unit=unit))
        source = source.answered(at, column.index, column.field)
    return source


def _asked(source: Source) -> Source:
    while source.questions:
        at, column = source.questions[0]
        fields: list[str | None] = [None, *source.free_fields(at)]
        print()
        print(_("What is in column {header}?").format(header=header_words(column)))
        _show("    " + example[:_EXAMPLES_SHOWN] for example in column.examples)
        _show(f"{place:>4} {field_words(field)}" for place, field in enumerate(fields))
        guess = fields.index(column.field) if column.field in fields else 0
        source = source.answered(at, column.index, fields[number(len(fields), guess)])
    return source


def _show_troubles(parcel: Parcel) -> None:
    _show(trouble_line(trouble) for trouble in parcel.troubles.first(_LINES_SHOWN))
    if len(parcel.troubles) > _LINES_SHOWN:
        print(_("… and {n} more").format(n=len(parcel.troubles) - _LINES_SHOWN))


def _show_result(shop: Shop, parcel: Parcel, taken: Taken) -> None:
    print(_("Nothing new: everything is on file already.") if taken.batch is None else _("Done."))
    try:
        report = write_report(parcel, shop.folder)
    except OSError as error:
        _show_troubles(parcel)
        print(_("The report can't be written: {reason}").format(reason=disk_words.reason(error)))
        return
    if report:
        print(_("What could not be taken is written in {file}").format(file=report))


def _clerk(shop: Shop) -> Who:
    """Whoever was last at the counter here; nobody if that is not known."""
    if shop.folder is None or not (shop.folder / TILL).exists():
        return None
    known = till(Settings(shop.folder)).get("clerk")
    return known if known and Clerk.select().where(Clerk.id == known, Clerk.active).exists() else None


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


class _Progress:
    """A line on the terminal that says how far it is; silent where there is none."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._shown = -1

    def __call__(self, done: int, of: int) -> None:
        percent = 100 * done // of if of else 100
        if percent == self._shown or not sys.stderr.isatty():
            return
        self._shown = percent
        end = "\n" if done >= of else ""
        print(f"\r{self._words} {percent:3d} %", end=end, file=sys.stderr, flush=True)
