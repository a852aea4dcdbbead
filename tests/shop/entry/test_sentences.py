"""What a field says against what was typed has room on the message line of 80 columns, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from rich.cells import cell_len

import counter_tui
from counter_tui import i18n

ROOM = 78 - len("! ")
LONGEST = {"most": "99,999,999", "system": "HK", "names": "张晓红"}
"""What may stand for a name in a sentence, where eight figures would be too few."""


def sentences() -> list[str]:
    """Every sentence of an EntryError that a form shows."""
    package = Path(counter_tui.__file__).parent
    found = []
    for path in [
        *(package / "shop" / "entry").glob("*.py"),
        package / "widgets/kinds.py",
        package / "widgets/fields.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                calls = [c for c in ast.walk(node.exc) if isinstance(c, ast.Call) and getattr(c.func, "id", "") == "_"]
                found += [c.args[0].value for c in calls if isinstance(c.args[0], ast.Constant)]
    return found


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return LONGEST.get(key, "12345678")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_each_sentence_can_be_read_whole(language: str) -> None:
    i18n.set_language(language)
    try:
        said = [i18n._(sentence).format_map(_Anything()) for sentence in sentences()]
    finally:
        i18n.set_language("en")
    assert len(said) > 25
    assert [sentence for sentence in said if cell_len(sentence) > ROOM] == []
