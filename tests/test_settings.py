"""The shop's folder: counter.toml is read, written without losing a line, refused with a sentence; a till remembers."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import tomltext
from counter_tui.settings import (
    REGIONS,
    THEMES,
    Settings,
    SettingsError,
    change_settings,
    default_folder,
    place_fault,
    read_settings,
    remember,
    till,
    with_language,
    without_password,
    write_settings,
    write_whole,
)


@pytest.fixture(autouse=True)
def _english_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "COUNTER_TUI_LANG", "COUNTER_TUI_SHOP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


# counter.toml


def test_an_empty_folder_asks_for_a_first_start(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings == Settings(tmp_path)
    assert settings.place == str(tmp_path / "shop.db")


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    region=st.sampled_from(REGIONS),
    language=st.sampled_from(["en", "zh_CN"]),
    database=st.sampled_from(["", "/srv/shop.db", "postgresql://mei:p%40ss@till/shop"]),
    theme=st.sampled_from(THEMES),
    idle_minutes=st.integers(0, 240),
    backup=st.sampled_from(["", "/mnt/disk", "D:\\copies", "~/备份"]),
    plain=st.booleans(),
)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, **chosen: Any) -> None:
    settings = Settings(tmp_path_factory.mktemp("shop") / "new", **chosen)
    write_settings(settings)
    assert read_settings(settings.folder) == settings


OURS = """\
# Our shop, by Mei
name = "Old name"   # on the sign since 1998
idle_minutes = 5 # the owner wants it

[keys]
"form.save" = "f7" # as on the old till
# name = "not this one"
"""


def test_the_shops_own_lines_and_notes_stay(tmp_path: Path) -> None:
    toml = tmp_path / "counter.toml"
    toml.write_text(OURS, "utf-8")
    change_settings(read_settings(tmp_path), name="金铃", theme="light", idle_minutes=0)
    assert toml.read_text("utf-8") == OURS.replace('"Old name"', '"金铃"').replace(
        "= 5 # the owner wants it\n", '= 0 # the owner wants it\ntheme = "light"\n'
    )


def test_only_what_is_changed_is_written(tmp_path: Path) -> None:
    """What the command line said for once does not get into the file by the way."""
    write_settings(Settings(tmp_path, "Golden Bell", "CN", "en"))
    settings = change_settings(read_settings(tmp_path, "zh_CN", "/mnt/other.db"), theme="contrast")
    assert (settings.theme, settings.database, settings.language) == ("contrast", "/mnt/other.db", "zh_CN")
    assert tomllib.loads((tmp_path / "counter.toml").read_text("utf-8")) == {
        "name": "Golden Bell", "region": "CN", "language": "en", "theme": "contrast",
    }  # fmt: skip


def test_a_file_of_notepad_keeps_its_line_ends(tmp_path: Path) -> None:
    toml = tmp_path / "counter.toml"
    toml.write_bytes('\ufeffname = "金铃"\r\n# 门店\r\nregion = "TW"\r\n'.encode())
    change_settings(read_settings(tmp_path), region="HK", plain=True)
    assert toml.read_bytes() == 'name = "金铃"\r\n# 门店\r\nregion = "HK"\r\nplain = true\r\n'.encode()


def test_a_line_of_another_table_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('[keys]\nname = "f2"\n', "utf-8")
    settings = write_settings(Settings(tmp_path, "Golden Bell", "CN", "en"))
    assert read_settings(tmp_path) == replace(settings, keys={"name": "f2"})


def test_keys_may_be_written_with_or_without_quotes(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('[keys]\n"app.find" = "f7"\nform.save = "f3"\n', "utf-8")
    assert read_settings(tmp_path).keys == {"app.find": "f7", "form.save": "f3"}


def test_a_file_with_a_mistake_is_left_to_whoever_made_it(tmp_path: Path) -> None:
    toml = tmp_path / "counter.toml"
    toml.write_text('name = "Golden Bell"\nregoin = "HK"\n', "utf-8")
    for write in (
        lambda: write_settings(Settings(tmp_path, "x")),
        lambda: change_settings(Settings(tmp_path), plain=True),
    ):
        with pytest.raises(SettingsError, match="line 2"):
            write()
    assert toml.read_text("utf-8") == 'name = "Golden Bell"\nregoin = "HK"\n'


def test_a_line_that_nothing_can_be_put_into_is_left_to_be_changed_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_settings(Settings(tmp_path, "Golden Bell"))
    before = (tmp_path / "counter.toml").read_bytes()

    def unforeseen(source: str, _path: object, _value: object) -> str:
        raise ValueError(source)

    monkeypatch.setattr(tomltext, "with_value", unforeseen)
    with pytest.raises(SettingsError, match=r"counter\.toml: theme is written in a way that has to be changed by hand"):
        change_settings(settings, theme="light")
    assert (tmp_path / "counter.toml").read_bytes() == before


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(Settings(tmp_path, "Golden Bell"))
    before = (tmp_path / "counter.toml").read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        change_settings(read_settings(tmp_path), name="Silver Bell")
    assert [path.name for path in tmp_path.iterdir()] == ["counter.toml"]
    assert (tmp_path / "counter.toml").read_bytes() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text("", "utf-8")
    (tmp_path / "link.toml").symlink_to("shared.toml")
    write_whole(tmp_path / "link.toml", "plain = true\n")
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "shared.toml").read_text("utf-8") == "plain = true\n"


def test_a_folder_that_cannot_be_written_stops_neither_language_nor_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_settings(Settings(tmp_path, "Golden Bell"))

    def read_only(_descriptor: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fsync", read_only)
    assert with_language(settings, "zh_CN") == (replace(settings, language="zh_CN"), "")
    remember(settings, clerk=2)
    assert len(till(settings)["id"]) == 12


def test_a_key_in_quotes_is_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('"name" = "Old"\nregion = "HK"\n', "utf-8")
    write_settings(Settings(tmp_path, "New", "CN", "en"))
    assert read_settings(tmp_path).name == "New"


def test_the_language_is_written_once_the_shop_has_a_name(tmp_path: Path) -> None:
    assert with_language(Settings(tmp_path), "zh_CN") == (Settings(tmp_path, language="zh_CN"), "")
    assert list(tmp_path.iterdir()) == []
    with_language(Settings(tmp_path, "Golden Bell"), "zh_CN")
    assert read_settings(tmp_path).language == "zh_CN"


def test_notepad_may_put_a_mark_before_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_bytes('\ufeffname = "金铃"\r\nregion = "TW"\r\n'.encode())
    assert (read_settings(tmp_path).name, read_settings(tmp_path).region) == ("金铃", "TW")


WRONG = [
    (b'name = "Golden Bell\n', 1, "a quotation mark is opened and never closed on this line"),
    (b'name = "a"\nname = "b"\n', 2, "this key stands in the file twice"),
    (b'name = "a"\n\nregion HK\n', 3, "expected key = value"),
    ('# 店\nname = "金铃"'.encode("gb18030"), 1, "save the file as UTF-8"),
    (b"name = 12\n", 1, "name must be text in quotes"),
    (b'name = "x"\ndatabase = ["a"]\n', 2, "database must be text in quotes"),
    (b'name = "x"\ndatabase = "postgres:/bad"\n', 2, "The records' place is neither a file nor a right address"),
    (b'name = "x"\nbackup = 5\n', 2, "backup must be text in quotes"),
    (b'\nregion = "Mars"\n', 2, "region: “Mars” is not one of CN, HK, MO, TW, SG, MY, other"),
    (b'language = "fr"\n', 1, "language: “fr” is not one of en, zh_CN"),
    (b'theme = "pink"\n', 1, "theme: “pink” is not one of dark, light, contrast, colour-blind"),
    (b"theme = 3\n", 1, "theme: “3” is not one of"),
    (b"idle_minutes = 241\n", 1, "idle_minutes: expected a whole number of minutes from 0 to 240"),
    (b"idle_minutes = -1\n", 1, "idle_minutes: expected"),
    (b"idle_minutes = 2.5\n", 1, "idle_minutes: expected"),
    (b"idle_minutes = true\n", 1, "idle_minutes: expected"),
    (b'plain = "no"\n', 1, "plain: expected true or false"),
    (b'name = "x"\nidle_minuets = 5\n', 2, "unknown key idle_minuets; did you mean idle_minutes?"),
    (b"\n[printer]\nport = 9100\n", 2, "unknown key printer; known are: name, region"),
    (b'keys = "f2"\n', 1, "keys: expected a table"),
    (b'[keys]\n"app.find" = "f3"\nform.save = 2\n', 3, 'form.save: expected a key in quotes, such as "f2"'),
    (b"plain = 1\nname = 2\n", 1, "plain"),
]


@pytest.mark.parametrize(("toml", "line", "sentence"), WRONG)
def test_a_wrong_file_is_one_sentence_with_its_line(tmp_path: Path, toml: bytes, line: int, sentence: str) -> None:
    (tmp_path / "counter.toml").write_bytes(toml)
    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)
    assert str(refused.value).startswith(f"counter.toml, line {line}: ")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "counter.toml").read_bytes() == toml


@pytest.mark.parametrize("mistake", [b"plain = 3\n", b"plain = \n", "# 店\n".encode("gb18030")])
def test_a_mistake_is_told_in_the_language_of_the_shop(tmp_path: Path, mistake: bytes) -> None:
    (tmp_path / "counter.toml").write_bytes(b'language = "zh_CN" # ours\n' + mistake)
    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)
    assert refused.value.language == "zh_CN"


def test_a_language_of_the_environment_that_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTER_TUI_LANG", "fr")
    with pytest.raises(SettingsError, match="Language “fr” is not known; use en or zh_CN"):
        read_settings(tmp_path)


def test_copies_go_to_the_shops_folder_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mei")
    places = {"": tmp_path / "backups", "../b": tmp_path / "../b", "/mnt/b": Path("/mnt/b"), "~/b": Path("/home/mei/b")}
    assert {told: Settings(tmp_path, backup=told).backups for told in places} == places


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(Settings(tmp_path, "Golden Bell", "CN", "en", "/srv/shop.db"))
    monkeypatch.setenv("COUNTER_TUI_LANG", "zh_CN")
    assert read_settings(tmp_path).language == "zh_CN"
    assert read_settings(tmp_path, "en").language == "en"
    assert read_settings(tmp_path).place == "/srv/shop.db"
    assert read_settings(tmp_path, database="/mnt/other.db").place == "/mnt/other.db"


def test_an_address_is_shown_without_its_password_and_is_told_from_a_file() -> None:
    shown = "postgresql://mei@10.0.0.5:5432/shop"
    assert without_password("postgresql://mei:se:cr@t@10.0.0.5:5432/shop?sslmode=require") == shown
    assert "secret" not in place_fault("postgresql://mei:secret@10.0.0.5:notaport/shop")
    for right in (shown, "postgres:///shop?host=/tmp", "shop.db", "/srv/a:b.db", "C:\\shop.db", "./a:b"):
        assert place_fault(right) == ""


def test_without_any_word_the_language_is_the_pcs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for value, language in {"zh_TW.UTF-8": "zh_CN", "zh_CN.GB18030": "zh_CN", "de_DE.UTF-8": "en", "C": "en"}.items():
        monkeypatch.setenv("LANG", value)
        assert read_settings(tmp_path).language == language


def test_the_shop_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert default_folder().name == "counter-tui"
    monkeypatch.setenv("COUNTER_TUI_SHOP", "~/shops/bell")
    assert default_folder() == tmp_path / "shops" / "bell"


# What a till remembers


def test_a_till_keeps_its_id_and_what_it_is_told(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "Golden Bell")
    first = till(settings)["id"]
    remember(settings, clerk=2)
    remember(settings, printer="Epson")
    assert till(settings) == {"id": first, "clerk": 2, "printer": "Epson"}
    assert len(first) == 12


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe", b"null"])
def test_a_spoilt_memory_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "till.json").write_bytes(content)
    settings = Settings(tmp_path, "Golden Bell")
    assert till(settings).keys() == {"id"}
    assert json.loads((tmp_path / "till.json").read_text("utf-8")) == till(settings)


def test_two_tills_of_one_shop_are_told_apart(tmp_path: Path) -> None:
    ids = {till(Settings(tmp_path / name, "Golden Bell"))["id"] for name in ("left", "right")}
    assert len(ids) == 2
    assert not (tmp_path / "left").exists(), "a folder that is not there yet is not made by looking"
