"""What an import comes to, in words, and the file that tells every row it could not take (whole)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count, takewhile
from pathlib import Path

from counter_tui.exchange.columns import Column, column_letters
from counter_tui.exchange.headers import LABELS
from counter_tui.exchange.importing import Figures, Parcel
from counter_tui.exchange.taking_back import TakenBack
from counter_tui.exchange.troubles import Trouble
from counter_tui.i18n import N_, _, in_each_language, ngettext
from counter_tui.text import cell_text, clean

SUFFIX = ".import-report.csv"
_LONGEST_HEAD = 200  # characters
_HEADS = (N_("sheet"), N_("row"), N_("column"), N_("value"), N_("reason"))


def write_report(parcel: Parcel, shop_folder: Path | None) -> Path | None:
    """Write the rows that could not be taken beside the source, else into the shop's folder; answers where it lies.

    None if every row was taken whole. Takes the place of an earlier report of this file, never of any other file; if
    there is nothing to report, the earlier one goes. The file is UTF-8 with a mark, so that Excel shows Chinese. Raises
    OSError if neither folder can be written.
    """
    folders = [parcel.path.parent, *([shop_folder] if shop_folder else [])]
    if not len(parcel.troubles):
        for folder in folders:
            _remove(folder, parcel.path.name)
        return None
    for folder in folders:
        try:
            path = next(path for path in _places(folder, parcel.path.name) if not path.exists() or _is_report(path))
            _write(path, parcel.troubles)
            return path
        except OSError:
            if folder == folders[-1]:
                raise
    return None


def _places(folder: Path, name: str) -> Iterator[Path]:
    """Where the report of a file of this name may lie; a further place for each that holds something else."""
    yield folder / (name + SUFFIX)
    yield from (folder / f"{name}-{n}{SUFFIX}" for n in count(2))


def _is_report(path: Path) -> bool:
    """Whether this program has written it, in whatever language."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = file.readline(_LONGEST_HEAD).rstrip("\n")
    except OSError:
        return False
    return head in map(",".join, zip(*map(in_each_language, _HEADS), strict=True))


def _remove(folder: Path, name: str) -> None:
    """Remove an earlier report: it would tell of what has been mended. Where that can't be done it stays."""
    with suppress(OSError):
        for path in takewhile(Path.exists, _places(folder, name)):
            if _is_report(path):
                path.unlink()


def _write(path: Path, troubles: Iterable[Trouble]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([_(head) for head in _HEADS])
        for trouble in troubles:
            problem = trouble.problem
            texts = (trouble.sheet, problem.header, problem.value, trouble_words(trouble))
            sheet, header, value, reason = (cell_text(clean(text)) for text in texts)
            out.writerow([sheet, problem.line, header, value, reason])


def header_words(column: Column) -> str:
    """The name of a column in quotes, or its letter if it has none."""
    if column.header:
        return f"“{column.header}”"
    return _("without a name ({letters})").format(letters=column_letters(column.index))


def field_words(field: str | None) -> str:
    """What a column is taken as."""
    return _(LABELS[field]) if field else _("left out")


def skipped_words(parcel: Parcel) -> list[str]:
    """Which sheets are left out."""
    words = _("Sheet “{name}” is left out: it has no column with names or phone numbers.")
    return [words.format(name=name) for name in parcel.skipped]


def trouble_words(trouble: Trouble) -> str:
    """Why, and whether the whole row is left out for it."""
    problem = trouble.problem
    return _("Row left out. {reason}").format(reason=problem.reason) if problem.fatal else problem.reason


def trouble_line(trouble: Trouble) -> str:
    """One trouble as a line for a person: row, column, value and reason."""
    problem = trouble.problem
    where = [trouble.sheet, _("row {n}").format(n=problem.line), problem.header]
    said = f"“{problem.value}”" if problem.value else ""
    return "  ".join(part for part in (*where, said, trouble_words(trouble)) if part)


def future_words(figures: Figures) -> list[str]:
    """What an import would do, a line for each thing."""
    n = figures
    known = ngettext("{n} customer already on file", "{n} customers already on file", n.known_customers)
    known += _(", {completed} of them completed where their file is empty") if n.completed else ""
    bought = ngettext("{n} purchase", "{n} purchases", n.purchases)
    bought += _(", {known} more on file already") if n.known_purchases else ""
    bought += _(", {completed} of these completed") if n.completed_purchases else ""
    partly = ngettext("{n} row not taken whole", "{n} rows not taken whole", n.partly)
    refused = ngettext("{n} row left out", "{n} rows left out", n.refused)
    differing = ngettext(
        "{n} value differs from what is on file", "{n} values differ from what is on file", n.differing
    )
    differing += _(", which stays as it is")
    return [
        ngettext("{n} row about customers", "{n} rows about customers", n.rows).format(n=_many(n.rows)),
        ngettext("{n} new customer", "{n} new customers", n.new_customers).format(n=_many(n.new_customers)),
        *([known.format(n=_many(n.known_customers), completed=_many(n.completed))] if n.known_customers else []),
        bought.format(n=_many(n.purchases), known=_many(n.known_purchases), completed=_many(n.completed_purchases)),
        *([partly.format(n=_many(n.partly))] if n.partly else []),
        *([refused.format(n=_many(n.refused))] if n.refused else []),
        *([differing.format(n=_many(n.differing))] if n.differing else []),
    ]


def undone_words(undone: TakenBack) -> list[str]:
    """What taking an import back came to; the names of who stays come last."""
    customers = ngettext("{n} customer", "{n} customers", undone.customers).format(n=_many(undone.customers))
    sales = ngettext("{n} sale", "{n} sales", undone.sales).format(n=_many(undone.sales))
    gone = _("Taken back: {customers} and {sales}.").format(customers=customers, sales=sales)
    return [gone, *_stay(undone.stay)]


def _stay(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield ngettext(
            "{n} customer stays, because somebody has worked with them since:",
            "{n} customers stay, because somebody has worked with them since:",
            len(names),
        ).format(n=_many(len(names)))
        yield from (f"  {name}" for name in names)


def _many(n: int) -> str:
    return f"{n:,}"
