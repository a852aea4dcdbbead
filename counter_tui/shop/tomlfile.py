"""A TOML file the shop writes itself: read, checked against its types, every mistake told with its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

import msgspec

from counter_tui import disk_words
from counter_tui.i18n import LANGUAGES, _
from counter_tui.tomltext import (
    KeyPath,
    did_you_mean,
    encoding_fault,
    key_lines,
    line_of,
    nearest,
    syntax_fault,
)

T = TypeVar("T")

_AT_PATH = re.compile(r" - at `\$(.*)`$")
_LENGTH = re.compile(r"^Expected `array` of length (>= |<= |)(\d+)")
_BOUND = re.compile(r"^Expected `int` (>=|<=) (-?\d+)")
_TYPE = re.compile(r"^Expected `(\w+)")
_TOO_LONG = re.compile(r"^Expected `str` of length <= (\d+)")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file of the shop: where, and what is expected there (in the clerk's language)."""

    file: Path
    line: int
    expected: str

    @property
    def sentence(self) -> str:
        """One line for the clerk: `policy.toml, line 12: …`; words are named with kind and language."""
        kind, language = self.file.parts[-3:-1] if len(self.file.parts) > 2 else ("", "")
        name = f"{kind}/{language}/{self.file.name}" if language in LANGUAGES else self.file.name
        return _("{file}, line {line}: {expected}").format(file=name, line=self.line, expected=self.expected)


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """What was read, and the mistakes for which parts of it were refused."""

    value: T
    mistakes: tuple[Mistake, ...] = ()


@dataclass
class TomlFile:
    """One file: what it holds, and the mistakes found in it so far. `data` is empty if it cannot be read."""

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read a file of UTF-8 (with or without BOM); whatever is wrong with it becomes a mistake."""
        file = cls(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            file.add_at(1, _("this file cannot be read ({reason})").format(reason=disk_words.reason(error)))
            return file
        try:
            source = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            file.add_at(*encoding_fault(raw, error))
            return file
        return cls.of(path, source)

    @classmethod
    def of(cls, path: Path, source: str) -> TomlFile:
        """The file `path` as if `source` stood in it."""
        file = cls(path, source=source)
        try:
            file.data = tomllib.loads(source)
        except (ValueError, RecursionError) as error:
            file.add_at(*syntax_fault(error, source))
        return file

    def convert(self, data: dict[str, Any], kind: type[T]) -> T | None:
        """`data` (this file's, perhaps completed) as a struct `kind`; None after noting the mistakes in it."""
        try:
            return msgspec.convert(data, kind)
        except msgspec.ValidationError:
            for path, expected in faults(data, kind):
                self.add(path, expected)
            self.sort()
            return None

    def sort(self) -> None:
        """Put the mistakes in the order of their lines."""
        self.mistakes.sort(key=lambda mistake: mistake.line)

    def add(self, path: KeyPath, expected: str) -> None:
        """Note a mistake at the value `path`."""
        self.add_at(line_of(self._lines, path), expected)

    def add_at(self, line: int, expected: str) -> None:
        """Note a mistake at a line."""
        self.mistakes.append(Mistake(self.path, line, expected))

    @cached_property
    def _lines(self) -> Mapping[KeyPath, int]:
        return key_lines(self.source)


def faults(data: object, kind: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """The faults of `data` against `kind`, key by key; msgspec alone would stop at the first of the file."""
    if _is_struct(kind) and isinstance(data, dict):
        fields = {f.encode_name: f for f in msgspec.structs.fields(kind)}
        unknown = _("unknown key {key}; {hint}")
        meant: list[str] = []
        for key in (key for key in data if key not in fields):
            meant += nearest(key, fields)
            yield (*path, key), unknown.format(key=key, hint=did_you_mean(key, fields))
        for key, known in fields.items():
            if key in data:
                yield from faults(data[key], known.type, (*path, key))
            elif known.required and key not in meant:
                yield path, _("{key} is missing").format(key=key)
        return
    item = _item_kind(kind)
    if _is_struct(item) and isinstance(data, list):
        for index, entry in enumerate(data):
            yield from faults(entry, item, (*path, index))
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        if not (_is_struct(item) and isinstance(data, list) and data):
            yield _fault(str(error), data, kind, path)


def _fault(message: str, data: object, kind: Any, path: KeyPath) -> tuple[KeyPath, str]:
    """msgspec's message as a path in the file and a sentence of ours."""
    place = _AT_PATH.search(message)
    inner = [int(index) for index in re.findall(r"\[(\d+)\]", place[1])] if place else []
    for index in inner:
        data = data[index] if isinstance(data, list) else data
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    sentence = _("{key}: expected {what}, found {found}")
    return (*path, *inner), sentence.format(key=key, what=_wanted(message, kind), found=_shown(data))


def _wanted(message: str, kind: Any) -> str:
    if length := _LENGTH.match(message):
        wanted = {
            ">= ": _("a list of at least {n}"),
            "<= ": _("a list of at most {n}"),
            "": _("a list of {n}"),
        }
        return wanted[length[1]].format(n=length[2])
    if bound := _BOUND.match(message):
        wanted = {">=": _("a whole number of {n} or more"), "<=": _("a whole number of {n} or less")}
        return wanted[bound[1]].format(n=bound[2])
    if too_long := _TOO_LONG.match(message):
        return _("at most {n} letters").format(n=too_long[1])
    if "enum value" in message:
        return _("one of {words}").format(words=", ".join(_choices(kind)))
    if "encoded date" in message:
        return _kind_words()["date"]
    if "encoded time" in message:
        return _kind_words()["time"]
    named = _TYPE.match(message)
    return _kind_words().get(named[1], message) if named else message


def _kind_words() -> dict[str, str]:
    return {
        "int": _("a whole number"),
        "str": _("some text in quotes"),
        "bool": _("true or false"),
        "array": _("a list in [ ]"),
        "object": _("a table of keys"),
        "date": _("a date such as 2027-02-06"),
        "time": _('a time such as "12:30"'),
    }


def _shown(value: object) -> str:
    """A value about as it stands in the file, cut to 40 characters."""
    if isinstance(value, list):
        text = "[" + ", ".join(_shown(item) for item in value) + "]"
    elif isinstance(value, (str, dt.time)):
        text = f'"{value:%H:%M}"' if isinstance(value, dt.time) else f'"{value}"'
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _choices(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return [str(word) for word in get_args(kind)]
    return [word for part in get_args(kind) for word in _choices(part)]


def _item_kind(kind: Any) -> Any:
    """The type of a list's items, through Annotated: `tuple[Step, ...]` → Step."""
    while get_args(kind):
        kind = get_args(kind)[0]
    return kind


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
