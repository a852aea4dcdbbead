"""The Chinese catalogue: every string of the program, and said as a Chinese shop says it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from textual.binding import Binding
from textual.dom import DOMNode

import counter_tui
from counter_tui import i18n
from counter_tui.settings import Settings, write_settings
from counter_tui.text import clean
from tests.calm import calm
from tests.make import catalogues

SAME_IN_CHINESE = {
    *("Enter", "Esc", "Tab", "Shift+Tab", "PgUp", "PgDn", "Home", "End", "Del"),
    *("NGTC", "NJQSIC", "GTC", "GDTC", "GIYN", "GIA", "IGI", "HRD"),
    *("{days} {times}", "“{words}”"),
}
KEY_NAMES = {*SAME_IN_CHINESE, *(f"F{n}" for n in range(1, 13)), "Ctrl"}

BLANK = re.compile(r"\{+\w*\}+|%(?:\(\w+\))?[sdr]")
LATIN_MARK = re.compile(r"[\u4e00-\u9fff“”…][,.:;!?()]|[,.:;!?()][\u4e00-\u9fff“”]")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+]*")


@pytest.fixture(scope="module")
def catalogue() -> list[Message]:
    """The strings of the catalogue as it is shipped."""
    with catalogues.PO.open("rb") as file:
        return [message for message in read_po(file, locale="zh_CN") if message.id]


def said(message: Message) -> Iterator[tuple[str, str]]:
    """What is said in English and in Chinese, each form of a plural by itself; nothing while it is not translated."""
    if not (message.string and all(message.string)):
        return
    if message.pluralizable:
        yield from ((english, message.string[0]) for english in message.id)
    else:
        yield message.id, message.string


def blanks(text: str) -> Counter[str]:
    return Counter(BLANK.findall(text))


def test_the_catalogue_holds_what_the_program_says() -> None:
    assert catalogues.PO.read_bytes() == catalogues.po_text(catalogues.gathered()), (
        "Run python -m tests.make.catalogues and translate what it lists."
    )


def test_the_compiled_catalogue_is_that_one() -> None:
    assert catalogues.MO.read_bytes() == catalogues.mo_text(catalogues.gathered())


def test_nothing_is_left_in_english(catalogue: list[Message]) -> None:
    assert not [message.id for message in catalogue if not message.string or message.fuzzy]
    same = {english for message in catalogue for english, chinese in said(message) if chinese == english}
    assert same <= SAME_IN_CHINESE
    assert not [m.id for m in catalogue for _, chinese in said(m) if m.id not in SAME_IN_CHINESE and chinese.isascii()]


def test_the_blanks_are_those_of_the_english(catalogue: list[Message]) -> None:
    for message in catalogue:
        offered = blanks(" ".join(message.auto_comments))
        for english, chinese in said(message):
            wanted, found = blanks(english), blanks(chinese)
            if offered:
                assert found.keys() <= wanted.keys() | offered.keys(), message.id
            elif message.pluralizable:
                assert found == blanks(message.id[1]), message.id
            else:
                assert found == wanted, message.id


def test_chinese_is_punctuated_in_chinese(catalogue: list[Message]) -> None:
    for message in catalogue:
        for english, chinese in said(message):
            assert not LATIN_MARK.search(BLANK.sub("字", chinese)), chinese
            assert [clean(line) for line in chinese.splitlines()] == [line.strip() for line in chinese.splitlines()]
            assert chinese[: len(chinese) - len(chinese.lstrip())] == english[: len(english) - len(english.lstrip())]
            assert chinese[len(chinese.rstrip()) :] == english[len(english.rstrip()) :], english


@pytest.mark.parametrize("word", ["客户", "搁"])
def test_one_thing_has_one_name(catalogue: list[Message], word: str) -> None:
    """A customer is 顾客, as in scripts and cards, and a call that is laid aside is 暂存."""
    assert not [chinese for message in catalogue for _, chinese in said(message) if word in chinese]


def test_a_word_that_means_two_things_is_said_as_what_it_means() -> None:
    i18n.set_language("zh_CN")
    assert (i18n._("Kind"), i18n.pgettext("complaint", "Kind")) == ("品类", "投诉类型")


def rooms() -> Iterator[type[DOMNode]]:
    """Every widget, screen and program of the package."""
    for module in pkgutil.walk_packages(counter_tui.__path__, "counter_tui."):
        if module.name.startswith(("counter_tui.widgets.", "counter_tui.screens.", "counter_tui.app")):
            for _name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(found, DOMNode) and found.__module__ == module.name:
                    yield found


def test_every_key_says_what_it_does_in_chinese() -> None:
    i18n.set_language("zh_CN")
    bindings = [binding for room in rooms() for binding in room.__dict__.get("BINDINGS", ())]
    assert len(bindings) > 50
    for binding in bindings:
        assert isinstance(binding, Binding)
        words = [binding.description, binding.tooltip]
        words += [binding.group.description] if binding.group else []
        for text in filter(None, words):
            assert i18n._(text) != text or text in KEY_NAMES, f"{binding.id}: {text}"


async def test_the_key_line_is_chinese(tmp_path: Path) -> None:
    from counter_tui.app import CounterApp
    from counter_tui.widgets.key_line import KeyLine

    app = CounterApp(write_settings(Settings(tmp_path, name="金铃", region="CN", language="zh_CN")))
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.opened:
            await pilot.pause()
        for keys, known in ((), "查找"), (("f2",), "保存"), (("escape", "f6"), "返回"):
            await pilot.press(*keys)
            await calm(app, app.desk)
            line = str(app.screen.query_one(KeyLine).render())
            assert known in line
            assert not {word for word in LATIN_WORD.findall(line) if not KEY_NAMES & set(word.split("+"))}, line


def test_english_has_its_plurals_without_a_catalogue() -> None:
    i18n.set_language("en")
    words = [i18n.ngettext("{n} day late", "{n} days late", n).format(n=n) for n in (0, 1, 2)]
    assert words == ["0 days late", "1 day late", "2 days late"]
    i18n.set_language("zh_CN")
    assert i18n.ngettext("{n} day late", "{n} days late", 1).format(n=1) == "逾期1天"
    assert i18n._("") == ""
