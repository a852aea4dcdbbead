"""The same run for other people's programs: the first frame of two large Textual programs, a search in an address book.

They are put into environments of their own in the benchmarks' folder, for the run only: the program depends on none.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.crowd import person
from tests.benchmarks.frame import shop_folder
from tests.benchmarks.rounds import Figure, Run, middle, short
from tests.benchmarks.terminal import EMPTY, first_frame, script
from tests.terminal.session import clean_environment, program

ROUNDS = 7
_PROGRAMS = {"posting": ("posting", "tree-sitter<0.26"), "harlequin": ("harlequin",), "khard": ("khard",)}
"""What pip is told for each; posting's newest grammar library ends it with a fault."""
_CARDS = 1000

Start = Callable[[], tuple[float, float]]


def beside(run: Run) -> Iterator[Figure]:
    """First frames taking turns; then what a linear search through an address book costs."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        yield from _first_frames(run, home)
        yield from _address_book(run, home)


def _first_frames(run: Run, home: Path) -> Iterator[Figure]:
    size = max(run.sizes)
    own = f"counter-tui, {short(size)} customers"
    commands: dict[str, Sequence[str]] = {
        "empty Textual app": script(EMPTY),
        own: program("--shop", shop_folder(home, run.place(size), size)),
        "posting": [_installed(run, "posting"), "--collection", str(home)],
        "harlequin": [_installed(run, "harlequin"), "--no-download-tzdata"],
    }
    costs: dict[str, list[tuple[float, float]]] = {what: [] for what in commands}
    for turn in range(ROUNDS + 1):
        run.say(f"  first frames, round {turn}")
        for what, command in commands.items():
            cost = first_frame(command, home)
            costs[what] += [cost] if turn else []  # the first round is to warm up
    own_values = [middle(each)[0] for each in zip(*costs[own], strict=True)]
    for what, rounds in costs.items():
        for unit, values, of_own in zip(("wall", "CPU"), zip(*rounds, strict=True), own_values, strict=True):
            value, spread = middle(values)
            yield Figure("beside", f"first frame: {what}", value, f"ms {unit}", spread)
            if what != own:
                yield Figure("beside", f"counter-tui / {what}", of_own / value, f"times, {unit}")


def _address_book(run: Run, home: Path) -> Iterator[Figure]:
    """A search with khard, which reads every card each time; what starting it costs is taken off."""
    command, book = _installed(run, "khard"), home / "book"
    book.mkdir()
    for n in range(1, _CARDS + 1):
        (book / f"{n}.vcf").write_text(_card(n), encoding="utf-8")
    settings = home / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[book]]\npath = {book}\n", encoding="utf-8")
    name = person(1).name
    asked: dict[str, Sequence[str]] = {
        "start": [command, "--version"],
        "search": [command, "--config", str(settings), "list", "--search-in-source-files", name],
    }
    costs: dict[str, list[float]] = {what: [] for what in asked}
    for _ in range(3):
        for what, arguments in asked.items():
            costs[what].append(_child_ms(arguments, home))
    run.say("  khard has searched")
    value, spread = middle(a - b for a, b in zip(costs["search"], costs["start"], strict=True))
    yield Figure("beside", f"a search with khard, {short(_CARDS)} cards", value, "ms CPU", spread)


def _child_ms(command: Sequence[str], home: Path) -> float:
    """The CPU of a child process; khard says so by its exit code if nobody is found."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=clean_environment(home), cwd=home)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _card(n: int) -> str:
    one = person(n)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{n}", f"FN:{one.name}", f"N:{one.name};;;;"]
    lines += [f"TEL;TYPE=cell:{phone}" for phone in one.phones]
    return "\r\n".join([*lines, "END:VCARD", ""])


def _installed(run: Run, name: str) -> str:
    """The command of a program, installed if it is not there yet."""
    place = run.folder / f"beside-{name}"
    command = place / "bin" / name
    if not command.exists():
        run.say(f"  installing {name}")
        plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True, env=plain)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", *_PROGRAMS[name]]
        subprocess.run(pip, check=True, env=plain)
    return str(command)
