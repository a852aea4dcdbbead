"""What is typed, read in a thread that ends when it is told to: Textual's looks every tenth of a second, and waits
another tenth, which is most of what leaving the program took."""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_AT_MOST = 4096
_TICK = 0.1
"""Seconds after which what may be the beginning of a longer key is taken for the key it is."""


class KeyReader(LinuxDriver):
    """Textual's driver for terminals, with a pipe to wake the thread that reads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._woken, self._wake = os.pipe()

    def disable_input(self) -> None:
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._wake, b"\n")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Hand on what is typed until it is to be disabled."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")().decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                for key, _events in selector.select(_TICK):
                    if key.fd == self.fileno and (typed := decode(os.read(self.fileno, _AT_MOST))):
                        for event in parser.feed(typed):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        os.read(self._woken, 1)

    def close(self) -> None:
        super().close()
        for end in (self._woken, self._wake):
            os.close(end)
