"""The program as a shop gets it: a wheel, installed into an empty environment, started far from its source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

from tests.terminal.session import Session, clean_environment

ROOT = Path(__file__).parents[1]
WINDOWS = os.name == "nt"
pytestmark = pytest.mark.xdist_group("wheel")  # built and installed once


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the source, so that nothing is left in the checkout."""
    source = tmp_path_factory.mktemp("source") / "counter-tui"
    unwanted = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "tests")
    shutil.copytree(ROOT, source, ignore=unwanted)
    out = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", source, "--no-deps", "--wheel-dir", out, "--quiet")
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment with the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("environment") / "empty"
    venv.create(folder, with_pip=False, symlinks=not WINDOWS)
    commands = folder / ("Scripts" if WINDOWS else "bin")
    _run(sys.executable, "-m", "pip", "--python", commands / "python", "install", wheel, "--no-compile", "--quiet")
    return commands


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Path]:
    """A folder far from the checkout, which is the current one."""
    yield tmp_path


def _run(*command: str | Path) -> str:
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _counter(installed: Path, far: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(installed / "counter-tui"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=far, env=_environment(far))


def _environment(far: Path) -> dict[str, str]:
    environment = clean_environment(far)
    del environment["PYTHONPATH"]
    return environment


def test_the_wheel_holds_the_shops_words_numbers_and_looks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.endswith("/")}
    shipped = {
        f"counter_tui/assets/{path.relative_to(ROOT / 'assets').as_posix()}"
        for path in (ROOT / "assets").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    looks = {path.relative_to(ROOT).as_posix() for path in (ROOT / "counter_tui").rglob("*.tcss")}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "counter_tui").rglob("*.py")}
    assert {"counter_tui/assets/policy.toml", "counter_tui/assets/locale/zh_CN/LC_MESSAGES/counter_tui.mo"} <= shipped
    assert any("/scripts/zh_CN/" in name for name in shipped) and any("/tables/" in name for name in shipped)
    assert looks and shipped | looks | code <= packed, sorted((shipped | looks | code) - packed)
    assert not [name for name in packed if name.startswith("tests")]


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode())
        entry = archive.read(name.replace("METADATA", "entry_points.txt")).decode()
    needed = {line.split(";")[0].strip() for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line}
    names = {line.split("=")[0].split(">")[0].split("<")[0] for line in needed}
    assert {"textual", "peewee", "phonenumbers", "msgspec", "borax", "python-calamine", "platformdirs"} <= names
    assert "textual==8.2.8" in needed, "some of its faults are mended through private names"
    assert "postgres" in metadata.get_all("Provides-Extra", [])
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert "counter-tui = counter_tui.cli:main" in entry


def test_the_installed_program_makes_finds_and_checks_a_shop(installed: Path, far: Path) -> None:
    made = _counter(installed, far, "demo", "--no-open", "--size", "20", "--shop", far / "shop")
    assert (made.returncode, made.stderr) == (0, "")
    found = _counter(installed, far, "find", "13", "--json", "--shop", "shop")
    assert (found.returncode, found.stderr) == (0, "")
    assert '"number": "C0000' in found.stdout
    checked = _counter(installed, far, "check", "--shop", "shop")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("Nothing wrong.")
    assert str(ROOT) not in checked.stdout, "the words and numbers of the wheel, not of the checkout"
    chinese = _counter(installed, far, "--lang", "zh_CN", "--help")
    assert "顾客" in chinese.stdout


@pytest.mark.skipif(WINDOWS, reason="there are no pseudo-terminals")
def test_the_installed_program_opens_in_a_terminal(installed: Path, far: Path) -> None:
    _counter(installed, far, "demo", "--no-open", "--size", "20", "--shop", far / "shop")
    command = [str(installed / "counter-tui"), "--shop", "shop", "--lang", "zh_CN"]
    session = Session(command, _environment(far), folder=far)
    try:
        session.until("今天")
        session.keys("f6")
        session.until("太贵")
        session.keys("escape", "ctrl+q")
        assert session.ended() == 0
        assert session.clean()
    finally:
        session.close()


def test_without_its_extra_a_server_is_one_sentence(installed: Path, far: Path) -> None:
    refused = _counter(installed, far, "find", "x", "--database", "postgresql://nobody@127.0.0.1:1/none")
    assert refused.returncode == 1
    assert refused.stderr.startswith("counter-tui: ") and refused.stderr.count("\n") == 1
    assert "postgres" in refused.stderr
