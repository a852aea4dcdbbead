"""Text with delimiters: finds out the encoding and the delimiter that somebody's program once chose, and reads it."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mode

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
_COLUMN_WORDS = {name for names in HEADERS.values() for name in names if not name.isascii()}


@dataclass(frozen=True)
class TextFile:
    """A delimited text file whose encoding and delimiter are known; `length` is its number of lines."""

    path: Path
    encoding: str
    delimiter: str
    length: int

    @classmethod
    def recognise(cls, path: Path) -> TextFile:
        """Look through the whole file once. Raises ValueError if it is text in no encoding known here."""
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
                for row in csv.reader(file, delimiter=self.delimiter):
                    yield [from_cell(cell) if cell[:1] == "'" else cell if cell.strip() else None for cell in row]
            except csv.Error as error:
                raise ValueError(str(error)) from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding if _whole(path, encoding) else _none()
    candidates = _WIDE if b"\0" in start else ENCODINGS
    samples = {encoding: sample for encoding in candidates if (sample := _whole(path, encoding)) is not None}
    samples = {encoding: sample for encoding, sample in samples.items() if not _binary(sample)}
    return max(samples, key=lambda encoding: _likeness(samples[encoding])) if samples else _none()


def _none() -> str:
    raise ValueError("text in no encoding known here")


def _whole(path: Path, encoding: str) -> str | None:
    """The start of the text, if the whole file decodes without a fault."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    sample = ""
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                text = decoder.decode(chunk)
                sample = sample or text[:_SAMPLE]
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return sample


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
