"""The people, pieces and words of a made-up shop. Chance decides by number: both languages tell the same story."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from counter_tui.shop.customers import CustomerEntry, DateEntry
from counter_tui.shop.entry.choices import TEMPERAMENTS
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import PhoneEntry, read_phone
from counter_tui.shop.sales import PieceEntry

Words = tuple[str, str]
"""The same in English and in Chinese."""

SHOP_NAME: Words = ("Golden Bell", "金铃珠宝")
CLERKS: tuple[Words, ...] = (("Mei Lin", "林梅"), ("Wei Chen", "陈伟"), ("Anna Tan", "谭安娜"))

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹彭萧蔡潘田董袁于余叶"
_POLYPHONIC = "单仇曾解查任区盖乐华"
_WOMEN = "晓红丽娟敏静雅婷慧玲雪梅芳琳悦怡欣颖佳文玉兰蕾思琪月云霞燕"
_MEN = "伟强磊军勇杰涛明超辉建国志鹏浩宇晨峰斌波凯旭东海林毅俊文"
_TRADITIONAL = (
    ("陳麗華", "f"), ("黃國強", "m"), ("劉詠詩", "f"), ("鄭嘉儀", "f"), ("張學敏", "f"), ("葉麗儀", "f"),
    ("趙偉傑", "m"),
    ("蕭淑芬", "f"), ("盧潔瑩", "f"), ("歐陽穎", "f"), ("譚詠賢", "m"), ("蘇慧倫", "f"), ("馬寶儀", "f"),
    ("羅啟銳", "m"),
)  # fmt: skip
_LATIN = (
    ("Zoë Carter", "f"), ("Sean O'Neil", "m"), ("Emily Chan", "f"), ("Tan Mei Ling", "f"), ("Lim Wei Jie", "m"),
    ("Priya Nair", "f"), ("Grace Wong", "f"), ("Marc Lefèvre", "m"), ("Nurul Aisyah", "f"), ("Kelvin Ho", "m"),
    ("Hannah Schäfer", "f"), ("Rachel Ng", "f"), ("Zhang Xiaohong", "f"), ("David Lee", "m"), ("Siti O'Hara", "f"),
)  # fmt: skip
_MOBILES = ("135", "136", "137", "138", "139", "150", "158", "159", "177", "186", "187", "188")

_TASTES: tuple[Words, ...] = (
    ("plain gold, nothing heavy", "素金，不要太重"), ("small diamonds, white gold", "小钻，白K金"),
    ("jade bangles", "翡翠手镯"), ("classic, wears it every day", "经典款，天天戴"),
    ("old-craft gold", "古法金"), ("pearls, short necklaces", "珍珠，短款项链"),
)  # fmt: skip
_OCCUPATIONS: tuple[Words, ...] = (
    ("teacher", "教师"), ("nurse", "护士"), ("accountant", "会计"), ("runs a tea shop", "开茶叶店"),
    ("engineer", "工程师"), ("retired", "退休"), ("designer", "设计师"), ("bank clerk", "银行职员"),
)  # fmt: skip
_HOBBIES: tuple[Words, ...] = (
    ("hiking", "爬山"), ("square dancing", "广场舞"), ("piano", "钢琴"), ("travel", "旅行"), ("baking", "烘焙"),
)  # fmt: skip
_ALLERGIES: tuple[Words, ...] = (
    ("nickel", "镍过敏"),
    ("silver plating", "镀银过敏"),
    ("nickel and cobalt", "镍、钴过敏"),
)
_HOURS: tuple[Words, ...] = (
    ("after 17:00", "下午五点以后"), ("weekday mornings", "工作日上午"), ("weekends", "周末"),
    ("10:00-11:30", "十点到十一点半"),
)  # fmt: skip
_MARKS: tuple[Words, ...] = (
    ("short hair, round glasses", "短发，圆框眼镜"), ("comes with the daughter", "常带女儿来"),
    ("tall, speaks softly", "个子高，说话轻"), ("red bag", "常背红色包"),
)  # fmt: skip
WHY_NOT: tuple[Words, ...] = (
    ("wants to ask at home first", "要先和家里商量"), ("still comparing prices", "还在比价"),
    ("no size that fits", "没有合适的手寸"), ("waits for the new models", "想等新款"), ("was only passing", "顺路看看"),
)  # fmt: skip
LOOKED_AT: tuple[Words, ...] = (
    ("wedding rings", "对戒"), ("gold bangle", "黄金手镯"), ("diamond pendant", "钻石吊坠"),
    ("jade bangle", "翡翠手镯"),
)  # fmt: skip
SALE_NOTES: tuple[Words, ...] = (
    ("chosen together with the family", "和家人一起挑的"), ("for the wedding in autumn", "为秋天的婚礼准备"),
    ("paid with the old piece in part", "旧饰折抵一部分"), ("wore it home", "当场戴走"),
)  # fmt: skip
REQUESTS: tuple[Words, ...] = (
    ("resize before New Year", "年前改一下手寸"), ("send photos of the new pendants", "发新款吊坠图片"),
    ("tell when the bangle is in", "手镯到货通知"), ("polish at the next visit", "下次来抛光"),
)  # fmt: skip
POSTPONED: tuple[Words, ...] = (
    ("asked us to call later this week", "请我们过几天再打"), ("is travelling", "出差中"),
    ("on night shift this week", "这周上夜班"),
)  # fmt: skip
SAID: dict[str, tuple[Words, ...]] = {
    "first": (
        ("wears it every day, very happy", "天天戴，很满意"), ("a little loose in the morning", "早上有点松"),
        ("colleagues like it", "同事都说好看"), ("asked how to keep it from scratches", "问怎样避免刮花"),
    ),
    "second": (
        ("no questions, will come for a cleaning", "没有问题，会来清洗"),
        ("asked about the matching earrings", "问同款耳钉"),
        ("the clasp is stiff, will bring it", "扣子有点紧，会拿来看"), ("all well", "一切都好"),
    ),
    "cleaning": (
        ("will come on Saturday", "周六过来"), ("is busy, comes next month", "最近忙，下个月来"),
        ("glad that it is free", "知道是免费的，很高兴"),
    ),
    "check": (
        ("no stone loose, will come by", "没发现松动，会过来检查"), ("brings it with the ring", "和戒指一起拿来"),
    ),
    "birthday": (("was pleased to hear from us", "很高兴收到祝福"), ("celebrates with the family", "和家人一起过")),
    "anniversary": (("dinner for two tonight", "今晚两个人吃饭"), ("thanked us for remembering", "谢谢我们记得")),
    "regular": (
        ("looks for a present for the parents", "想给父母选礼物"), ("moved to a new flat", "搬了新家"),
        ("daughter marries next year", "女儿明年结婚"), ("asked for the gold price", "问今天金价"),
    ),
    "visit": (
        ("still thinking, not against it", "还在考虑，没有拒绝"), ("comes again at the weekend", "周末再来"),
    ),
}  # fmt: skip
CARDS = ("too-dear", "let-me-think", "ask-family", "cheaper-online", "gold-may-fall", "quality", "trade-in-fees")


@dataclass(frozen=True)
class _Line:
    """What a counter has of one kind: weight in grams and carat from and to, price per carat or, for jade, piece."""

    kind: str
    metal: str
    stone: str
    grams: tuple[float, float]
    carat: tuple[float, float] = (0, 0)
    stone_price: int = 0
    name: Words = ("", "")


_CARATS_A_GRAM = 5
_GOLD_PRICE = {"au": 1012, "pt": 338, "k1": 770, "ag": 12, "no": 0}
_LINES = (
    _Line("ring", "k18w", "diamond", (2, 4), (0.3, 1.2), 26000),
    _Line("ring", "pt950", "none", (3, 6)),
    _Line("ring", "k18r", "ruby", (2, 4), (0.4, 1.5), 9000),
    _Line("pendant", "k18", "sapphire", (1, 3), (0.5, 2), 6000),
    _Line("pendant", "au999", "none", (2, 9)),
    _Line("pendant", "k18w", "emerald", (1, 3), (0.3, 1.1), 15000),
    _Line("necklace", "au999", "none", (8, 28)),
    _Line("necklace", "k18", "pearl", (1, 4), (20, 40), 220),
    _Line("bracelet", "au9999", "none", (6, 18)),
    _Line("bracelet", "none", "nephrite", (12, 30), (1, 1), 2600),
    _Line("bangle", "au999", "none", (20, 45)),
    _Line("bangle", "none", "jadeite", (40, 62), (1, 1), 18800),
    _Line("earrings", "pt950", "pearl", (2, 4), (4, 9), 300),
    _Line("earrings", "k18w", "diamond", (1, 3), (0.2, 0.6), 21000),
    _Line("chain", "pt950", "none", (4, 9)),
    _Line("brooch", "k18r", "tourmaline", (4, 9), (1, 4), 1500),
    _Line("anklet", "ag925", "none", (4, 9)),
    _Line("set", "au999", "none", (30, 60)),
    _Line("loose_stone", "none", "diamond", (0, 0), (0.5, 1.5), 30000),
    _Line("gold_bar", "au9999", "none", (10, 50)),
    _Line("other", "ag999", "none", (20, 80), name=("silver chopsticks", "银筷子")),
)
_COMMON = (9, 5, 3, 3, 8, 2, 8, 4, 6, 2, 6, 3, 4, 5, 3, 1, 1, 2, 1, 2, 1)
_LABS = {"diamond": ("gia", "ngtc"), "jadeite": ("ngtc", "gtc"), "nephrite": ("ngtc",)}


def somebody(random: Random, language: int, opened: dt.date) -> CustomerEntry:
    """A customer whose file is opened on `opened`, with whatever a clerk may know of them."""
    name, sex = _name(random)
    temperament = random.choice(TEMPERAMENTS).code
    known = {
        "taste": _maybe(random, 0.5, _TASTES, language),
        "occupation": _maybe(random, 0.4, _OCCUPATIONS, language),
        "hobbies": _maybe(random, 0.3, _HOBBIES, language),
        "allergies": _maybe(random, 0.07, _ALLERGIES, language),
        "best_hours": _maybe(random, 0.3, _HOURS, language),
        "recognise": _maybe(random, 0.3, _MARKS, language),
    }
    return CustomerEntry(
        name=name,
        sex=sex,
        phones=_phones(random),
        dates=_dates(random),
        first_visit=opened,
        temperament=temperament if random.random() < 0.6 else "",
        ring_mm=Decimal(random.randrange(1400, 1950, 25)) / 100 if random.random() < 0.4 else None,
        wechat=f"wx{random.randrange(10**7):07d}" if random.random() < 0.3 else "",
        promotion=random.choices((True, False, None), (55, 10, 35))[0],
        **known,
    )


def uuid(random: Random) -> str:
    """A name for a row that comes out the same each time."""
    return f"{random.getrandbits(128):032x}"


def pieces(random: Random, language: int) -> tuple[PieceEntry, ...]:
    """What one sale puts into the bag: a piece, now and then two."""
    return tuple(_piece(random, language) for _n in range(2 if random.random() < 0.15 else 1))


def _piece(random: Random, language: int) -> PieceEntry:
    line = random.choices(_LINES, _COMMON)[0]
    weight = Decimal(round(random.uniform(*line.grams) * 1000)) / 1000
    gold_price = Decimal(_GOLD_PRICE[line.metal[:2]] + random.randint(-30, 30) * (line.metal[:2] == "au"))
    carat = Decimal(round(random.uniform(*line.carat) * 100)) / 100
    loose = line.kind == "loose_stone"
    sum_of_parts = weight * gold_price + carat * line.stone_price * Decimal(round(random.uniform(0.7, 1.4), 2))
    labour = Decimal(random.randrange(80, 900, 20))
    certified = line.stone != "none" or random.random() < 0.3
    ring = line.kind == "ring"
    return PieceEntry(
        kind=line.kind,
        style=f"{line.kind[0].upper()}{random.randrange(10000):04d}",
        name=line.name[language],
        metal=line.metal,
        weight=carat / _CARATS_A_GRAM if loose else weight,
        stone=line.stone,
        carat=carat if carat and (loose or (line.metal != "none" and line.stone != "pearl")) else None,
        lab=random.choice(_LABS.get(line.stone, ("ngtc", "gtc", "igi"))) if certified else "",
        certificate=f"{random.randrange(10**9, 10**10)}" if certified else "",
        ring_mm=Decimal(random.randrange(1400, 1950, 25)) / 100 if ring else None,
        engraving=random.choice(("LOVE", "520", "永结同心", "W&L", "2·14")) if ring and random.random() < 0.15 else "",
        gold_price=gold_price if line.metal[:2] in ("au", "pt") else None,
        labour=labour,
        price=(sum_of_parts + labour).quantize(Decimal("0.01")),
    )


def _name(random: Random) -> tuple[str, str]:
    chance = random.random()
    if chance < 0.07:
        return random.choice(_TRADITIONAL)
    if chance < 0.16:
        return random.choice(_LATIN)
    sex = "f" if random.random() < 0.7 else "m"
    surname = random.choice(_POLYPHONIC if random.random() < 0.08 else _SURNAMES)
    given = "".join(random.choices(_WOMEN if sex == "f" else _MEN, k=random.choice((1, 2, 2))))
    return surname + given, sex


def _phones(random: Random) -> tuple[PhoneEntry, ...]:
    return tuple(read_phone(_number(random), "CN") for _n in range(2 if random.random() < 0.12 else 1))


def _number(random: Random) -> str:
    place = random.choices(("CN", "HK", "SG"), (88, 7, 5))[0]
    if place == "HK":
        return f"+852 9{random.choice('246')}{random.randrange(100):02d} {random.randrange(10**4):04d}"
    if place == "SG":
        return f"+65 8{random.randint(1, 8)}{random.randrange(100):02d} {random.randrange(10**4):04d}"
    return f"{random.choice(_MOBILES)}{random.randrange(10**8):08d}"


def _dates(random: Random) -> tuple[DateEntry, ...]:
    found = []
    if random.random() < 0.45:
        lunar = random.random() < 0.2
        year = random.randint(1955, 2004) if random.random() < 0.6 else None
        day = PartialDate("lunar" if lunar else "solar", random.randint(1, 12), random.randint(1, 28), year=year)
        found.append(DateEntry("birthday", day))
    if random.random() < 0.12:
        wedding = PartialDate("solar", random.randint(1, 12), random.randint(1, 28), year=random.randint(1998, 2024))
        found.append(DateEntry("wedding", wedding))
    return tuple(found)


def _maybe(random: Random, chance: float, words: tuple[Words, ...], language: int) -> str:
    said = random.choice(words)[language]
    return said if random.random() < chance else ""
