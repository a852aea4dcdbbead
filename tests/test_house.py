"""The plan of the house: floors, the size of a room, keys that arrive, help on every screen, a light first frame."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli as importlinter
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import counter_tui
from counter_tui import i18n
from counter_tui.i18n import LANGUAGES

ROOT = Path(__file__).parents[1]
HEAVY = (
    "peewee", "playhouse", "phonenumbers", "msgspec", "borax", "openpyxl", "python_calamine", "psycopg2", "segno",
    "fsrs",
)  # fmt: skip
DEAD_KEYS = re.compile(
    r"f4|f10|f11|shift\+f\d+|alt\+\d|ctrl\+[him]|ctrl\+j|ctrl\+\d|ctrl\+space|ctrl\+enter|shift\+enter|alt\+enter"
)
"""Lost or changed on the way by terminals, desktops and input methods."""
LONGEST = 350


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(counter_tui.__path__, "counter_tui."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield found.name


def classes(base: type) -> list[type]:
    """Every class of the program that is a `base`."""
    found = {
        member
        for name in modules()
        for _name, member in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if issubclass(member, base) and member.__module__.startswith("counter_tui.")
    }
    return sorted(found, key=lambda cls: f"{cls.__module__}.{cls.__qualname__}")


def bindings() -> list[tuple[type, Binding]]:
    """Every binding the program itself declares, one for each of its keys."""
    declared = [(cls, binding) for cls in classes(DOMNode) for binding in cls.__dict__.get("BINDINGS", ())]
    return [(cls, one) for cls, binding in declared for one in Binding.make_bindings([binding])]


def test_floors_are_kept() -> None:
    assert importlinter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_no_room_has_grown_into_a_hall() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*(ROOT / "counter_tui").rglob("*.py"), *(ROOT / "counter_tui").rglob("*.tcss")]
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST and "migrations" not in path.parts
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name in modules() if not (importlib.import_module(name).__doc__ or "").strip()]
    assert [name for name in silent if not _is_bare_package(name)] == []


def _is_bare_package(name: str) -> bool:
    module = importlib.import_module(name)
    return hasattr(module, "__path__") and not Path(str(module.__file__)).read_text("utf-8").strip()


def sentences(words: str) -> list[str]:
    """What ends with a full stop, in either language."""
    return [one for one in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", words.strip()) if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_and_dialog_is_explained_in_three_sentences(language: str) -> None:
    i18n.set_language(language)
    screens = [cls for cls in classes(Screen) if not _is_abstract(cls)]
    assert len(screens) > 20
    told = {cls.__name__: sentences(i18n._(getattr(cls, "HELP", ""))) for cls in screens}
    assert {name: said for name, said in told.items() if len(said) != 3 or said[-1][-1] not in ".!?。！？"} == {}


def _is_abstract(cls: type) -> bool:
    return any(issubclass(other, cls) and other is not cls for other in classes(Screen))


def test_no_refusal_is_passed_over() -> None:
    """A question whose answer nobody looks at is a deed, and what is said after a deed hangs on whether it was refused.

    Only a claim and a draft may be let go unheeded: the one runs out by itself, the other is offered again.
    """
    paths = sorted((ROOT / "counter_tui" / "screens").glob("*.py"))
    unheeded = {(path.name, *deed) for path in paths for deed in _unheeded(ast.parse(path.read_text("utf-8")))}
    may_be = {("done", deed) for deed in ("release", "renew", "discard")}
    assert {deed for deed in unheeded if deed[1:] not in may_be} == set()


def _unheeded(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(door, what was asked) of each statement that waits for the shop and looks at no answer."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Await(ast.Call(ast.Attribute(whose, ("ask" | "done") as door), [asked, *_]))):
                if not ast.unparse(whose).endswith("desk"):  # the desk's own raises
                    yield door, ast.unparse(asked)


def test_every_binding_is_described_and_has_an_id() -> None:
    assert len(bindings()) > 60
    bare = [
        f"{cls.__name__}: {binding.key}"
        for cls, binding in bindings()
        if not (binding.id and binding.description.strip() and binding.tooltip)
    ]
    assert bare == []


def test_an_id_means_one_thing_on_a_screen() -> None:
    for cls in {cls for cls, _binding in bindings()}:
        own = [binding for owner, binding in bindings() if owner is cls]
        actions: dict[str, set[str]] = {}
        for binding in own:
            actions.setdefault(str(binding.id), set()).add(binding.action)
        assert {id: acts for id, acts in actions.items() if len(acts) > 1} == {}, cls.__name__


def test_no_key_is_one_that_gets_lost() -> None:
    lost = [f"{cls.__name__}: {binding.key}" for cls, binding in bindings() if DEAD_KEYS.fullmatch(binding.key)]
    assert lost == []


def test_no_letter_is_a_command() -> None:
    """An input method owns the letters; digits choose where no text field has the focus."""
    letters = [f"{cls.__name__}: {b.key}" for cls, b in bindings() if len(b.key) == 1 and not b.key.isdecimal()]
    assert letters == []


@pytest.mark.parametrize("module", ["counter_tui.app", "counter_tui.cli"])
def test_nothing_heavy_before_the_first_frame(module: str) -> None:
    heavy = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


def test_the_records_and_the_rules_work_without_a_terminal() -> None:
    code = (
        "import sys, counter_tui.shop.sales, counter_tui.shop.agenda, counter_tui.exchange.answers\n"
        "print([name for name in ('textual', 'rich') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


def test_kitty_keys_are_off_before_textual_is_imported() -> None:
    code = "import counter_tui.app, textual.constants; print(textual.constants.DISABLE_KITTY_KEY)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "True"
