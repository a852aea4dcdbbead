"""The shop's own copies of scripts, cards, letters and policy: opened, checked as they are typed, put in use, given up.

An own copy lies at `<shop>/<kind>/<language>/<id>.toml` (`<shop>/policy.toml`) and wins over the shipped one. Given up,
it stays beside its place as `<id>.toml.bak`, which nobody reads.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from counter_tui import disk_words
from counter_tui.i18n import N_, _, assets, ngettext
from counter_tui.settings import write_whole
from counter_tui.shop import policy
from counter_tui.shop.context import Shop
from counter_tui.shop.drafts import gone
from counter_tui.shop.entry import EntryError
from counter_tui.shop.letters import read_letter
from counter_tui.shop.packs import read_card
from counter_tui.shop.scripts import read_script
from counter_tui.shop.tomlfile import Mistake, TomlFile
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.text import fold
from counter_tui.words import listed

POLICY = "policy"
_ID = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True)
class Kind:
    """A kind of words: its folder's name, what one and a new one of it are called, and how a file of it is read."""

    code: str
    label: str
    new: str
    read: Callable[[TomlFile], Any]


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("scripts", N_("Call script"), N_("New call script …"), read_script),
        Kind("objections", N_("Objection card"), N_("New objection card …"), read_card),
        Kind("letters", N_("Letter"), N_("New letter …"), read_letter),
        Kind(POLICY, N_("Policy"), "", policy.check_own),
    )
}

State = Literal["shipped", "own", "new", "wrong"]


@dataclass(frozen=True)
class Place:
    """Which file: its kind, its language (none for the policy) and its id."""

    kind: str
    language: str
    id: str


@dataclass(frozen=True)
class WordsRow:
    """One file in the list: `own` stands for a shipped one, `new` for nothing; `line` is that of a first mistake."""

    place: Place
    title: str
    state: State
    line: int = 0


@dataclass(frozen=True)
class WordsText:
    """A file as it is opened: the words in use, and the shipped ones (empty if nothing like it is shipped)."""

    place: Place
    source: str
    shipped: str
    own: bool


def own_path(shop: Shop, place: Place) -> Path:
    """Where the shop's own copy lies or would lie."""
    return _inside(shop.folder or Path(), place)


def shipped_path(place: Place) -> Path:
    """Where the shipped words lie."""
    return _inside(assets(), place)


def _inside(folder: Path, place: Place) -> Path:
    return folder / policy.FILE if place.kind == POLICY else folder / place.kind / place.language / f"{place.id}.toml"


def words_in_use(shop: Shop) -> tuple[WordsRow, ...]:
    """Every script, card and letter of the language in use, and the policy; the shop's own among the shipped ones."""
    rows = [_row(shop, Place(kind, shop.language, id)) for kind in KINDS for id in _ids(shop, kind)]
    number = {id: card.number for id, card in shop.cards.items()}
    order = list(KINDS)
    return tuple(sorted(rows, key=lambda row: (order.index(row.place.kind), number.get(row.place.id, 0), row.place.id)))


def _ids(shop: Shop, kind: str) -> set[str]:
    if kind == POLICY:
        return {POLICY}
    any_one = Place(kind, shop.language, "x")
    folders = (own_path(shop, any_one).parent, shipped_path(any_one).parent)
    return {path.stem for folder in folders for path in folder.glob("[!.]*.toml")}


def _row(shop: Shop, place: Place) -> WordsRow:
    opened = open_words(shop, place)
    title = TomlFile.of(Path(place.id), opened.source).data.get("title")
    named = _("Policy") if place.kind == POLICY else title if isinstance(title, str) and title.strip() else place.id
    mistakes = check_words_of(shop, place, opened.source) if opened.own else ()
    if mistakes:
        return WordsRow(place, named, "wrong", mistakes[0].line)
    return WordsRow(place, named, "shipped" if not opened.own else "own" if opened.shipped else "new")


def open_words(shop: Shop, place: Place) -> WordsText:
    """The file to be edited. One that was saved in a Chinese Windows encoding is understood too."""
    shipped, own = shipped_path(place), own_path(shop, place)
    words = shipped.read_text("utf-8") if shipped.exists() else ""
    if not own.exists():
        return WordsText(place, words, words, own=False)
    try:
        raw = own.read_bytes()
    except OSError as error:
        raise ShopError(
            _("{file} can't be read: {reason}").format(file=own.name, reason=disk_words.reason(error))
        ) from error
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = raw.decode("gb18030", "replace")
    return WordsText(place, source.replace("\r\n", "\n"), words, own=True)


def check_words_of(shop: Shop, place: Place, source: str) -> tuple[Mistake, ...]:
    """Every mistake in `source`, should it stand in the shop's own copy, in the order of its lines."""
    file = TomlFile.of(own_path(shop, place), source)
    if not file.mistakes:
        KINDS[place.kind].read(file)
    if place.kind == "objections" and place.language == shop.language and not file.mistakes:
        number = file.data["number"]
        others = (card for card in shop.cards.values() if card.id != place.id)
        if holder := next((card.id for card in others if card.number == number), ""):
            file.add(("number",), _("number {n} is taken by {card}").format(n=number, card=holder))
    file.sort()
    return tuple(file.mistakes)


@transaction
def save_words(shop: Shop, place: Place, source: str, by: int | None, draft: str = "") -> None:
    """Put `source` in use as the shop's own; the draft it was typed in goes. Raises ShopError for a mistake in it."""
    if mistakes := check_words_of(shop, place, source):
        raise ShopError(mistakes[0].sentence)
    path = own_path(shop, place)
    note(by, None, "words.saved", kind=place.kind, id=place.id, language=place.language)
    gone(draft)
    _touching(path, lambda: _write(path, source))


@transaction
def give_up_words(shop: Shop, place: Place, by: int | None, draft: str = "") -> None:
    """Back to the shipped words, or without these if none are shipped; the own copy stays as `.bak`."""
    path = own_path(shop, place)
    note(by, None, "words.given_up", kind=place.kind, id=place.id, language=place.language)
    gone(draft)
    if path.exists():
        _touching(path, lambda: path.replace(path.with_name(f"{path.name}.bak")))


def _write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, source if source.endswith("\n") else f"{source}\n")


def _touching(path: Path, act: Callable[[], object]) -> None:
    try:
        act()
    except OSError as error:
        raise ShopError(
            _("{file} can't be written: {reason}").format(file=path.name, reason=disk_words.reason(error))
        ) from error


def difference(own: str, shipped: str) -> str:
    """How the shop's own words differ from the shipped ones: "3 lines changed, 1 line added"."""
    changed = added = missing = 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, shipped.splitlines(), own.splitlines(), False).get_opcodes():
        if kind != "equal":
            both = min(b - a, d - c)
            changed, missing, added = changed + both, missing + b - a - both, added + d - c - both
    words = (
        ngettext("{n} line changed", "{n} lines changed", changed).format(n=changed) if changed else "",
        ngettext("{n} line added", "{n} lines added", added).format(n=added) if added else "",
        ngettext("{n} line left out", "{n} lines left out", missing).format(n=missing) if missing else "",
    )
    return listed(words) or _("no difference")


def read_id(shop: Shop, kind: str) -> Callable[[str], str]:
    """A reader for the name of a new file of a kind; EntryError unless it can be one and is free."""

    def read(typed: str) -> str:
        id = re.sub(r"[\s_]+", "-", fold(typed).strip().lower())
        if not _ID.fullmatch(id):
            raise EntryError(_("Small letters, digits and hyphens, at most 32, as in festival-2027"))
        if id in _ids(shop, kind):
            raise EntryError(_("{name} is there already: open it in the list.").format(name=id))
        return id

    return read
