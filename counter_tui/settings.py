"""The shop's folder and counter.toml: name, region, language, where the records lie; and what this till remembers."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import LANGUAGES, _, guess_language

if TYPE_CHECKING:
    from counter_tui.tomltext import KeyPath

FILE = "counter.toml"
DATABASE = "shop.db"
TILL = "till.json"
REGIONS = ("CN", "HK", "MO", "TW", "SG", "MY", "other")
THEMES = ("dark", "light", "contrast", "colour-blind")
IDLE_MINUTES = 10
LONGEST_IDLE = 240

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""How an address begins; one letter before the colon is a drive of Windows."""
_SERVERS = ("postgres://", "postgresql://")

_KNOWN = ("name", "region", "language", "database", "theme", "idle_minutes", "backup", "plain", "keys")
_TEXTS = ("name", "database", "backup")
_ONE_OF = {"region": REGIONS, "language": tuple(LANGUAGES), "theme": THEMES}


class SettingsError(Exception):
    """counter.toml can't be used or written; the text says which line and why. `language` is the shop's, if known."""

    def __init__(self, sentence: str, language: str = "") -> None:
        super().__init__(sentence)
        self.language = language


@dataclass(frozen=True)
class Settings:
    """One shop on this PC. `name` is empty until the first start has asked for it.

    `idle_minutes` without a key lock the screen, 0 never does. `backup` is the folder for copies of the records, empty
    for one in the shop's folder. `plain` draws without box characters. `keys` are the shop's own keys by binding id.
    """

    folder: Path
    name: str = ""
    region: str = "CN"
    language: str = "en"
    database: str = ""
    theme: str = "dark"
    idle_minutes: int = IDLE_MINUTES
    backup: str = ""
    plain: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the records are: a file in the shop's folder, or a server's URL."""
        return self.database or str(self.folder / DATABASE)

    @property
    def backups(self) -> Path:
        """Where copies of the records go."""
        return self.folder / from_home(Path(self.backup or "backups"))


def is_address(place: str) -> bool:
    """Whether `place` begins as a server's address does, right or wrong, and not as a file's path."""
    return _ADDRESS.match(place) is not None


def is_server(place: str) -> bool:
    """Whether `place` is a server's URL rather than a file."""
    return place.startswith(_SERVERS)


def place_fault(place: str) -> str:
    """What is wrong with where the records are said to be, in a sentence; "" for a file's path or a right address.

    An address with a mistake must not pass for a file: that would be a shop of its own, and empty.
    """
    if not is_address(place):
        return ""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(place)
        right = is_server(place) and len(parts.path) > 1 and parts.port != 0
    except ValueError:  # a port that is no number
        right = False
    wanted = "postgresql://name:password@server:5432/shop"
    wrong = _("The records' place is neither a file nor a right address: {place}. An address looks like {wanted}")
    return "" if right else wrong.format(place=without_password(place), wanted=wanted)


def without_password(place: str) -> str:
    """Where the records are, to be shown."""
    if not is_address(place):
        return place
    return re.sub(r"(//[^/@:]*):.*@", r"\1@", place.partition("?")[0])


def from_home(path: Path) -> Path:
    """A place as it is written, ~ being the person's own folder; that of somebody nobody knows stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def default_folder() -> Path:
    """Where a shop lies when nobody says: COUNTER_TUI_SHOP, else the system's place for a person's data."""
    if named := os.environ.get("COUNTER_TUI_SHOP"):
        return from_home(Path(named))
    from platformdirs import user_data_path

    return user_data_path("counter-tui", appauthor=False)


def read_settings(folder: Path, language: str = "", database: str = "") -> Settings:
    """The settings of the shop in `folder`; what the command line or the environment says wins over counter.toml.

    Raises SettingsError for the first mistake in the file.
    """
    stored = _stored(folder / FILE)
    language = language or os.environ.get("COUNTER_TUI_LANG", "") or stored.get("language", "") or guess_language()
    if language not in LANGUAGES:
        raise SettingsError(_("Language “{code}” is not known; use en or zh_CN.").format(code=language))
    if fault := place_fault(database):
        raise SettingsError(fault)
    return Settings(
        folder=folder,
        name=stored.get("name", ""),
        region=stored.get("region", "CN"),
        language=language,
        database=database or stored.get("database", ""),
        theme=stored.get("theme", "dark"),
        idle_minutes=stored.get("idle_minutes", IDLE_MINUTES),
        backup=stored.get("backup", ""),
        plain=stored.get("plain", False),
        keys={".".join(name): key for name, key in _flat(stored.get("keys", {}))},
    )


def write_settings(settings: Settings) -> Settings:
    """Write counter.toml for a shop that is new here; an existing file keeps every other line and note as it is.

    What is as the program comes is not written. Raises SettingsError, and OSError for a folder that can't be written.
    """
    usual = Settings(settings.folder)
    always = ("name", "region", "language")
    other = ("database", "theme", "idle_minutes", "backup", "plain")
    stored = _stored(settings.folder / FILE)
    names = [name for name in other if name in stored or getattr(settings, name) != getattr(usual, name)]
    _write(settings.folder, {name: getattr(settings, name) for name in (*always, *names)})
    return settings


def change_settings(settings: Settings, **changes: Any) -> Settings:
    """`settings` with these changes, and counter.toml with these lines changed; raises as `write_settings` does."""
    _write(settings.folder, changes)
    return replace(settings, **changes)


def check_changes(settings: Settings, **changes: Any) -> None:
    """Raises SettingsError if counter.toml can't take these changes; nothing is written."""
    _changed(settings.folder / FILE, changes)


def with_language(settings: Settings, language: str) -> tuple[Settings, str]:
    """The same settings in another language, written down where the shop's folder lets us.

    A counter.toml with a mistake is left to whoever made it; the sentence says which, else it is empty.
    """
    settings = replace(settings, language=language)
    if settings.name:
        try:
            change_settings(settings, language=language)
        except SettingsError as error:
            return settings, str(error)
        except OSError:
            pass
    return settings, ""


def remember(settings: Settings, **facts: Any) -> None:
    """Keep small things for the next start on this till, such as who was last at the counter.

    Where the folder can't be written the till forgets: that stops nobody.
    """
    import json

    with contextlib.suppress(OSError):
        write_whole(settings.folder / TILL, json.dumps(till(settings) | facts, ensure_ascii=False))


def till(settings: Settings) -> dict[str, Any]:
    """What this till remembers, with an `id` of its own; empty things when it remembers nothing yet."""
    import json

    try:
        known = json.loads((settings.folder / TILL).read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    known = known if isinstance(known, dict) else {}
    if "id" not in known:
        known["id"] = uuid.uuid4().hex[:12]
        if settings.folder.is_dir():
            with contextlib.suppress(OSError):
                write_whole(settings.folder / TILL, json.dumps(known))
    return known


def write_whole(path: Path, text: str) -> None:
    """Write a file of UTF-8 whole or not at all, through a power cut too; line ends stay as `text` has them."""
    path = path.resolve()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _write(folder: Path, values: Mapping[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, _changed(folder / FILE, values))


def _changed(path: Path, values: Mapping[str, object]) -> str:
    """What counter.toml will say with these values; SettingsError where they can't be put into it."""
    from counter_tui.tomltext import with_value

    _stored(path)  # a file with a mistake is left to whoever made it
    source = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    for name, value in values.items():
        try:
            source = with_value(source, (name,), value)
        except ValueError as error:
            by_hand = _("{file}: {key} is written in a way that has to be changed by hand.")
            raise SettingsError(by_hand.format(file=path.name, key=name)) from error
    return source


def _stored(path: Path) -> dict[str, Any]:
    """What counter.toml says; SettingsError for its first mistake, with the line."""
    if not path.exists():
        return {}
    raw = path.read_bytes()
    try:
        stored = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, raw, error) from error
    if faults := list(_faults(stored)):
        from counter_tui.tomltext import key_lines, line_of

        lines = key_lines(raw.decode("utf-8-sig"))
        placed = sorted(((line_of(lines, place), words) for place, words in faults), key=lambda one: one[0])
        raise _mistake(path, *placed[0], stored)
    return stored


def _unreadable(path: Path, raw: bytes, error: Exception) -> SettingsError:
    """The mistake of a file that is no TOML, or no text."""
    from counter_tui.tomltext import encoding_fault, syntax_fault

    if isinstance(error, UnicodeDecodeError):
        return _mistake(path, *encoding_fault(raw, error), _language_line(raw.decode("utf-8", "replace")))
    source = raw.decode("utf-8-sig")
    return _mistake(path, *syntax_fault(error, source), _language_line(source))


def _mistake(path: Path, line: int, expected: str, stored: Mapping[str, Any]) -> SettingsError:
    language = stored.get("language")
    sentence = _("{file}, line {line}: {expected}").format(file=path.name, line=line, expected=expected)
    return SettingsError(sentence, language if language in _ONE_OF["language"] else "")


def _language_line(source: str) -> dict[str, Any]:
    """The language of a file that can't be read as a whole, so that its mistake is told in it."""
    for line in source.splitlines():
        if line.lstrip().startswith("language"):
            with contextlib.suppress(ValueError):
                return tomllib.loads(line)
    return {}


def _faults(stored: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for key, value in stored.items():
        if key not in _KNOWN:
            from counter_tui.tomltext import did_you_mean

            yield (key,), _("unknown key {key}; {hint}").format(key=key, hint=did_you_mean(key, _KNOWN))
        elif key in _TEXTS and not isinstance(value, str):
            yield (key,), _("{key} must be text in quotes").format(key=key)
        elif key == "database" and (fault := place_fault(str(value))):
            yield (key,), fault
        elif key in _ONE_OF and value not in _ONE_OF[key]:
            known = ", ".join(_ONE_OF[key])
            yield (key,), _("{key}: “{value}” is not one of {known}").format(key=key, value=value, known=known)
        elif key == "idle_minutes" and (type(value) is not int or not 0 <= value <= LONGEST_IDLE):
            wanted = _("{key}: expected a whole number of minutes from 0 to {n}")
            yield (key,), wanted.format(key=key, n=LONGEST_IDLE)
        elif key == "plain" and not isinstance(value, bool):
            yield (key,), _("{key}: expected true or false").format(key=key)
        elif key == "keys":
            yield from _key_faults(value)


def _key_faults(keys: object) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(keys, dict):
        yield ("keys",), _("keys: expected a table, as [keys] on a line of its own")
        return
    for name, key in _flat(keys):
        if not isinstance(key, str) or not key.strip():
            yield ("keys", *name), _('{key}: expected a key in quotes, such as "f2"').format(key=".".join(name))


def _flat(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The entries of a table of tables: `form.save = "f2"` without quotes is a table called form."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*above, name))
        else:
            yield (*above, name), value
