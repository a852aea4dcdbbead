"""Words to the clipboard: through the terminal, which never answers, and by a program of this PC, which does."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from textual.app import App

from counter_tui.i18n import _

PATIENCE = 2.0
"""Seconds a program may take; one that waits for a display that is not there would take for ever."""


async def copy(app: App[object], words: str) -> str:
    """Copy `words` and say, in the clerk's language, how sure that is.

    OSC 52 goes to the terminal in any case: over a network it alone reaches the PC the clerk sits at. A terminal may
    drop it without a word, and asking for it back is forbidden in most; so only a program's success counts as copied.
    """
    app.copy_to_clipboard(words)
    if await asyncio.to_thread(copy_natively, words):
        return _("Copied.")
    return _("Handed to the terminal: paste to see whether it took it.")


def copy_natively(words: str) -> bool:
    """Give `words` to the first program of this PC that takes them; False if none does."""
    return any(_fed(command, words.encode(encoding)) for command, encoding in _programs())


def _programs() -> Iterator[tuple[list[str], str]]:
    """What may serve here, with the encoding it reads: a program whose display or PC is not the clerk's does not."""
    known = os.environ.get
    far_away = bool(known("SSH_CONNECTION") or known("SSH_TTY"))
    windows = sys.platform == "win32" or bool(known("WSL_INTEROP") or known("WSL_DISTRO_NAME"))
    candidates = [
        (bool(known("WAYLAND_DISPLAY")), ["wl-copy"], "utf-8"),
        (bool(known("DISPLAY")), ["xclip", "-selection", "clipboard", "-in"], "utf-8"),
        (bool(known("DISPLAY")), ["xsel", "--clipboard", "--input"], "utf-8"),
        (sys.platform == "darwin" and not far_away, ["pbcopy"], "utf-8"),
        (windows and not far_away, ["clip.exe"], "utf-16-le"),
        (windows and not far_away, ["powershell.exe", "-NoProfile", "-Command", _POWERSHELL], "utf-8"),
    ]
    for serves, command, encoding in candidates:
        if serves and (found := shutil.which(command[0])):
            yield [found, *command[1:]], encoding


_POWERSHELL = "[Console]::InputEncoding = [Text.Encoding]::UTF8; Set-Clipboard -Value ([Console]::In.ReadToEnd())"


def _fed(command: list[str], data: bytes) -> bool:
    """Whether the program took `data` and said that all is well; no shell, and its own words go nowhere."""
    # pbcopy reads its text in the language of the environment, and would take UTF-8 for something else.
    environment = {**os.environ, "LC_CTYPE": "UTF-8"} if sys.platform == "darwin" else None
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,  # xclip stays behind and would hold a pipe open
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
