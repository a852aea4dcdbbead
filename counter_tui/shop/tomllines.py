"""Where in a TOML file each value stands, so that a mistake in it can be shown with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}#\r\n]*")
_QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)


def key_lines(source: str) -> Mapping[KeyPath, int]:
    """The line, counted from 1, of every key and list item: `("steps", 3, "say")` → 41.

    `source` has been read by tomllib before: its syntax is known to be right.
    """
    return _Reader(source).lines


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of `path`, or of the nearest thing around it; 1 for the file as a whole."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._counted = (0, 1)
        self._tables: dict[KeyPath, int] = {}
        self._read_document()

    def _read_document(self) -> None:
        table: KeyPath = ()
        while self._skip(_GAP) < len(self.source):
            line = self._line()
            if self.source[self.at] == "[":
                table = self._header()
                self.lines[table] = line
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        """A `[table]` or `[[table]]` line; the last item of each list of tables is the one meant."""
        many = self.source.startswith("[[", self.at)
        self.at += 2 if many else 1
        keys = self._keys()
        self.at += 2 if many else 1
        path: KeyPath = ()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        if many:
            self._tables[path] = self._tables.get(path, -1) + 1
            return self._inside(path)
        return path

    def _inside(self, path: KeyPath) -> KeyPath:
        return (*path, self._tables[path]) if path in self._tables else path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = (*table, *self._keys())
        self.lines[path] = line
        self.at += 1
        self._skip(_SPACE)
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key, up to the sign after it."""
        keys = []
        while True:
            self._skip(_SPACE)
            if quoted := _QUOTED.match(self.source, self.at):
                keys.append(str(tomllib.loads(f"key = {quoted[0]}")["key"]))
                self.at = quoted.end()
            elif bare := _BARE_KEY.match(self.source, self.at):
                keys.append(bare[0])
                self.at = bare.end()
            self._skip(_SPACE)
            if self.source[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        if quoted := _QUOTED.match(self.source, self.at):
            self.at = quoted.end()
        elif self.source[self.at] == "[":
            self._list(path)
        elif self.source[self.at] == "{":
            self._inline_table(path)
        else:
            self._skip(_PLAIN_VALUE)

    def _list(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while self.source[self._skip(_GAP)] != "]":
            self.lines[(*path, index)] = self._line()
            self._value((*path, index))
            index += 1
            if self.source[self._skip(_GAP)] == ",":
                self.at += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.source[self._skip(_GAP)] != "}":
            self._pair(path)
            if self.source[self._skip(_GAP)] == ",":
                self.at += 1
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.source, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _line(self) -> int:
        at, line = self._counted
        self._counted = (self.at, line + self.source.count("\n", at, self.at))
        return self._counted[1]
