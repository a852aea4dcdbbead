"""Chinese typed in Latin letters, in either script, finds the name or the line meant."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import pinyin
from counter_tui.i18n import assets


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("張學友", "张学友"),
        ("劉德華", "刘德华"),
        ("鑽石戒指", "钻石戒指"),
        ("衞徳髙", "卫德高"),
        ("𠮷野", "吉野"),
        ("张晓红", "张晓红"),
        ("Emily 陳", "Emily 陈"),
        ("", ""),
    ],
)
def test_traditional_becomes_simplified(traditional: str, simple: str) -> None:
    assert pinyin.simplify(traditional) == simple


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("张", ("zhang",)),
        ("張", ("zhang",)),
        ("吕", ("lv", "lu")),
        ("女", ("nv", "nu")),
        ("乾", ("qian",)),
        ("干", ("gan",)),
        ("䶮", ("yan",)),
        ("A", ()),
        ("😀", ()),
    ],
)
def test_readings(char: str, expected: tuple[str, ...]) -> None:
    assert pinyin.readings(char) == expected


@pytest.mark.parametrize("given_name", ["茜 qian xi", "娜 na nuo", "晟 sheng cheng", "乐 le yue", "行 xing hang"])
def test_given_names_read_two_ways(given_name: str) -> None:
    char, *syllables = given_name.split()
    assert set(syllables) <= set(pinyin.readings(char))


@pytest.mark.parametrize(
    "surname",
    """单 shan dan|仇 qiu chou|曾 zeng ceng|解 xie jie|查 zha cha|区 ou qu|盖 ge gai|朴 piao pu|翟 zhai di|任 ren|
    华 hua|覃 qin tan|缪 miao mou|乐 yue le|尉 yu wei|洗 xian xi|冼 xian|單 shan dan|葉 ye|謝 xie|纪 ji|那 na|
    臧 zang|折 she zhe|员 yun yuan|种 chong zhong|繁 po fan|秘 bi mi|召 shao zhao|黑 he hei|谌 chen shen|
    尉迟 yu'chi wei'chi|万俟 mo'qi|单于 chan'yu|澹台 tan'tai|长孙 zhang'sun|令狐 ling'hu|欧阳 ou'yang|
    司馬 si'ma|諸葛 zhu'ge|夏侯 xia'hou|皇甫 huang'fu|乐正 yue'zheng""".replace("\n", "").split("|"),
)
def test_surnames_are_read_as_surnames_and_as_usual(surname: str) -> None:
    chars, *ways = surname.split()
    found = pinyin.spellings(chars + "英")
    assert {(*way.split("'"), "ying") for way in ways} <= found


def test_a_surname_reading_is_for_surnames_only() -> None:
    assert pinyin.spellings("王解") == {("wang", "jie")}


def test_spellings_of_latin_and_mixed_names() -> None:
    assert pinyin.spellings("Zoë O’Neil") == {("zoe", "oneil")}
    assert pinyin.spellings("陈Emily") == {("chen", "emily")}
    assert pinyin.spellings("[/]") == set()


@given(st.text(max_size=60))
def test_any_name_is_spelt_in_few_ways_of_one_length(name: str) -> None:
    found = pinyin.spellings(name)
    assert len(found) <= 24
    assert {len(way) for way in found} <= {len(pinyin.units(name))}
    assert all(all(way) for way in found)


@given(st.text())
def test_simplifying_keeps_the_length_and_settles(text: str) -> None:
    simple = pinyin.simplify(text)
    assert len(simple) == len(text)
    assert pinyin.simplify(simple) == simple


@pytest.mark.parametrize(
    ("text", "letters"), [("张小红", "zxh"), ("Emily Carter", "ec"), ("陈 Emily", "ce"), ("18K 金", "1j"), ("[/]", "")]
)
def test_initials(text: str, letters: str) -> None:
    assert pinyin.initials(text) == letters


@pytest.mark.parametrize(
    ("text", "typed", "fit"),
    [
        ("太贵了", "太贵了", 3),
        ("太贵了", "taiguile", 3),
        ("太贵了", "tgl", 3),
        ("太贵了", "太貴", 2),
        ("太貴了", "太贵", 2),
        ("太贵了", "taig", 2),
        ("太贵了", "tgui", 2),
        ("太贵了", "太gui", 2),
        ("太贵了", "tai gui", 2),
        ("太贵了", "gui", 1),
        ("太贵了", "贵 了", 1),
        ("太贵了", "TAIGUI", 2),
        ("太贵了", "ｔａｉ", 2),
        ("太贵了", "taigue", 0),
        ("太贵了", "贵太", 0),
        ("重新考虑", "chongx", 2),
        ("重量", "zhl", 3),
        ("旅行", "lvxin", 2),
        ("旅行", "luxin", 2),
        ("旅行", "lüxin", 2),
        ("Too dear", "too", 2),
        ("Too dear", "dear", 1),
        ("Too dear", "de to", 1),
        ("Too dear", "toodear", 3),
        ("Too dear", "ear", 0),
        ("Too dear", "td", 1),
        ("Mei Lin", "ml", 1),
        ("Mei Lin", "M L", 1),
        ("Mei Lin Tan", "ml", 1),
        ("Wei Chen", "wc", 1),
        ("Wei Chen", "we", 2),
        ("Wei Chen", "wcx", 0),
        ("Wei Chen", "cw", 0),
        ("Emily 陈", "ec", 1),
        ("Mei 0 Lin", "m0", 0),
        ("Café crème", "creme", 1),
        ("18K 黄金", "18k", 2),
        ("18K 黄金", "huang", 1),
        ("18K 黃金", "k", 0),
        ("太贵了", "", 1),
        ("太贵了", "  ", 1),
        ("太贵了", "[/]", 0),
        ("", "a", 0),
    ],
)
def test_a_line_of_a_list_is_matched(text: str, typed: str, fit: int) -> None:
    assert pinyin.matches(text, typed) == fit


@given(st.text(max_size=80), st.text(max_size=200))
def test_matching_takes_any_text(text: str, typed: str) -> None:
    assert pinyin.matches(text, typed) in (0, 1, 2, 3)


def test_matching_a_very_long_text_ends() -> None:
    assert pinyin.matches("安啊" * 300, "an" * 1_000_000) in (0, 1, 2)


def test_the_committed_tables_are_what_the_script_makes() -> None:
    made = runpy.run_path(str(Path(__file__).parent / "make" / "tables.py"))["make"]()
    assert {name: (assets() / "tables" / name).read_text("utf-8") for name in made} == made
