"""A TOML file as the text somebody wrote: where each value stands, a value changed and all else left as it is."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping

from counter_tui.i18n import N_, _

KeyPath = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}#\r\n]*(?<![ \t])")
_QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_FAULTS = (
    ("Unterminated string", N_("a quotation mark is opened and never closed")),
    ("Expected \"'", N_("a quotation mark is opened and never closed")),
    ("Illegal character '\\n'", N_("a quotation mark is opened and never closed on this line")),
    ("Illegal character", N_("a character that cannot be written here")),
    ("Found invalid character '\\n'", N_("a quotation mark is opened and never closed on this line")),
    ("Found invalid character", N_("a character that cannot be written here")),
    ("Unescaped '\\'", N_("a single \\; write \\\\ instead")),
    ("Expected '=' after a key", N_("expected key = value")),
    ("Invalid statement", N_("expected key = value, or a table in [ ]")),
    ("Invalid initial character for a key", N_("expected a key in plain letters before the =")),
    ("Expected newline or end of document", N_("expected the end of the line after the value")),
    ("Invalid value", N_("expected a value: text in quotes, a number, true or false, or a list in [ ]")),
    ("Invalid date", N_("expected a date such as 2027-02-06")),
    ("Unclosed array", N_("a list is never closed: expected a comma or ]")),
    ("Unclosed inline table", N_("a table is never closed: expected a comma or }")),
    ("Cannot overwrite a value", N_("this key stands in the file twice")),
    ("Cannot declare", N_("this table stands in the file twice")),
    ("Duplicate inline table key", N_("this key stands in the table twice")),
    ("Expected ']", N_("expected ] at the end of the table's name")),
)
"""What the TOML reader says, by its beginning, and what a clerk is told."""


def syntax_fault(error: Exception, source: str) -> tuple[int, str]:
    """Where tomllib stopped reading `source`, counted from 1, and what it expected, in the clerk's language."""
    message = str(error)
    place = _PLACE.search(message)
    line = int(place[1]) if place else max(1, len(source.splitlines()))
    detail = _PLACE.sub("", message).replace("(at end of document)", "").strip()
    known = next((_(words) for start, words in _FAULTS if detail.startswith(start)), detail)
    # Translators: {detail} says what is wrong with the line.
    return line, _("this line cannot be understood as TOML: {detail}").format(detail=known)


def encoding_fault(raw: bytes, error: UnicodeDecodeError) -> tuple[int, str]:
    """The line of the first byte that is not UTF-8, and what is expected."""
    return raw.count(b"\n", 0, error.start) + 1, _("text in UTF-8; save the file as UTF-8")


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """What to use instead of an unknown word: the one it resembles, or all there are."""
    choices = list(known)
    if near := nearest(found, choices):
        return _("did you mean {word}?").format(word=near[0])
    return _("known are: {words}").format(words=", ".join(choices))


def nearest(found: str, known: Iterable[str]) -> list[str]:
    """The known word that `found` resembles, if any."""
    return difflib.get_close_matches(found, list(known), 1)


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


def toml_value(value: object) -> str:
    """Text, a whole number, a truth, a day or a list of these as TOML writes it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_value(source: str, path: tuple[str, ...], value: object) -> str:
    """`source` with `value` at a key of the top, or at a table and its key; every other line stays as it is.

    Raises ValueError where it cannot be put there: the file cannot be read, or is written in a way nobody foresaw.
    """
    tomllib.loads(source)
    reader = _Reader(source)
    written = toml_value(value)
    if span := reader.spans.get(path):
        changed = source[: span[0]] + written + source[span[1] :]
    else:
        changed = _with_line(source, reader.ends, path, written)
    found: object = tomllib.loads(changed)
    for key in path:
        found = found[key] if isinstance(found, dict) else None
    if toml_value(found) != written:
        raise ValueError(changed)
    return changed


def _with_line(source: str, ends: Mapping[KeyPath, int], path: tuple[str, ...], written: str) -> str:
    """`source` with one more line: the last of its table, or the first of all, or a new table at the end."""
    newline = "\r\n" if "\r\n" in source else "\n"
    table, line = path[:-1], f"{path[-1]} = {written}{newline}"
    if table in ends:
        at = source.find("\n", ends[table]) + 1
        return source[:at] + line + source[at:] if at else source + newline + line
    if not table:
        return line + source
    gap = "" if not source else newline if source.endswith("\n") else newline * 2
    return f"{source}{gap}[{'.'.join(table)}]{newline}{line}"


class _Reader:
    """`lines` of every key and item, `spans` of every key's value, `ends` of every table's last value or own name."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.spans: dict[KeyPath, tuple[int, int]] = {}
        self.ends: dict[KeyPath, int] = {}
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
            self.ends[table] = self.at

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
        start = self._skip(_SPACE)
        self._value(path)
        self.spans[path] = (start, self.at)

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
