"""The records put back from a copy, from the command line: which copies there are, and one of them in their place."""

from __future__ import annotations

import sys
from pathlib import Path

from counter_tui.exchange.asking import agreed, number
from counter_tui.i18n import _, ngettext
from counter_tui.models.copying import CopyError
from counter_tui.models.restoring import Copied, copies_of, look_at, put_back
from counter_tui.settings import Settings
from counter_tui.shop.trace import ShopError
from counter_tui.words import moment_words

_SHOWN = 20


def restore(settings: Settings, copy: Path | None) -> int:
    """Put `copy`, or one chosen from those there are, in the place of the shop's records. Answers the exit code.

    At a terminal it asks before it does so; elsewhere it only lists the copies, unless one is named. Raises ShopError
    with the sentence to show.
    """
    records, asking = Path(settings.place), sys.stdin.isatty() and sys.stdout.isatty()
    chosen = _named(copy.expanduser(), records, settings) if copy else _choose(records, settings, asking)
    if chosen is None:
        return 0
    if chosen.fault:
        raise ShopError(chosen.fault)
    print(_words(chosen))
    # Translators: keep the letters y and n, they are what is typed.
    question = _("What was written since is then no longer there. Close the program at every till. Go on? y/n [n]: ")
    if asking and not agreed(question, otherwise=False):
        print(_("Nothing was changed."))
        return 0
    try:
        aside = put_back(records, chosen.path)
    except CopyError as error:
        raise ShopError(_("Nothing was put back: {reason}").format(reason=error)) from error
    print(_("Done."))
    if aside:
        print(_("The records of before are kept as {file}").format(file=aside))
    return 0


def _named(copy: Path, records: Path, settings: Settings) -> Copied:
    """The copy of this name: a file, or one of the copies there are, as the list calls it or by its number."""
    copies = copies_of(records, settings.backups, records.parent)[:_SHOWN]
    if not copy.exists():
        for at, known in enumerate(copies, 1):
            if f"{copy}" in (known.path.name, f"{at}"):
                return known
    return look_at(copy)


def _choose(records: Path, settings: Settings, asking: bool) -> Copied | None:
    """One of the copies there are, the newest good one unless another is said; None where nobody can be asked."""
    copies = copies_of(records, settings.backups, records.parent)[:_SHOWN]
    if not copies:
        raise ShopError(_("There is no copy in {folder}.").format(folder=settings.backups))
    for at, copy in enumerate(copies, 1):
        print(f"{at:>4} {_words(copy)}")
    good = next((at for at, copy in enumerate(copies, 1) if not copy.fault), 1)
    if not asking:
        return None
    while not (chosen := number(len(copies) + 1, good)):
        print(_("Type a number from the list."))
    return copies[chosen - 1]


def _words(copy: Copied) -> str:
    if copy.fault:
        return f"{copy.path.name}: {copy.fault}"
    held = ngettext("{n} customer", "{n} customers", copy.customers).format(n=copy.customers)
    return f"{copy.path.name}, {moment_words(copy.made)}, {held}"
