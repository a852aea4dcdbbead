"""The shop's folder: counter.toml is read, written without losing a line, refused with a sentence; a till remembers."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.settings import (
    REGIONS,
    Settings,
    SettingsError,
    default_folder,
    read_settings,
    remember,
    till,
    with_language,
    write_settings,
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
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    region=st.sampled_from(REGIONS),
    language=st.sampled_from(["en", "zh_CN"]),
    database=st.sampled_from(["", "/srv/shop.db", "postgresql://mei:p%40ss@till/shop"]),
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, name: str, region: str, language: str, database: str
) -> None:
    settings = Settings(tmp_path_factory.mktemp("shop") / "new", name, region, language, database)
    write_settings(settings)
    assert read_settings(settings.folder) == settings


def test_the_shops_own_lines_and_notes_stay(tmp_path: Path) -> None:
    toml = tmp_path / "counter.toml"
    toml.write_text(
        '# Our shop, by Mei\nname = "Old name"\n'
        "future_setting = [1, 2]  # of a newer version\n\n[printer]\nport = 9100\n",
        "utf-8",
    )
    write_settings(Settings(tmp_path, "金铃", "HK", "zh_CN"))
    text = toml.read_text("utf-8")
    for line in ("# Our shop, by Mei", "future_setting = [1, 2]  # of a newer version", "[printer]", "port = 9100"):
        assert line in text.splitlines()
    assert tomllib.loads(text) == {
        "name": "金铃", "region": "HK", "language": "zh_CN", "future_setting": [1, 2], "printer": {"port": 9100},
    }  # fmt: skip


def test_a_line_of_another_table_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('name = "Golden Bell"\n\n[printer]\nname = "Epson"\n', "utf-8")
    write_settings(Settings(tmp_path, "Golden Bell", "CN", "en"))
    assert tomllib.loads((tmp_path / "counter.toml").read_text("utf-8"))["printer"] == {"name": "Epson"}


def test_a_key_in_quotes_is_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('"name" = "Old"\nregion = "HK"\n', "utf-8")
    write_settings(Settings(tmp_path, "New", "CN", "en"))
    assert read_settings(tmp_path).name == "New"


def test_the_language_is_written_once_the_shop_has_a_name(tmp_path: Path) -> None:
    assert with_language(Settings(tmp_path), "zh_CN").language == "zh_CN"
    assert list(tmp_path.iterdir()) == []
    with_language(Settings(tmp_path, "Golden Bell"), "zh_CN")
    assert read_settings(tmp_path).language == "zh_CN"


def test_notepad_may_put_a_mark_before_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_bytes('\ufeffname = "金铃"\r\nregion = "TW"\r\n'.encode())
    assert (read_settings(tmp_path).name, read_settings(tmp_path).region) == ("金铃", "TW")


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        (b'name = "Golden Bell\n', "counter.toml: .*line 1"),
        (b'name = "a"\nname = "b"\n', "counter.toml: .*line 2"),
        ('name = "金铃"'.encode("gb18030"), "counter.toml: "),
        (b"name = 12\n", "counter.toml: name must be text in quotes"),
        (b'name = "x"\ndatabase = ["a"]\n', "counter.toml: database must be text in quotes"),
        (b'region = "Mars"\n', "counter.toml: region “Mars” is not one of CN, HK, MO, TW, SG, MY, other"),
        (b'language = "fr"\n', "Language “fr” is not known; use en or zh_CN"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, toml: bytes, sentence: str) -> None:
    (tmp_path / "counter.toml").write_bytes(toml)
    with pytest.raises(SettingsError, match=sentence) as refused:
        read_settings(tmp_path)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "counter.toml").read_bytes() == toml


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(Settings(tmp_path, "Golden Bell", "CN", "en", "/srv/shop.db"))
    monkeypatch.setenv("COUNTER_TUI_LANG", "zh_CN")
    assert read_settings(tmp_path).language == "zh_CN"
    assert read_settings(tmp_path, "en").language == "en"
    assert read_settings(tmp_path).place == "/srv/shop.db"
    assert read_settings(tmp_path, database="/mnt/other.db").place == "/mnt/other.db"


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
