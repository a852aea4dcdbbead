"""The program in a real pseudo-terminal, read back through pyte: what a clerk sees, and every byte she sends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte
from rich.cells import cell_len

ROOT = Path(__file__).parents[2]
NOW = "2026-11-21T10:12"
"""When the program believes it is; the day the other tests live on."""

KEYS = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~", "ctrl+q": "\x11", "ctrl+u": "\x15",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f12": "\x1b[24~",
}  # fmt: skip
"""What xterm sends."""

_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9]+\$p")
_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_LOOK_AGAIN = 0.02

Condition = str | Callable[[], object]


def program(*arguments: str | Path) -> list[str]:
    """The command that runs this checkout."""
    return [sys.executable, "-m", "counter_tui", *map(str, arguments)]


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """An environment with nothing of this PC in it but where programs and time zone are."""
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "TMPDIR") if name in os.environ}
    fixed = {"HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "COUNTER_TUI_NOW": NOW}
    return kept | fixed | {"PYTHONPATH": str(ROOT)} | more


class Session:
    """A program under way. Reading waits on the terminal itself: no sleep anywhere."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        folder: Path,
        rows: int = 24,
        cols: int = 80,
        controlling: bool = True,
    ) -> None:
        """`controlling`: the terminal is the program's own, as in a window; without it a hang-up sends no signal."""
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: list[str] = []
        self.seen = b""
        self._over = False
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self._modes = termios.tcgetattr(slave)
        own = (lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=own,
        )
        os.close(slave)

    # What is typed

    def send(self, data: bytes) -> None:
        """These bytes, as one write of the terminal."""
        os.write(self._master, data)

    def keys(self, *names: str) -> None:
        """Keys by name, one after the other, typed ahead of the program; any other text is typed as it is."""
        self.send("".join(KEYS.get(name, name) for name in names).encode())

    # What is seen

    def lines(self) -> list[str]:
        """The terminal's lines as they stand."""
        if not self._lines:
            self._lines = [self._line(row) for row in range(self._screen.lines)]
        return self._lines

    def _line(self, row: int) -> str:
        """One line; what is left of a wide character that was half painted over is a blank (pyte stumbles over it)."""
        shown, wide = [], False
        for column in range(self._screen.columns):
            char = self._screen.buffer[row][column].data
            if not (wide and char == ""):
                shown.append(char or " ")
            wide = bool(char) and cell_len(char) == 2
        return "".join(shown)

    @property
    def text(self) -> str:
        """The terminal as one text."""
        return "\n".join(self.lines())

    def until(self, condition: Condition, timeout: float = 20) -> None:
        """Wait until a text stands on the terminal, or a condition holds; TimeoutError with the terminal if never.

        The seconds are those in which the program wrote nothing: a machine that stood still is no program that did.
        """
        holds = (lambda: condition in self.text) if isinstance(condition, str) else condition
        left = timeout / _LOOK_AGAIN
        while not (self._whole_frame and holds()):
            if self._over and not holds():
                raise EOFError(f"{condition!r} never came; the program ended:\n{self._last_seen()}")
            if left < 0:
                raise TimeoutError(f"{condition!r} never came:\n{self._last_seen()}")
            left -= not self._read(_LOOK_AGAIN)

    def _last_seen(self) -> str:
        """The terminal, and what it was sent last."""
        return f"{self.text}\n{bytes(self.seen[-3000:])!r}"

    def until_gone(self, text: str, timeout: float = 20) -> None:
        """Wait until a text stands nowhere any more."""
        self.until(lambda: text not in self.text, timeout)

    @property
    def _whole_frame(self) -> bool:
        return self.seen.rfind(_FRAME_BEGINS) <= self.seen.rfind(_FRAME_ENDS)

    def _read(self, patience: float) -> bool:
        """Show what the program writes within `patience` seconds; whether it did."""
        data = self.take() if select.select([self._master], [], [], patience)[0] else b""
        if data:
            self.show(data)
        return bool(data)

    def take(self, patience: float = 0) -> bytes:
        """What the program writes next, its questions answered, nothing painted; nothing if it has ended. TimeoutError
        if nothing has come within `patience` seconds."""
        if patience and not select.select([self._master], [], [], patience)[0]:
            raise TimeoutError(f"nothing came:\n{self.text}")
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # how Linux says that nobody has the other end open any more
            data = b""
        if not data:
            self._over = True
            return data
        self.seen += data
        for question, answer in _ANSWERS.items():
            if question in data:
                self.send(answer)
        return data

    def show(self, data: bytes) -> None:
        """Paint what the program has written."""
        self._lines = []
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def wait(self, seconds: float) -> None:
        """Let the program be for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    @property
    def master(self) -> int:
        """Our end of the terminal, for who reads it past `until`, and gives it to `show`."""
        return self._master

    # How it ends

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self, timeout: float = 20) -> int:
        """Wait for the end; the exit code, negative for a signal."""
        deadline = time.monotonic() + timeout
        while (code := self._process.poll()) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running:\n{self.text}")
            if self._over:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_LOOK_AGAIN)
            else:
                self._read(_LOOK_AGAIN)
        while not self._over and select.select([self._master], [], [], 0)[0]:
            self._read(0)
        return code

    def clean(self) -> bool:
        """Whether the terminal was left as it was found: modes, the shell's own screen, the caret."""
        shell = self.seen.rfind(b"\x1b[?1049l") >= self.seen.rfind(b"\x1b[?1049h")
        caret = self.seen.rfind(b"\x1b[?25h") >= self.seen.rfind(b"\x1b[?25l")
        return shell and caret and termios.tcgetattr(self._master) == self._modes

    def kill(self) -> None:
        """kill -9: the program gets no chance to do anything more."""
        self._process.kill()
        self._process.wait()

    def hang_up(self) -> None:
        """The window is closed, the line drops."""
        self._over = True
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        """Leave nothing running."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
