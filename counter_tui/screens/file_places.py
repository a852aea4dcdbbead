"""Where a shop's spreadsheets lie: the usual places, and a place as somebody types or pastes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from counter_tui.settings import from_home

if TYPE_CHECKING:
    from counter_tui.shop.context import Shop

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"}
MOST = 30
_USUAL = ("Desktop", "Downloads", "桌面", "下载")
_REPORT = ".import-report.csv"
_QUOTES = "\"'“”‘’"


def spreadsheets(shop: Shop) -> list[Path]:
    """The spreadsheets on the desktop, in the downloads and in the shop's folder, the newest first."""
    folders = [Path.home() / name for name in _USUAL] + ([shop.folder] if shop.folder else [])
    found = []
    for path in (path for folder in folders for path in _within(folder) if path.suffix != ".txt"):
        with suppress(OSError):  # a link to nowhere, or gone since it was listed
            found.append((path.stat().st_mtime, path))
    return [path for _when, path in sorted(found, key=lambda pair: pair[0], reverse=True) if is_file(path)][:MOST]


def understood(typed: str) -> Path | None:
    """The place that is meant, as people type and terminals paste it: with ~, quotes, `\\ ` for a space, file://."""
    typed = typed.strip().strip(_QUOTES).strip()
    if typed.startswith("file://"):
        with suppress(ValueError):  # an address begun and not ended, such as file://[
            typed = unquote(urlsplit(typed).path)
    if not typed:
        return None
    path = Path(typed)
    if not _told(path.exists) and "\\ " in typed:
        path = Path(typed.replace("\\ ", " "))
    return from_home(path)


def candidates(typed: str) -> list[Path]:
    """Folders and spreadsheets whose place begins with what is typed, folders first."""
    path = understood(typed)
    if path is None:
        return []
    inside = is_folder(path) and (typed.rstrip().endswith(("/", "\\")) or typed.strip() == "~")
    folder, start = (path, "") if inside else (path.parent, path.name)
    fitting = [p for p in _within(folder, folders=True) if p.name.casefold().startswith(start.casefold())]
    return sorted(fitting, key=lambda p: (not is_folder(p), p.name.casefold()))[:MOST]


def completed(path: Path) -> str:
    """A place as it is put into the field; a folder invites to go on."""
    return f"{path}/" if is_folder(path) else str(path)


def short(folder: Path) -> str:
    """A folder as people say it: ~ for their own."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)


def is_folder(path: Path) -> bool:
    """Whether a folder lies at `path`, as far as the system tells."""
    return _told(path.is_dir)


def is_file(path: Path) -> bool:
    """Whether a file lies at `path`, as far as the system tells."""
    return _told(path.is_file)


def _told(ask: Callable[[], bool]) -> bool:
    """What the system says of a place; no where it won't say: a folder nobody may look into, a name far too long."""
    try:
        return ask()
    except (OSError, ValueError):
        return False


def _within(folder: Path, *, folders: bool = False) -> Iterator[Path]:
    try:
        for path in folder.iterdir():
            if path.name.startswith((".", "~$")) or path.name.endswith(_REPORT):
                continue
            if path.suffix.lower() in SUFFIXES or (folders and is_folder(path)):
                yield path
    except OSError:
        return
