"""Made-up customers as a chain of jewellery shops has them: any number, each from its own number alone, so that a test
can name the customer it looks for without asking the records.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

TODAY = dt.date(2026, 11, 21)
"""The day every made-up shop stands on."""

YEARS_BACK = 6
STYLES = 3000
CLERKS = 40

# Share of the population in percent.
_SURNAMES = """
    王7.25 李7.19 张6.83 刘5.38 陈4.53 杨3.08 黄2.23 赵2.29 吴2.05 周2.12 徐1.67 孙1.54 马1.29 朱1.26 胡1.31 郭1.15
    何1.17 林1.18 高1.10 罗0.95 郑0.93 梁0.84 谢0.72 宋0.81 唐0.65 许0.66 韩0.68 冯0.64 邓0.62 曹0.60 彭0.58 曾0.58
    肖0.56 田0.52 董0.58 袁0.54 潘0.50 于0.54 蒋0.53 蔡0.52 余0.50 杜0.47 叶0.49 程0.57 苏0.46 魏0.45 吕0.45 丁0.42
    任0.42 沈0.41 姚0.39 卢0.39 姜0.38 崔0.38 钟0.38 谭0.38 陆0.37 汪0.36 范0.36 金0.35 石0.34 廖0.34 贾0.33 夏0.33
    韦0.32 付0.32 方0.32 白0.31 邹0.31 孟0.30 熊0.30 秦0.30 邱0.29 江0.29 尹0.28 薛0.27 闫0.27 段0.26 雷0.26 侯0.25
    龙0.25 史0.24 陶0.24 黎0.23 贺0.23 顾0.23 毛0.22 郝0.22 龚0.22 邵0.22 万0.21 钱0.20 严0.20 覃0.20 武0.19 戴0.19
    莫0.18 孔0.18 向0.18 汤0.18 欧阳0.07 单0.05 解0.04 仇0.03 查0.02 区0.02 尉迟0.01 上官0.01 司马0.01
"""
_GIVEN = (
    "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国文志海燕春梅婷雪琴云峰龙凤莲淑珍晓小慧美玲"
    "佳欣怡子涵宇轩浩然梓雨桐诗思梦瑶嘉俊豪博立新成东生林波鹏飞辉斌宁宏亮健凯鑫倩莉萍蓉颖璐丹洁茜倩露琳琪"
    "瑞祥福贵德仁义和庆荣昌盛永久长青山水石松柏竹菊荷秋冬夏月星辰阳光天一可心安康乐若如意清香雅韵"
)
_ROMAN = (
    "Chan Wong Lam Cheung Ho Lau Leung Ng Chow Kwok Tsang Yip Lee Tan Lim Teo Goh Ong Koh Chua Ang Wu Fung Mak Poon"
)
_ROMAN_GIVEN = (
    "Ka Wai Siu Ling Man Kit Yan Mei Hui Min Jie Xin Yi Wing Sze Hoi Chi Fai Kin Lai Fong Yuk Pui Shan Boon Huat Kah"
)
_ENGLISH = (
    "Emily Jason Amy Kelvin Joyce Winnie Peter Mandy Ivy Raymond Cherry Eric Carmen Vivian Alan Siobhán Zoë Karen"
)
_OTHERS = "Rajesh Kumar|Nurul Aisyah|Fatimah Ismail|Siti Aminah|Priya Nair|Anna Fraser-Lee|Siobhán O'Neil|Muthu Samy"
_TRADITIONAL = str.maketrans(
    "张刘陈杨黄赵吴孙马罗郑谢许韩冯邓叶苏吕卢钟谭陆汪贾邹阎龙贺顾龚万钱严汤欧阳丽艳杰娟涛刚桂华兰红国",
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧葉蘇呂盧鐘譚陸汪賈鄒閻龍賀顧龔萬錢嚴湯歐陽麗艷傑娟濤剛桂華蘭紅國",
)
_MOBILE = ("138", "139", "136", "137", "135", "150", "158", "159", "186", "188", "189", "177", "133", "199")
_REGIONS = (("CN", 80), ("HK", 8), ("MO", 2), ("TW", 5), ("SG", 5))
PIECES = (
    ("ring", "au750", "diamond", "18K"), ("bangle", "au999", "", "ZJ"), ("chain", "pt950", "", "PT"),
    ("earring", "ag925", "pearl", "S"), ("pendant", "au999", "jade", "F"), ("ring", "pt950", "diamond", "D"),
)  # fmt: skip
"""Kind, metal, stone, and how the style ends."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase of one piece."""

    day: dt.date
    invoice: str
    style: str
    certificate: str
    engraving: str
    piece: int
    grams: str
    price: int


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: number `n` from 1, phones in E.164, purchases by day; `seen` is the last day served."""

    n: int
    name: str
    region: str
    phones: tuple[str, ...]
    birthday: tuple[int, int] | None
    bought: tuple[Bought, ...]
    seen: dt.date


class _Choice:
    """Draws by weight."""

    def __init__(self, weighted: Sequence[tuple[str, float]]) -> None:
        self._names = [name for name, _ in weighted]
        self._sums = list(accumulate(weight for _, weight in weighted))

    def __call__(self, rng: random.Random) -> str:
        return rng.choices(self._names, cum_weights=self._sums)[0]


def _falling(names: Sequence[str]) -> _Choice:
    """The first names far more often than the last, as it is with given names."""
    return _Choice([(name, 1 / (rank + 8)) for rank, name in enumerate(names)])


_surname = _Choice([(entry.rstrip("0123456789."), float(entry.lstrip("".join({*entry} - {*"0123456789."}))))
                    for entry in _SURNAMES.split()])  # fmt: skip
_given, _roman = _falling(_GIVEN), _falling(_ROMAN.split())
_roman_given, _english, _region = _falling(_ROMAN_GIVEN.split()), _falling(_ENGLISH.split()), _Choice(_REGIONS)
_rng = random.Random()


@lru_cache(maxsize=4096)
def person(n: int) -> Person:
    """The customer of this number, the same every time."""
    rng = _rng
    rng.seed(n * 7919 + 13)
    region = _region(rng)
    name = _name(rng, region)
    phones = [_phone(rng, region)]
    if rng.random() < 0.12:
        phones.append(_phone(rng, region))
    birthday = (rng.randint(1, 12), rng.randint(1, 28)) if rng.random() < 0.6 else None
    many = min(1 + int(rng.expovariate(1.0)), 6)
    days = sorted(int(YEARS_BACK * 365 * rng.random() ** 1.4) for _ in range(many))
    bought = tuple(_bought(rng, n, at, TODAY - dt.timedelta(days=back)) for at, back in enumerate(reversed(days)))
    seen = TODAY - dt.timedelta(days=min(days[0], int(rng.random() * 400)))
    return Person(n, name, region, tuple(phones), birthday, bought, seen)


def _name(rng: random.Random, region: str) -> str:
    kind = rng.random()
    if region == "SG" or (region in ("HK", "MO") and kind < 0.5):
        if kind < 0.12:
            return rng.choice(_OTHERS.split("|"))
        if kind < 0.3:
            return f"{_english(rng)} {_roman(rng)}"
        return f"{_roman(rng)} {_roman_given(rng)} {_roman_given(rng)}"
    name = _surname(rng) + _given(rng) + (_given(rng) if rng.random() < 0.82 else "")
    return name if region == "CN" else name.translate(_TRADITIONAL)


def _phone(rng: random.Random, region: str) -> str:
    if region == "CN":
        return f"+86{rng.choice(_MOBILE)}{rng.randrange(10**8):08d}"
    if region == "HK":
        return f"+852{rng.choice('569')}{rng.randrange(10**7):07d}"
    if region == "MO":
        return f"+8536{rng.randrange(10**7):07d}"
    if region == "TW":
        return f"+8869{rng.randrange(10**8):08d}"
    return f"+65{rng.choice('89')}{rng.randrange(10**7):07d}"


def _bought(rng: random.Random, n: int, at: int, day: dt.date) -> Bought:
    piece = rng.randrange(len(PIECES))
    kind = rng.random()
    certificate = ""
    if kind < 0.35:
        certificate = f"NGTC {rng.randrange(10**10):010d}"
    elif kind < 0.5:
        certificate = f"GTC{rng.randrange(10**9):09d}"
    elif kind < 0.6:
        certificate = f"GIA {rng.randrange(10**9) + 10**9}"
    engraving = f"{_given(rng)}{_given(rng)} LOVE" if rng.random() < 0.03 else ""
    style = f"R{rng.randrange(STYLES):04d}-{PIECES[piece][3]}"
    grams = f"{rng.uniform(1, 30):.3f}"
    return Bought(day, f"{day:%y%m%d}{n % 1000:03d}{at}", style, certificate, engraving, piece, grams,
                  rng.randrange(800, 30000))  # fmt: skip
