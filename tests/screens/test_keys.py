"""Keys on every screen: the key line at all widths, F1, F9, and the shop's own keys (house, section 4)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.screen import Screen

from counter_tui.app import CounterApp
from counter_tui.exchange.checkup import check
from counter_tui.i18n import _, language
from counter_tui.keymap import places, read_keymap, why_not
from counter_tui.screens.help import key_rows
from counter_tui.screens.menu import OWN, everywhere, items
from counter_tui.screens.room import Room
from counter_tui.settings import Settings, read_settings
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.key_line import fitting, key_name
from tests.screens.conftest import Counter
from tests.screens.walk import walk
from tests.test_house import DEAD_KEYS, sentences

WIDTHS = (60, 80, 100, 160)


def key_line(screen: Screen[Any], width: int) -> str:
    """The key line on a terminal of so many columns."""
    return "  ".join(f"{key} {words}" for key, words in fitting(screen.active_bindings.values(), width - 2))


def wrong_on_the_line(c: Counter) -> list[str]:
    """What is cut or missing on the key line, at any width."""
    screen = c.app.screen
    shown = [active for active in screen.active_bindings.values() if active.binding.show and active.enabled]
    inner = [active.node for active in shown if active.node is not screen and not isinstance(active.node, App)]
    wrong = []
    for width in WIDTHS:
        line = key_line(screen, width)
        if cell_len(line) > width - 2:
            wrong.append(f"{width}: runs over: {line}")
        for active in shown:
            # What has keys of its own to show, as the month has, comes before its screen.
            own, name = active.node in (inner or [screen]), key_name(active.binding.key)
            words = active.binding.group.description if active.binding.group else active.binding.description
            needed = active.binding.id in ("app.menu", "app.help") or active.binding.key == "escape"
            if (needed or (own and width >= 80)) and (name not in line or words not in line):
                wrong.append(f"{width}: no {name} {words} in: {line}")
    if c.lines()[-1].strip() != key_line(screen, 80).strip():
        wrong.append(f"painted: {c.lines()[-1]}")
    return wrong


def wrong_in_the_help(screen: Screen[Any]) -> list[str]:
    """Keys that act and F1 does not tell, and a screen that is not explained."""
    rows = key_rows(screen)
    told = " ".join(row.lines[0][0][0] for row in rows)
    wrong = [f"F1 is silent about {key}" for key, active in screen.active_bindings.items() if _silent(active, told)]
    if len(sentences(_(screen.HELP))) != 3:
        wrong.append(f"not three sentences: {_(screen.HELP)}")
    return wrong


def _silent(active: Any, told: str) -> bool:
    binding = active.binding
    edits = str(binding.id).startswith("edit.") and not binding.show
    numbers = binding.key.isdecimal()
    return bool(binding.id) and not edits and not numbers and key_name(binding.key) not in told


def wrong_in_the_menu(screen: Screen[Any]) -> list[str]:
    """Actions of the screen that F9 does not offer, and numbers that need Enter."""
    menu = items(screen)
    offered = {item.action for item in menu}
    keyed = {binding.action for _key, binding in screen._bindings if binding.show and binding.id}
    wrong = [f"not in F9: {action}" for action in keyed - offered if _can(screen, action)]
    numbers = [str(item.number) for item in menu]
    wrong += [f"{n} begins another number" for n in numbers if any(o != n and o.startswith(n) for o in numbers)]
    if len(set(numbers)) != len(numbers):
        wrong.append(f"a number twice: {numbers}")
    return wrong


def _can(screen: Any, action: str) -> bool:
    return screen.offers(action) and screen.check_action(action, ()) is not False


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
async def test_key_line_help_and_menu_are_whole_on_every_screen(counter, stocked, monkeypatch, spoken: str) -> None:
    wrong, seen = {}, set()
    async with counter(stocked, spoken) as c:
        async for stop in walk(c, monkeypatch):
            screen = c.app.screen
            seen.add(c.screen)
            found = wrong_on_the_line(c) + wrong_in_the_help(screen)
            if isinstance(screen, Room) and c.screen != "LockScreen":
                found += wrong_in_the_menu(screen)
            if found:
                wrong[stop.name] = found
        assert language() == spoken
    assert not wrong, "\n".join(f"{name}: {each}" for name, found in wrong.items() for each in found)
    assert {"TodayScreen", "CallScreen", "CustomerScreen", "SaleScreen", "LockScreen", "Pick", "AskForm"} <= seen


def test_everything_the_program_can_do_is_in_the_menu() -> None:
    offered = {item.action for item in everywhere()}
    assert {f"app.{b.action}" for b in CounterApp.BINDINGS if b.id != "app.menu"} <= offered
    numbers = [item.number for item in everywhere()]
    assert len(set(numbers)) == len(numbers)
    assert all(81 <= number <= 99 and number not in OWN for number in numbers)
    assert [item.number for item in everywhere() if item.number > 90] == list(range(91, 100))


def test_no_screen_can_do_more_than_there_are_numbers_for() -> None:
    for place in places(CounterApp):
        assert len({binding.action for binding in place.bindings if binding.show}) <= len(OWN) + 9, place.name


async def test_the_menu_keeps_its_numbers_whatever_is_marked(counter, stocked) -> None:
    async with counter(stocked) as c:
        before = {item.action: item.number for item in items(c.app.screen)}
        await c.type("nobody at all")
        after = {item.action: item.number for item in items(c.app.screen)}
        assert "move_marked" in before
        assert "move_marked" not in after
        both = before.keys() & after.keys()
        assert {"sale", "app.lock"} <= both
        assert all(before[action] == after[action] for action in both)


async def test_the_menu_presses_enter_for_whoever_takes_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        tick = next(item for item in items(c.app.screen) if item.action == "noop")
        await c.press("f9", *str(tick.number))
        assert "✓ 1" in c.text


@pytest.mark.parametrize("key", ["f1", "escape"])
async def test_f1_explains_a_dialog_a_form_and_a_call(counter, stocked, key: str) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "f1")
        assert c.screen == "Help"
        assert "Choose one line" in c.text
        await c.press(key)
        assert c.screen == "Pick"
        await c.press("9", "3", "f1")
        for words in ("Name and phone are enough", "Shift+Tab", "In a field:", "Ctrl+W", "F2", "Save from any field"):
            assert words in "\n".join(row.lines[0][0][0] + row.lines[0][1][0] for row in c.app.screen._rows) + c.text
        await c.press(key)
        assert c.screen == "CustomerForm"


# The shop's own keys


def shop_with(folder: Path, **keys: str) -> Settings:
    """A counter.toml with these keys, `__` for the dot of an id."""
    lines = ['name = "Golden Bell"', "", "[keys]"]
    lines += [f'"{name.replace("__", ".")}" = "{key}"' for name, key in keys.items()]
    (folder / "counter.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return read_settings(folder)


REFUSED = {
    "call.finish": {
        "f4": "“call.finish” can't be on F4: that is the menu of Chinese input methods",
        "F10": "“call.finish” can't be on F10: desktops and terminals keep it for themselves",
        "f7": "“call.finish” can't be on F7: there it is “call.dial” (Dial)",
        "f9": "“call.finish” can't be on F9: there it is “app.menu” (Menu)",
        "ctrl+q": "“call.finish” can't be on Ctrl+Q: there it is “app.leave” (Leave)",
        "ctrl+c": "“call.finish” can't be on Ctrl+C: there it is “edit.copy” (Copy)",
        "enter": "“call.finish” can't be on Enter: there it is “call.tick” (Tick)",
        "x": "“call.finish” can't be on X: it is typed into fields, and digits choose from lists",
        "5": "“call.finish” can't be on 5: it is typed into fields, and digits choose from lists",
        "ctrl+i": "“call.finish” can't be on Ctrl+I: a terminal can't tell it from Backspace, Tab, Enter or Esc",
        "shift+f3": "“call.finish” can't be on Shift+F3: with another key held down, F-keys get lost in many terminals",
        "f99": "“call.finish” can't be on F99: there is no such key",
    },
    "call.finnish": {"f2": "there is nothing called “call.finnish”; did you mean call.finish?"},
    "zzz": {"f2": "there is nothing called “zzz”; the README names them all"},
}


@pytest.mark.parametrize(("id", "key"), [(id, key) for id, keys in REFUSED.items() for key in keys])
def test_a_key_that_can_not_be_is_refused_with_line_and_reason(tmp_path: Path, id: str, key: str) -> None:
    settings = shop_with(tmp_path, app__find="ctrl+f", **{id.replace(".", "__"): key})
    keymap, mistakes = read_keymap(settings, CounterApp)
    assert keymap == {}
    assert [mistake.sentence for mistake in mistakes] == [f"counter.toml, line 5: {REFUSED[id][key]}"]


def test_the_line_is_found_without_quotes_too(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('[keys]\n# ours\ncall.finish = "f4"\n', "utf-8")
    _keymap, mistakes = read_keymap(read_settings(tmp_path), CounterApp)
    assert [mistake.line for mistake in mistakes] == [3]


@pytest.mark.parametrize(
    "keys",
    [
        {"call__finish": "F8", "call__broke_off": "f2"},
        {"call__finish": "Ctrl+S"},
        {"app__objections": "ctrl+o", "call__objection": "ctrl+o"},
        {"call__tick": "ctrl+t"},
        {"edit__clear_left": "ctrl+l,alt+u"},
    ],
)
def test_keys_that_can_be_are_taken(tmp_path: Path, keys: dict[str, str]) -> None:
    keymap, mistakes = read_keymap(shop_with(tmp_path, **keys), CounterApp)
    assert mistakes == []
    assert len(keymap) == len(keys)


def test_the_shipped_keys_are_such_as_may_be() -> None:
    for place in places(CounterApp):
        for binding in place.bindings:
            assert not why_not(binding.key) or len(binding.key) == 1 or binding.key.startswith("super+"), binding.key


@pytest.mark.parametrize(
    "key", ["f4", "f11", "alt+3", "ctrl+h", "ctrl+m", "ctrl+j", "ctrl+enter", "shift+f5", "ctrl+3"]
)
def test_what_the_house_forbids_the_keymap_refuses(key: str) -> None:
    assert DEAD_KEYS.fullmatch(key)
    assert why_not(key)


async def test_the_shops_keys_act_and_are_shown_and_the_old_ones_do_not(counter, stocked) -> None:
    keys = {"call.finish": "f8", "call.broke_off": "f2", "call.tick": "ctrl+t", "app.menu": "ctrl+o"}
    async with counter(replace(stocked, keys=keys)) as c:
        assert "Ctrl+O Menu  F1 Help" in c.lines()[-1]
        await c.press("f9")
        assert c.screen == "TodayScreen"
        await c.press("enter", "enter", "enter")
        assert c.screen == "CallScreen"
        assert "✓" not in c.text
        await c.press("ctrl+t")
        assert "✓ 1" in c.text
        assert "Ctrl+T Tick" in c.lines()[-1]
        assert "F8 Done" in c.lines()[-1]
        await c.press("f1")
        assert any("Ctrl+T" in line and "Tick this step" in line for line in c.lines())
        await c.press("escape", "ctrl+o")
        assert "F8" in next(line for line in c.lines() if "How it ended" in line)
        await c.press("escape", "f8")
        assert "How did it end?" in c.text


async def test_a_moved_key_of_a_list_and_of_a_field_is_honoured(counter, stocked) -> None:
    keys = {"dialog.accept": "ctrl+t", "edit.clear_left": "ctrl+l"}
    async with counter(replace(stocked, keys=keys)) as c:
        await c.type("abc")
        await c.press("ctrl+u")
        assert c.app.screen.query_one(ImeInput).value == "abc"
        await c.press("ctrl+l", "f9", "enter")
        assert c.screen == "Pick"
        await c.press("ctrl+t")
        assert c.screen == "CallScreen"


async def test_with_a_mistake_the_shipped_keys_count_and_today_says_why(counter, stocked) -> None:
    async with counter(replace(stocked, keys={"call.finish": "f4", "app.menu": "ctrl+y"})) as c:
        assert "! counter.toml, line 1: “call.finish” can't be on F4:" in c.text
        await c.press("f9")
        assert c.screen == "Pick"


def test_check_tells_every_mistake(stocked, capsys) -> None:
    from counter_tui.cli import main

    path = stocked.folder / "counter.toml"
    path.write_text(path.read_text("utf-8") + '\n[keys]\n"call.finish" = "f4"\n"call.dail" = "f7"\n', "utf-8")
    assert main(["check", "--shop", str(stocked.folder)]) == 1
    said = capsys.readouterr().out
    assert "“call.finish” can't be on F4" in said
    assert "did you mean call.dial?" in said
    assert check(stocked) == []
