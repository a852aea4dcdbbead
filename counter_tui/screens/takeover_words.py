"""What a takeover says of what would come, what has come, and what has gone again."""

from __future__ import annotations

from pathlib import Path

from counter_tui.exchange.importing import Figures, Parcel, Taken
from counter_tui.exchange.report import future_words, skipped_words, undone_words
from counter_tui.exchange.taking_back import TakenBack
from counter_tui.i18n import _

_NAMES_SHOWN = 8


def coming_words(parcel: Parcel, figures: Figures) -> list[str]:
    """What would come of a list, and which sheets are left out."""
    return [_("This will be imported:"), "", *_indented(figures), "", *skipped_words(parcel)]


def taken_words(taken: Taken, report: Path | str | None) -> list[str]:
    """What has come, and the file that tells what has not; or why there is none."""
    head = _("Imported:") if taken.batch else _("Nothing new: everything is on file already.")
    lines = [head, "", *_indented(taken.figures), ""]
    if isinstance(report, Path):
        lines.append(_("What could not be taken is written in {file}").format(file=report))
    elif report:
        lines.append(_("The report can't be written: {reason}").format(reason=report))
    return lines


def gone_words(undone: TakenBack) -> list[str]:
    """What taking an import back came to, and the first of those who stay."""
    lines, more = undone_words(undone), len(undone.stay) - _NAMES_SHOWN
    return lines if more <= 0 else [*lines[:-more], _("… and {n} more").format(n=more)]


def _indented(figures: Figures) -> list[str]:
    return [f"  {line}" for line in future_words(figures)]
