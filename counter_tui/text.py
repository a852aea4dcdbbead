"""Clean text in and safe text out (design.md §5): customers are named `[/]`, and a paste may hold escape codes."""

from __future__ import annotations

import re
import unicodedata

NAME_LENGTH = 60
LINE_LENGTH = 200
NOTE_LENGTH = 4000

_MARKS_IN_A_ROW = 4
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
_CONTROL = [*range(0x20), *range(0x7F, 0xA0)]
_DROP: dict[int, str | None] = dict.fromkeys([*_CONTROL, *_BIDI, 0xFEFF, 0x200B, 0x2060])
_DROP |= {0x09: "\t", 0x0A: "\n"}
_LINE_BREAKS = re.compile(r"[\n\t\u2028\u2029]+")
_SPACES = re.compile(r"[ \u00a0\u3000]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(text: str, length: int = LINE_LENGTH, *, lines: bool = False) -> str:
    """Text as it may be stored: NFC, no control or direction codes, at most four stacked marks, cut to `length`.

    One line unless `lines`; the Chinese space counts as a space.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROP)
    if not lines:
        text = _LINE_BREAKS.sub(" ", text)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return _limit_marks(text).strip()[:length].rstrip()


def fold(text: str) -> str:
    """Text where a number or a code is meant: full-width forms become plain ones (１３８ → 138, ／ → /)."""
    return unicodedata.normalize("NFKC", clean(text)).replace("。", ".").replace("、", ",")


def digits(text: str) -> str:
    """Only the ASCII digits of `text`, full-width ones folded."""
    return "".join(c for c in fold(text) if c in "0123456789")


def cell_text(value: str) -> str:
    """A string as a spreadsheet cell that no program will run as a formula; `from_cell` gives the string again."""
    return "'" + value if value.lstrip("'").startswith(_FORMULA) else value


def from_cell(cell: str) -> str:
    """What a cell says that may have been kept from being a formula."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def harden() -> None:
    """Make Textual and Rich drop every control code when they draw; both strip only a few by themselves."""
    import rich.control
    import textual.content

    extra = {code: None for code in _CONTROL if code not in (0x09, 0x0A)}
    for module in (rich.control, textual.content):
        module._CONTROL_STRIP_TRANSLATE.update(extra)


def _limit_marks(text: str) -> str:
    if text.isascii():
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
