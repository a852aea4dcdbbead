"""What follows a command on its line, read into what it means; whatever is wrong is told in the clerk's language."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from counter_tui import clock
from counter_tui.i18n import N_, _

ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)
"""What argparse says by itself; it looks its words up in our catalogue."""


class Version(argparse.Action):
    """Looks the version up when it is asked for: reading what is installed takes as long as half the other commands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, nargs=0, **kwargs)

    def __call__(self, parser: argparse.ArgumentParser, *_rest: Any, **_more: Any) -> None:
        print(_version())
        parser.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"counter-tui {version('counter-tui')}"
    except PackageNotFoundError:
        return "counter-tui"


def directory(text: str) -> Path:
    """A folder as it was typed."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("give a folder"))
    return Path(text)


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("{text}: give a whole number from 1").format(text=text))
    return int(text)


def date(text: str) -> dt.date:
    """A day, however people write it."""
    from counter_tui.shop.entry import EntryError
    from counter_tui.shop.entry.dates import read_date

    try:
        return read_date(text, clock.today())
    except EntryError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def month(text: str) -> dt.date:
    """The first day of a month such as 2026-11."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("{text}: give a month as 2026-11").format(text=text)) from error
