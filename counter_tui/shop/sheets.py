"""Sheets of paper, for a visit or a letter: a page in the shop's folder, which the PC's browser prints.

They hold personal data, so they are for the PC's own user alone and are not kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from counter_tui import clock, disk_words
from counter_tui.i18n import _, language
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import ShopError

FOLDER = "sheets"
KEPT = 7
"""Days a sheet is kept."""

_OURS = re.compile(r".+-(\d{4}-\d\d-\d\d)-\d{6}\.html")
_STYLE = """
@page { size: %(size)s; margin: 14mm; }
body { font: 11pt/1.45 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; color: #000;
       background: #fff; max-width: 40em; margin: 1em auto; padding: 0 1em; overflow-wrap: anywhere; }
h1 { font-size: 15pt; margin: 0 0 .6em; } h2 { font-size: 11pt; margin: .9em 0 .1em; border-bottom: 1px solid #000; }
section { break-inside: avoid; } p, ul { margin: .2em 0; } ul { padding-left: 1.2em; } .words p { margin: 0 0 1em; }
.feet { margin-top: 1.5em; font-size: 8pt; color: #444; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


@dataclass(frozen=True)
class Part:
    """What stands under one heading: lines to read, or (`listed`) points to go through."""

    title: str
    lines: tuple[str, ...]
    listed: bool = False


def page(title: str, parts: Iterable[Part], *, feet: str = "") -> str:
    """Parts as a page of A5. Whatever stands in them is text, never markup."""
    return _page(title, "A5", "".join(map(_part, parts)), feet)


def letter_page(shop: Shop, to: str, address: str, words: str) -> str:
    """A letter as a page of A4: who sends it, to whom and where, and its paragraphs."""
    paragraphs = "".join(f"<p>{_lines(words)}</p>" for words in re.split(r"\n\s*\n", words.strip()))
    head = "".join(f"<p>{escape(line)}</p>" for line in (to, address) if line)
    return _page(shop.name, "A4", f'<section>{head}</section><hr><div class="words">{paragraphs}</div>', "")


def write_sheet(shop: Shop, name: str, html: str) -> Path:
    """Write a page into the shop's folder, and remove those that are over; where it lies. Raises ShopError.

    `name` is what it is and whose, of letters, digits and hyphens.
    """
    if shop.folder is None:
        raise ShopError(_("There is no folder to write to."))
    folder = shop.folder / FOLDER
    target = folder / f"{name}-{clock.now():%Y-%m-%d-%H%M%S}.html"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="\n", opener=_private) as file:
            file.write(html)
    except OSError as error:
        words = _("Nothing can be written there ({reason}): {folder}")
        raise ShopError(words.format(reason=disk_words.reason(error), folder=folder)) from error
    clear_sheets(shop)
    return target


def clear_sheets(shop: Shop) -> None:
    """Remove the sheets that are older than KEPT days; anything else that lies there stays."""
    if shop.folder is None:
        return
    last = clock.today() - dt.timedelta(days=KEPT)
    for path in (shop.folder / FOLDER).glob("*.html"):
        made = _OURS.fullmatch(path.name)
        with contextlib.suppress(OSError, ValueError):  # open in a browser, or no day at all
            if made and dt.date.fromisoformat(made[1]) < last:
                path.unlink()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _page(title: str, size: str, body: str, feet: str) -> str:
    feet = f'<p class="feet">{escape(feet)}</p>' if feet else ""
    return (
        f'<!doctype html>\n<html lang="{language().replace("_", "-")}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE % {'size': size}}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}{feet}</body></html>\n"
    )


def _part(part: Part) -> str:
    if part.listed:
        lines = "<ul>" + "".join(f"<li>{_lines(line)}</li>" for line in part.lines) + "</ul>"
    else:
        lines = "".join(f"<p>{_lines(line)}</p>" for line in part.lines)
    title = f"<h2>{escape(part.title)}</h2>" if part.title else ""
    return f"<section>{title}{lines}</section>"


def _lines(words: str) -> str:
    return "<br>".join(escape(line) for line in words.splitlines())
