"""Text with delimiters: finds out the encoding and the delimiter that somebody's program once chose, and reads it."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from statistics import mode
from typing import TextIO

from counter_tui.exchange.headers import HEADERS
from counter_tui.pinyin import simplify
from counter_tui.text import from_cell

ENCODINGS = ["utf-8", "gb18030", "big5hkscs"]
_WIDE = ["utf-16-le", "utf-16-be"]
DELIMITERS = ",;\t|"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 65_536  # characters that decide
_CHUNK = 1 << 20
_LINES = 30
_WIDE_LIST = 3  # columns; a narrower line may well stand in a note
_DOUBT = 0.3  # of an encoding in which a line can't be read
_FEW = 3  # faults in a text that is one all the same
_COLUMN_WORDS = {name for names in HEADERS.values() for name in names if not name.isascii()}


class BrokenLineError(ValueError):
    """A text in a known encoding, but for the line `line`, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} can't be read")
        self.line = line


@dataclass(frozen=True)
class TextFile:
    """A delimited text file whose encoding and delimiter are known; `length` is its number of lines."""

    path: Path
    encoding: str
    delimiter: str
    length: int

    @classmethod
    def recognise(cls, path: Path) -> TextFile:
        """Look through the whole file. Raises ValueError if it is text in no encoding known here: BrokenLineError if
        it is one but for a line.
        """
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(_SAMPLE)
            lines = sample.count("\n") + sum(chunk.count("\n") for chunk in iter(lambda: file.read(_CHUNK), ""))
        if not sample.strip("\ufeff\r\n\t ,;|"):
            return cls(path, encoding, ",", 0)
        return cls(path, encoding, _delimiter(sample), lines + 1)

    def rows(self) -> Iterator[list[str | None]]:
        """Each line as cells, None where one is empty. Raises ValueError where it can't be split into cells."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for row in split(Lines(file), self.delimiter):
                    yield [from_cell(cell) if cell[:1] == "'" else cell if cell.strip() else None for cell in row]
            except csv.Error as error:
                raise ValueError(str(error)) from error


class Lines:
    """The lines of a text. `taken` are those handed out for the row under way: they can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._back: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._file)
        self.taken.append(line)
        return line

    def give_back(self, end: int) -> None:
        """The lines behind the one with this character come once more."""
        starts = accumulate(map(len, self.taken), initial=0)
        self._back += reversed([line for line, start in zip(self.taken, starts, strict=False) if start > end])


def split(lines: Lines, delimiter: str) -> Iterator[list[str]]:
    """The rows as cells. A quote that is never closed, or within a text, is a sign like any other: it opens no cell.

    Raises csv.Error for a cell longer than any spreadsheet's.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        try:
            for row in reader:
                if len(lines.taken) > 1 and width > _WIDE_LIST and _several(lines.taken, delimiter, width):
                    break
                yield row
                width = len(row)
                lines.taken.clear()
            else:
                return
            row, end = lines.taken[0].rstrip("\r\n").split(delimiter), 0
        except csv.Error:
            row, end = _first_row("".join(lines.taken), delimiter)
        if max(map(len, row)) > csv.field_size_limit():
            raise csv.Error("a cell longer than any spreadsheet's")
        lines.give_back(end)
        lines.taken.clear()
        yield row


def _several(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether what two quotes hold together are rows of the list: each line is as wide as they are."""
    return all(line.count(delimiter) == width - 1 for line in lines)


def _first_row(text: str, delimiter: str) -> tuple[list[str], int]:
    """The cells of the first row, and where the last of them ends. Quotes count only around a whole cell."""
    ends = f"{re.escape(delimiter)}\r\n"
    cell = re.compile(f'"((?:[^"]++|"")*+)" *+(?=[{ends}]|\\Z)|([^{ends}]*+)')
    cells, at = [], -1
    while at < 0 or text[at : at + 1] == delimiter:
        found = cell.match(text, at + 1)
        assert found  # an empty cell is one too
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
    return cells, at


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    marked = [encoding for mark, encoding in _MARKS if start.startswith(mark)]
    candidates = marked or [*ENCODINGS, *(_WIDE if b"\0" in start else ())]
    looked = {encoding: seen for encoding in candidates if (seen := _looked_through(path, encoding, start))}
    if not marked:
        looked = {encoding: seen for encoding, seen in looked.items() if not _binary(seen[0])}
    if not looked:
        raise ValueError("text in no encoding known here")
    found = max(looked, key=lambda encoding: _likeness(looked[encoding][0]) - _DOUBT * bool(looked[encoding][1]))
    if line := looked[found][1]:
        raise BrokenLineError(line)
    return found


def _looked_through(path: Path, encoding: str, start: bytes) -> tuple[str, int] | None:
    """The start of the text, and the line that can't be read, 0 if all can; None if this can't be its encoding."""
    wide = encoding.startswith("utf-16")
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    sample, lines = "", 1
    with path.open("rb") as file:
        try:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                text = decoder.decode(chunk)
                if not wide and "\0" in text:
                    lines += text.count("\n", 0, text.index("\0"))
                    break
                sample = sample or text[:_SAMPLE]
                lines += text.count("\n")
            else:
                decoder.decode(b"", final=True)
                return sample, 0
        except UnicodeDecodeError as fault:
            lines += fault.object.count(b"\n", 0, fault.start)
    sample = start.decode(encoding, "replace")
    faults = sample.count("\ufffd") + sample.count("\0")
    return None if wide or faults > _FEW + len(sample) // 100 else (sample.replace("\0", "\ufffd"), lines)


def _binary(sample: str) -> bool:
    return any(unicodedata.category(char) == "Cc" and char not in "\r\n\t\x0c\x1a" for char in sample[:4096])


def _likeness(sample: str) -> float:
    """How much it reads like a shop's list: the share of everyday characters, and known column names."""
    foreign = [char for char in sample if not char.isascii()]
    everyday = sum(_everyday(char) for char in foreign) / len(foreign) if foreign else 1.0
    head = simplify("\n".join(sample.splitlines()[:_LINES]))
    return everyday + 0.2 * sum(word in head for word in _COLUMN_WORDS)


def _everyday(char: str) -> int:
    """1 for a character of the common half of GB 2312 or Big5 and for its signs, 0 for a rare one, -1 for no text."""
    for encoding, rows in (("gb2312", (0xA1, 0xD7)), ("big5", (0xA1, 0xC6))):
        try:
            lead = char.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        if rows[0] <= lead <= rows[1]:
            return 1
    return 0 if unicodedata.category(char)[0] in "LNP" else -1


def _delimiter(sample: str) -> str:
    """The delimiter that cuts the greatest share of the rows into the same number of cells, more than one.

    A note of many lines is part of one row, where the delimiter is the right one.
    """

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            rows = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _LINES)
            widths = [len(row) for row in rows if row]
        except csv.Error:
            return 0, 0
        if len(sample) == _SAMPLE and 1 < len(widths) < _LINES:
            widths.pop()  # cut off in the middle
        cut = [width for width in widths if width > 1]
        return (cut.count(mode(cut)) / len(widths), mode(cut)) if cut else (0, 0)

    return max(DELIMITERS, key=evenness)
