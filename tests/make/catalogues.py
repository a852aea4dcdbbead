"""Makes assets/locale/: gathers the strings of counter_tui/ into the Chinese catalogue and compiles it.

    python -m tests.make.catalogues

Translations are kept, new strings stand empty, those nobody uses any more go. Nothing is guessed. The file is in the
order of the source and has neither dates nor line numbers, so it changes only where the words do.
"""

from __future__ import annotations

import ast
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "counter_tui"
PO = ROOT / "assets" / "locale" / "zh_CN" / "LC_MESSAGES" / "counter_tui.po"
MO = PO.with_suffix(".mo")

TITLE = "# The words of counter-tui in Simplified Chinese."
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""The functions that mark a string, with how many strings each takes."""
HEADERS = [
    ("Project-Id-Version", "counter-tui"),
    ("Language", "zh_CN"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]


class _Catalogue(Catalog):
    mime_headers = property(lambda self: HEADERS)


def gathered() -> Catalog:
    """Every string of the source, with the translation the committed catalogue has for it."""
    known = read_po(io.BytesIO(PO.read_bytes()), locale="zh_CN") if PO.exists() else Catalog()
    catalogue = _Catalogue(locale="zh_CN", header_comment=TITLE, fuzzy=False)
    for path, line, words, notes, context in _calls():
        message = catalogue.add(words, None, [(path, line)], auto_comments=notes, context=context)
        message.flags.clear()  # which of them Babel sets depends on its version
        before = known.get(message.id, context)
        if before and before.pluralizable == message.pluralizable:
            message.string = before.string
    return catalogue


def _calls() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    """(file, line, string or (one, many), comments, context) of each call, in the order of the source.

    Read from the syntax tree: Babel's own reader does not see into f-strings before Python 3.12.
    """
    for file in sorted(SOURCE.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        for node in _walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
                continue
            said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if len(said) < KEYWORDS[node.func.id] or not said[0]:
                continue
            words = (said[0], said[1]) if node.func.id == "ngettext" else said[-1]
            context = said[0] if node.func.id == "pgettext" else None
            path = file.relative_to(ROOT).as_posix()
            yield path, node.lineno, words, _notes(source.splitlines(), node.lineno), context


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _walk(child)


def _notes(lines: list[str], line: int) -> list[str]:
    """The `# Translators:` comment above a line, in one piece."""
    above = itertools.takewhile(lambda text: text.startswith("#"), (text.strip() for text in lines[line - 2 :: -1]))
    comment = " ".join(text.lstrip("# ") for text in reversed(list(above)))
    _before, tag, note = comment.partition("Translators:")
    return [note.strip()] if tag else []


def po_text(catalogue: Catalog) -> bytes:
    """The catalogue as its .po file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False)
    return out.getvalue()


def mo_text(catalogue: Catalog) -> bytes:
    """The catalogue as its .mo file; strings without a translation are left to the source's English."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The strings that still wait for a translator."""
    return [message for message in catalogue if message.id and not all(_forms(message))]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def main() -> None:
    """Write both files and print what waits for a translator."""
    catalogue = gathered()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_text(catalogue))
    MO.write_bytes(mo_text(catalogue))
    waiting = untranslated(catalogue)
    print(f"{len(catalogue)} strings, {len(waiting)} without a translation")
    for message in waiting:
        print(f"  {message.locations[0][0]}: {message.id!r}")


if __name__ == "__main__":
    main()
