"""A sheet of paper: written into the shop's folder and shown in the PC's browser, which prints it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.i18n import _, ngettext
from counter_tui.widgets.message_line import Kind
from counter_tui.words import sentences

if TYPE_CHECKING:
    from counter_tui.app import CounterApp


async def print_sheet(app: CounterApp, name: str, html: str) -> tuple[str, Kind]:
    """Write a page (see shop/sheets.py) and have it opened where there is a desktop; what to say of it.

    Whether a browser has come up can't be known: what is said names the file too.
    """
    from counter_tui.desk import DeskError
    from counter_tui.shop.sheets import KEPT, write_sheet
    from counter_tui.shop.trace import ShopError

    try:
        path = await app.desk.ask(write_sheet, name, html)
    except (DeskError, ShopError) as error:
        app.bell()
        return str(error), "error"
    shown = not app.is_headless and await asyncio.to_thread(open_natively, path)
    asked = _("A page is written, and the browser was asked to open it: print it there.")
    how = asked if shown else _("A page is written: open it in a browser and print it.")
    gone = ngettext("It is removed after {n} day:", "It is removed after {n} days:", KEPT).format(n=KEPT)
    return sentences([how, f"{gone} {path}"]), "info"


def open_natively(path: Path) -> bool:
    """Show a page in this PC's browser; False where the clerk sits at another PC, or there is no desktop.

    Not by `webbrowser`: it may take a browser for terminals, and leaves its programs this terminal to write to.
    """
    known = os.environ.get
    if known("SSH_CONNECTION") or known("SSH_TTY"):
        return False
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return True
        desktop = sys.platform == "darwin" or known("DISPLAY") or known("WAYLAND_DISPLAY")
        program = shutil.which("open" if sys.platform == "darwin" else "xdg-open") if desktop else None
        if program is None:
            return False
        subprocess.Popen(
            [program, path.as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
