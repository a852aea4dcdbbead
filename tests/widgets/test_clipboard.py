"""Copying says "copied" only when a program of this PC has taken the words."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from textual.app import App

from counter_tui.widgets import clipboard

WORDS = '张女士您好，\'; echo $HOME `id` "𠮷"\nBell'
COPIED, HANDED = "Copied.", "Handed to the terminal: paste to see whether it took it."


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PC with a display and no programs but those a test puts into the folder."""
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "WSL_INTEROP", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, does: str) -> Path:
    """A program called so; what it gets and is told lies beside it."""
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" > "{path}.told"\n/bin/cat > "{path}.got"\n{does}\n', "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


async def said(words: str = WORDS) -> tuple[str, str]:
    """What the clerk is told, and what the terminal and Ctrl+V have."""
    app: App[object] = App()
    async with app.run_test():
        return await clipboard.copy(app, words), app.clipboard


async def test_copied_is_said_when_a_program_took_the_words_as_they_are(bare: Path) -> None:
    path = program(bare, "xclip", "exit 0")
    assert await said() == (COPIED, WORDS)
    assert Path(f"{path}.got").read_text("utf-8") == WORDS
    assert Path(f"{path}.told").read_text() == "-selection clipboard -in\n"


async def test_nothing_more_than_handed_over_is_said_when_there_is_no_program(bare: Path) -> None:
    assert await said() == (HANDED, WORDS)


async def test_a_program_that_fails_makes_room_for_the_next(bare: Path) -> None:
    program(bare, "xclip", "exit 1")
    assert (await said())[0] == HANDED
    program(bare, "xsel", "exit 0")
    assert (await said())[0] == COPIED


async def test_a_program_that_hangs_is_given_up(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.2)
    program(bare, "xclip", "exec /usr/bin/tail -f /dev/null")
    assert (await said())[0] == HANDED


async def test_a_program_that_stays_behind_to_serve_the_words_holds_nobody_up(bare: Path) -> None:
    program(bare, "xclip", '/usr/bin/tail -f /dev/null & echo $! > "$0.pid"; exit 0')
    try:
        assert (await said())[0] == COPIED
    finally:
        import os
        import signal

        os.kill(int((bare / "xclip.pid").read_text()), signal.SIGKILL)


async def test_a_program_that_cannot_be_started_is_passed_over(bare: Path) -> None:
    broken = program(bare, "xclip", "")
    broken.write_bytes(b"\x7fELF not a program")
    assert (await said())[0] == HANDED


@pytest.mark.parametrize(
    ("environment", "name", "serves"),
    [
        ({"DISPLAY": ""}, "xclip", False),
        ({"DISPLAY": ""}, "wl-copy", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wl-copy", True),
        ({"DISPLAY": "localhost:10.0", "SSH_TTY": "/dev/pts/1"}, "xclip", True),
        ({}, "clip.exe", False),
        ({"WSL_INTEROP": "/run/WSL/8_interop"}, "clip.exe", True),
        ({"WSL_INTEROP": "/run/WSL/8_interop", "SSH_CONNECTION": "10.0.0.1"}, "clip.exe", False),
        ({"WSL_INTEROP": "/run/WSL/8_interop"}, "powershell.exe", True),
        ({}, "pbcopy", False),
    ],
)
def test_a_program_serves_only_where_its_clipboard_is_the_clerks(
    bare: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], name: str, serves: bool
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    program(bare, name, "exit 0")
    assert clipboard.copy_natively(WORDS) is serves


@pytest.mark.parametrize(("far_away", "serves"), [("", True), ("10.0.0.1 50000 10.0.0.2 22", False)])
def test_on_a_mac_the_text_is_told_to_be_utf_8(
    bare: Path, monkeypatch: pytest.MonkeyPatch, far_away: str, serves: bool
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setenv("SSH_CONNECTION", far_away)
    path = program(bare, "pbcopy", 'echo "$LC_CTYPE" > "$0.language"')
    assert clipboard.copy_natively(WORDS) is serves
    assert not serves or Path(f"{path}.language").read_text() == "UTF-8\n"


def test_windows_gets_the_words_in_its_own_encoding(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "Ubuntu")
    path = program(bare, "clip.exe", "exit 0")
    assert clipboard.copy_natively(WORDS)
    assert Path(f"{path}.got").read_bytes() == WORDS.encode("utf-16-le")
