"""Makes assets/tables/: how Chinese characters are read, and which simplified one stands for a traditional one.

    python tests/make/tables.py

pypinyin and opencc know far more than the search box needs and are slow to load, so the shop only gets these extracts.
Lines of pinyin.txt: `zhang 张章…` the usual reading; `+yue 乐` another one; `^shan 单` one it has as a surname,
`^yu chi 尉迟` as a surname of two characters. ü is written v. The two lines of simplified.txt answer each other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

TABLES = Path(__file__).parents[2] / "assets" / "tables"

# Readings that only surnames have, and those that surnames have besides the usual one.
SURNAMES = """
    bi 秘贲费 bu 卜 chong 种 fu 宓 ge 盖 gou 句 he 黑 kan 阚 kuo 适 lu 六 ma 么 miao 缪 mu 牟 nai 能 nie 乜 ou 区
    piao 朴 po 繁 qin 覃 qiu 仇 sa 撒 shan 单 shao 召 she 折 shen 谌 wei 隗 xi 郄 xian 洗 xie 解 xin 莘 xun 郇 yao 么
    yu 尉 yue 乐 yun 员 zang 藏 zeng 曾 zha 查 zhai 翟祭 zhu 术
"""
COMPOUND_SURNAMES = "mo qi 万俟,yu chi 尉迟,chan yu 单于,tan tai 澹台,yue zheng 乐正"
# Characters that given names read in two ways, where a phrase book has only one.
GIVEN_NAMES = (
    "cheng 晟 gao 镐 hao 镐 jia 伽 le 乐 long 泷 na 娜 nuo 娜 qian 茜 sheng 晟盛 shuang 泷 xi 茜 yin 圻 yu 蔚 yue 乐"
)
# Forms seen in names that opencc leaves alone.
NAME_FORMS = {"髙": "高", "𠮷": "吉", "徳": "德", "淸": "清", "靑": "青"}
RARE = "𠮷䶮㛃㸌"


def make() -> dict[str, str]:
    """The text of each table by file name."""
    return {"simplified.txt": _simplified_text(), "pinyin.txt": _pinyin_text()}


def _characters() -> list[str]:
    return [*map(chr, range(0x4E00, 0x9FA6)), *RARE]


def _simplified() -> dict[str, str]:
    from opencc import OpenCC

    converters = [OpenCC(name) for name in ("t2s", "hk2s", "tw2s")]
    found = {}
    for char in _characters():
        answers = [NAME_FORMS.get(char, char), *(converter.convert(char) for converter in converters)]
        if other := next((answer for answer in answers if answer != char and len(answer) == 1), None):
            found[char] = other
    return {char: found.get(simple, simple) for char, simple in found.items()}


def _simplified_text() -> str:
    pairs = sorted(_simplified().items())
    return "".join(char for char, _ in pairs) + "\n" + "".join(simple for _, simple in pairs) + "\n"


def _plain(reading: str) -> str:
    """A syllable without its tone; ü as v."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading).translate(_UMLAUT))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_UMLAUT = str.maketrans(dict.fromkeys("üǖǘǚǜ", "v"))


def _usual() -> dict[str, str]:
    """The first reading of each character; a traditional one only where it is read otherwise than its simplified."""
    from pypinyin.pinyin_dict import pinyin_dict

    first = {char: _plain(pinyin_dict[ord(char)].split(",")[0]) for char in _characters() if ord(char) in pinyin_dict}
    simple = _simplified()
    return {char: reading for char, reading in first.items() if first.get(simple.get(char, "")) != reading}


def _others(usual: dict[str, str]) -> dict[str, set[str]]:
    """Readings besides the usual one that are common in a phrase book (3 times and 5 % or more), or in given names."""
    from pypinyin.phrases_dict import phrases_dict

    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in phrases_dict.items():
        if len(phrase) == len(syllables):
            for char, (reading, *_) in zip(phrase, syllables, strict=True):
                seen[char][_plain(reading)] += 1
    found = defaultdict(set)
    for char, counts in seen.items():
        found[char] |= {reading for reading, n in counts.items() if n >= 3 and n * 20 >= counts.total()}
    for reading, char in _pairs(GIVEN_NAMES):
        found[char].add(reading)
    return {char: readings - {usual[char]} for char, readings in found.items() if char in usual}


def _pairs(text: str) -> list[tuple[str, str]]:
    """`"xi 茜郗 na 娜"` as (xi, 茜), (xi, 郗), (na, 娜)."""
    words = text.split()
    return [(reading, char) for reading, chars in zip(words[::2], words[1::2], strict=True) for char in chars]


def _pinyin_text() -> str:
    usual = _usual()
    others = _others(usual)
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for char, reading in usual.items():
        lines[reading].append(char)
    for char, readings in others.items():
        for reading in readings:
            lines[f"+{reading}"].append(char)
    for reading, char in _pairs(SURNAMES):
        if reading not in {usual[char], *others.get(char, ())}:
            lines[f"^{reading}"].append(char)
    for surname in COMPOUND_SURNAMES.split(","):
        *syllables, chars = surname.split()
        lines["^" + " ".join(syllables)].append(chars)
    return "".join(f"{head} {_joined(found)}\n" for head, found in sorted(lines.items(), key=_order))


def _order(line: tuple[str, list[str]]) -> tuple[int, str]:
    return "+^".find(line[0][0]), line[0]


def _joined(found: list[str]) -> str:
    return "".join(sorted(set(found)))


if __name__ == "__main__":
    TABLES.mkdir(parents=True, exist_ok=True)
    for name, text in make().items():
        (TABLES / name).write_text(text, encoding="utf-8", newline="\n")
