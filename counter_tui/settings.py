"""The shop's folder and counter.toml: name, region, language, where the records lie; and what this till remembers."""

from __future__ import annotations

import json
import os
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from counter_tui.i18n import LANGUAGES, _, guess_language

FILE = "counter.toml"
DATABASE = "shop.db"
TILL = "till.json"
REGIONS = ("CN", "HK", "MO", "TW", "SG", "MY", "other")
THEMES = ("dark", "light", "contrast", "colour-blind")
IDLE_MINUTES = 10


class SettingsError(Exception):
    """counter.toml can't be used; the text says which line and why."""


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


def default_folder() -> Path:
    """Where a shop lies when nobody says: COUNTER_TUI_SHOP, else the system's place for a person's data."""
    if named := os.environ.get("COUNTER_TUI_SHOP"):
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("counter-tui", appauthor=False)


def read_settings(folder: Path, language: str = "", database: str = "") -> Settings:
    """The settings of the shop in `folder`; what the command line or the environment says wins over counter.toml."""
    stored = _stored(folder / FILE)
    language = language or os.environ.get("COUNTER_TUI_LANG", "") or stored.get("language", "") or guess_language()
    if language not in LANGUAGES:
        raise SettingsError(_("Language “{code}” is not known; use en or zh_CN.").format(code=language))
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
        keys=stored.get("keys", {}),
    )


def write_settings(settings: Settings) -> Settings:
    """Write what the first start has asked for; an existing counter.toml keeps every other line as it is."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    path = settings.folder / FILE
    ours = {"name": settings.name, "region": settings.region, "language": settings.language}
    if settings.database:
        ours["database"] = settings.database
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    tables = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    kept = [line for line in lines[:tables] if line.split("=")[0].strip(" \t\"'") not in ours]
    written = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in ours.items()]
    _replace(path, "\n".join([*written, *kept, *lines[tables:]]) + "\n")
    return settings


def remember(settings: Settings, **facts: Any) -> None:
    """Keep small things for the next start on this till, such as who was last at the counter."""
    _replace(settings.folder / TILL, json.dumps(till(settings) | facts, ensure_ascii=False))


def till(settings: Settings) -> dict[str, Any]:
    """What this till remembers, with an `id` of its own; empty things when it remembers nothing yet."""
    try:
        known = json.loads((settings.folder / TILL).read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    known = known if isinstance(known, dict) else {}
    if "id" not in known:
        known["id"] = uuid.uuid4().hex[:12]
        if settings.folder.is_dir():
            _replace(settings.folder / TILL, json.dumps(known))
    return known


def with_language(settings: Settings, language: str) -> Settings:
    """The same settings in another language, written down."""
    settings = replace(settings, language=language)
    return write_settings(settings) if settings.name else settings


def _stored(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        stored = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: {error}") from error
    for key, value in stored.items():
        if key in ("name", "region", "language", "database") and not isinstance(value, str):
            raise SettingsError(_("{file}: {key} must be text in quotes.").format(file=path.name, key=key))
    region = stored.get("region", "CN")
    if region not in REGIONS:
        known = ", ".join(REGIONS)
        raise SettingsError(
            _("{file}: region “{code}” is not one of {known}.").format(file=path.name, code=region, known=known)
        )
    return stored


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
