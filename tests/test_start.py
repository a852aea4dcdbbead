"""The program stands on the screen with what its first frame needs and no more, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counter_tui.settings import Settings, write_settings

ROOMS = """
    app clock desk i18n key_order key_reader leaving locking settings text words
    screens.room screens.today
    widgets.agenda_list widgets.beside widgets.bindings widgets.cells widgets.ime_input widgets.key_line
    widgets.keys_wait widgets.last_values widgets.lookup_box widgets.message_line widgets.month_grid
    widgets.painting widgets.paragraphs
    widgets.rows widgets.scheduler widgets.themes widgets.title_line widgets.too_small widgets.typing
"""
"""Ours at the first frame: the program, Today, and what Today is made of."""
OTHERS = {"rich", "textual", "tomllib"}
"""Packages that these, and an empty Textual app, need."""
LOADED = """
import sys, threading
from pathlib import Path
from textual.app import App
from textual.widgets import Input
known = set(sys.modules)
from counter_tui.app import CounterApp
from counter_tui.settings import read_settings

class Counter(CounterApp):
    def _after_first_frame(self):
        self.loaded = sorted(set(sys.modules) - known)
        self.exit()

counter = Counter(read_settings(Path(sys.argv[1]), ""))
counter.run(headless=True)
import json
print(json.dumps([counter.loaded, [thread.name for thread in threading.enumerate()]]))
"""


@pytest.fixture
def started(tmp_path: Path) -> tuple[list[str], list[str]]:
    """The modules of the first frame beyond those of Textual, and the threads that run after the end."""
    write_settings(Settings(tmp_path, "Golden Bell", "CN", "en"))
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    modules, threads = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return modules, threads


def test_nothing_is_loaded_before_the_first_frame_that_it_does_not_need(started) -> None:
    modules, _threads = started
    rooms = {name.removeprefix("counter_tui.") for name in modules if name.startswith("counter_tui.")}
    assert rooms == {*ROOMS.split(), "screens", "widgets"}
    packages = {name.partition(".")[0].lstrip("_") for name in modules} - sys.stdlib_module_names - {"counter_tui"}
    assert packages <= OTHERS
    assert not {"json", "concurrent.futures.thread", "sqlite3"} & set(modules)


def test_no_thread_is_left_when_it_has_ended(started) -> None:
    _modules, threads = started
    assert threads == ["MainThread"]
