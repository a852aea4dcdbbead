"""The counter's code lists: kinds, metals, stones, laboratories, people, channels, reasons and outcomes.

A code is what is stored. Labels are English here and translated by the catalogue; `words` are further names
in both languages, so that a Chinese ledger is understood under English too. Metals: facts.md §5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeVar

from counter_tui.i18n import N_, _
from counter_tui.shop.entry.chinese import plain

Sex = Literal["f", "m"]


@dataclass(frozen=True, eq=False)
class Choice:
    """One line of a list: the stored code, its English label, and other words for it. Two are never equal."""

    code: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Metal(Choice):
    """A metal of one fineness (per mille, 0 if none is known) with the marks usually stamped on it."""

    fineness: Decimal = Decimal(0)
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Honorific(Choice):
    """How a person is addressed; `sex` None suits everybody."""

    sex: Sex | None = None


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def find_choice(choices: Sequence[AnyChoice], text: str) -> AnyChoice | None:
    """The choice whose code, label (English or shown), word or mark is `text`, however it is spaced."""
    wanted = _folded(text)
    if not wanted:
        return None
    every = tuple(choices)
    return _names(every).get(wanted) or _shown(every, tuple(_(choice.label) for choice in every)).get(wanted)


def spot_choice(choices: Sequence[AnyChoice], text: str) -> AnyChoice | None:
    """The choice named somewhere inside `text` (足金999古法手镯 → bangle), the longest name winning."""
    return _spotted(tuple(choices), text)


def label(choices: Sequence[Choice], code: str) -> str:
    """The translated label of `code`; the code itself if a newer program wrote it."""
    return next((_(choice.label) for choice in choices if choice.code == code), code)


@lru_cache(maxsize=4096)
def _spotted(choices: tuple[AnyChoice, ...], text: str) -> AnyChoice | None:
    hay = _folded(text)
    names = _names(choices)
    found = max((name for name in names if len(name) > 1 and name in hay), key=len, default=None)
    return names[found] if found else None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return "".join(char for char in plain(text).casefold() if char not in " -_./·")


@lru_cache(maxsize=64)
def _names(choices: tuple[AnyChoice, ...]) -> dict[str, AnyChoice]:
    names: dict[str, AnyChoice] = {}
    for choice in choices:
        marks = choice.marks if isinstance(choice, Metal) else ()
        for name in (choice.code, choice.label, *choice.words, *marks):
            names.setdefault(_folded(name), choice)
    return names


@lru_cache(maxsize=64)
def _shown(choices: tuple[AnyChoice, ...], labels: tuple[str, ...]) -> dict[str, AnyChoice]:
    """The choices by their labels as they are shown; the first one of those that share one."""
    return {_folded(label): choice for choice, label in reversed([*zip(choices, labels, strict=True)])}


KINDS = (
    Choice("ring", N_("Ring"), ("戒指", "指环", "女戒", "男戒", "对戒", "钻戒", "戒", "band", "wedding band")),
    Choice("pendant", N_("Pendant"), ("吊坠", "挂坠", "坠", "挂件", "牌")),
    Choice("necklace", N_("Necklace"), ("项链", "项鍊", "颈链", "套链", "链坠", "collar")),
    Choice("bracelet", N_("Bracelet"), ("手链", "手鍊", "手串", "珠串")),
    Choice("bangle", N_("Bangle"), ("手镯", "镯子", "镯", "手环")),
    Choice("earrings", N_("Earrings"), ("耳环", "耳钉", "耳坠", "耳饰", "耳线")),
    Choice("chain", N_("Chain"), ("素链", "链子", "金链", "链")),
    Choice("brooch", N_("Brooch"), ("胸针", "胸花", "别针", "pin")),
    Choice("anklet", N_("Anklet"), ("脚链", "足链")),
    Choice("set", N_("Jewellery set"), ("套装", "三件套", "五金", "三金", "套件", "set", "jewelry set")),
    Choice("loose_stone", N_("Loose stone"), ("裸石", "裸钻", "裸珠", "loose diamond")),
    Choice("gold_bar", N_("Gold bar"), ("金条", "投资金", "金砖", "金豆", "金币", "ingot")),
    Choice("other", N_("Other"), ("其他", "其它", "摆件")),
)


def _metal(code: str, name: str, fineness: str, marks: str, *words: str) -> Metal:
    return Metal(code, name, words, Decimal(fineness), tuple(marks.split()))


METALS = (
    _metal("au999", N_("Gold 999"), "999", "Au999 足金999", "千足金", "足金999‰", "999足金", "3D硬金", "硬金"),
    _metal("au9999", N_("Gold 999.9"), "999.9", "Au999.9 足金999.9", "万足金", "9999", "au9999", "足金9999"),
    _metal("au990", N_("Gold 990"), "990", "足金 Au990", "黄金", "金", "24k", "24k金", "gold"),
    _metal("k22", N_("22K gold"), "916", "G22K Au916", "22k", "22k金", "金22k", "916", "916 gold", "916金"),
    _metal("k18", N_("18K gold"), "750", "G18K 金18K Au750", "18k", "18k金", "750", "k金", "彩金", "18kt"),
    _metal("k18w", N_("18K white gold"), "750", "", "18k白金", "18k白", "白18k", "18kw", "18kwg", "k白金"),
    _metal("k18r", N_("18K rose gold"), "750", "", "18k玫瑰金", "18k红金", "18k红", "18kr", "18krg", "玫瑰金"),
    _metal("k14", N_("14K gold"), "585", "G14K Au585", "14k", "14k金", "金14k", "585", "583", "14kt"),
    _metal("k9", N_("9K gold"), "375", "G9K 金9K Au375", "9k", "9k金", "375", "9kt"),
    _metal("pt990", N_("Platinum 990"), "990", "足铂 Pt990", "足铂金", "足鉑", "铂990", "pt999", "铂金999"),
    _metal("pt950", N_("Platinum 950"), "950", "Pt950", "铂950", "铂金950", "铂金", "platinum"),
    _metal("pt900", N_("Platinum 900"), "900", "Pt900", "铂900", "铂金900"),
    _metal("pt850", N_("Platinum 850"), "850", "Pt850", "铂850", "铂金850"),
    _metal("pd990", N_("Palladium 990"), "990", "足钯 Pd990", "足钯金", "钯990"),
    _metal("pd950", N_("Palladium 950"), "950", "Pd950", "钯950", "钯金950", "钯金", "palladium"),
    _metal("pd500", N_("Palladium 500"), "500", "Pd500", "钯500", "钯金500"),
    _metal("ag999", N_("Silver 999"), "999", "Ag999 S999", "千足银", "999银", "足银999", "银999"),
    _metal("ag990", N_("Silver 990"), "990", "足银 S990 Ag990", "足銀", "990银"),
    _metal("ag925", N_("Silver 925"), "925", "S925 Ag925 银925", "925", "925银", "纯银", "银", "silver"),
    _metal("ag800", N_("Silver 800"), "800", "S800 Ag800 银800", "800银"),
    _metal("other", N_("Other"), "0", "", "其他", "其它", "钛", "钛钢", "合金", "铜", "titanium", "steel"),
    _metal("none", N_("No metal"), "0", "", "无", "无金属", "none"),
)

STONES = (
    Choice("none", N_("No stone"), ("无", "无石", "无主石", "素金", "none", "plain")),
    Choice("diamond", N_("Diamond"), ("钻石", "天然钻石", "钻", "natural diamond", "dia")),
    Choice(
        "lab_diamond",
        N_("Laboratory-grown diamond"),
        ("培育钻石", "培育钻", "合成钻石", "lab diamond", "lab grown", "lgd", "cvd", "hpht"),
    ),
    Choice("jadeite", N_("Jadeite"), ("翡翠", "硬玉", "jade", "fei cui")),
    Choice("nephrite", N_("Nephrite"), ("和田玉", "软玉", "玉", "玉石", "碧玉", "白玉", "hetian jade")),
    Choice("pearl", N_("Pearl"), ("珍珠", "海水珠", "淡水珠", "akoya", "澳白", "南洋珠", "大溪地", "珠")),
    Choice("ruby", N_("Ruby"), ("红宝石", "红宝")),
    Choice("sapphire", N_("Sapphire"), ("蓝宝石", "蓝宝")),
    Choice("emerald", N_("Emerald"), ("祖母绿", "绿宝石")),
    Choice("opal", N_("Opal"), ("欧泊", "蛋白石", "澳宝")),
    Choice("tourmaline", N_("Tourmaline"), ("碧玺", "帕拉伊巴")),
    Choice("spinel", N_("Spinel"), ("尖晶石", "尖晶")),
    Choice("aquamarine", N_("Aquamarine"), ("海蓝宝", "海蓝宝石")),
    Choice("topaz", N_("Topaz"), ("托帕石", "托帕", "黄玉")),
    Choice("garnet", N_("Garnet"), ("石榴石", "沙弗莱")),
    Choice("tanzanite", N_("Tanzanite"), ("坦桑石",)),
    Choice("amethyst", N_("Amethyst"), ("紫水晶", "紫晶")),
    Choice("crystal", N_("Quartz"), ("水晶", "粉晶", "黄水晶", "crystal", "citrine")),
    Choice("agate", N_("Agate"), ("玛瑙", "南红", "chalcedony", "玉髓")),
    Choice("turquoise", N_("Turquoise"), ("绿松石", "松石")),
    Choice("coral", N_("Coral"), ("珊瑚", "红珊瑚")),
    Choice("amber", N_("Amber"), ("琥珀", "蜜蜡", "beeswax amber")),
    Choice("moissanite", N_("Moissanite"), ("莫桑石", "莫桑钻")),
    Choice("zirconia", N_("Cubic zirconia"), ("锆石", "立方氧化锆", "cz", "zircon")),
    Choice("other", N_("Other"), ("其他", "其它")),
)

LABS = (
    Choice("ngtc", N_("NGTC"), ("国检", "国家珠宝玉石质量检验检测中心", "国家珠宝中心", "ngtc国检")),
    Choice("njqsic", N_("NJQSIC"), ("首检", "首饰检测中心", "国家首饰质检", "国首检")),
    Choice("gtc", N_("GTC"), ("省检", "广东省珠宝玉石", "gtc省检")),
    Choice("gdtc", N_("GDTC"), ("广东金银珠宝检测", "广东省金银珠宝检测中心")),
    Choice("giyn", N_("GIYN"), ("云南省珠宝", "云南珠宝检测", "云检")),
    Choice("gia", N_("GIA"), ("美国宝石学院", "gia证书")),
    Choice("igi", N_("IGI"), ("国际宝石学院", "igi证书")),
    Choice("hrd", N_("HRD"), ("比利时钻石高层议会", "hrd antwerp")),
    Choice("other", N_("Other"), ("其他", "其它", "店铺", "本店")),
)

SEXES = (
    Choice("f", N_("Woman"), ("女", "女士", "小姐", "太太", "女性", "female", "ms", "mrs", "miss", "madam", "w")),
    Choice("m", N_("Man"), ("男", "先生", "男士", "男性", "male", "mr", "sir")),
)

HONORIFICS = (
    Honorific("ms", N_("Ms"), ("女士", "ms."), "f"),
    Honorific("miss", N_("Miss"), ("小姐",), "f"),
    Honorific("mrs", N_("Mrs"), ("太太", "夫人", "mrs.", "mdm", "madam"), "f"),
    Honorific("sister", N_("Sister"), ("姐", "大姐", "姐姐"), "f"),
    Honorific("auntie", N_("Auntie"), ("阿姨", "aunty"), "f"),
    Honorific("mr", N_("Mr"), ("先生", "mr.", "sir"), "m"),
    Honorific("brother", N_("Brother"), ("哥", "大哥"), "m"),
    Honorific("uncle", N_("Uncle"), ("叔叔", "大叔", "叔"), "m"),
    Honorific("teacher", N_("Teacher"), ("老师",)),
    Honorific("dr", N_("Dr"), ("医生", "博士", "dr.", "doctor")),
)

DATE_KINDS = (
    Choice("birthday", N_("Birthday"), ("生日",)),
    Choice("wedding", N_("Wedding day"), ("结婚纪念日", "anniversary")),
    Choice("child", N_("Child's birthday"), ("孩子生日", "小孩生日")),
    Choice("other", N_("Other"), ("其他", "其它")),
)

TEMPERAMENTS = (
    Choice("knowing", N_("Wants to know"), ("求知型", "求知", "knowledge-seeking")),
    Choice("lively", N_("Lively"), ("活泼型", "活泼")),
    Choice("quiet", N_("Quiet"), ("沉静型", "内向型", "安静", "内向", "沉默")),
    Choice("rational", N_("Rational"), ("理智型", "理性型", "理智", "理性")),
    Choice("emotional", N_("Emotional"), ("感情型", "感性型", "冲动型", "感性")),
    Choice("bargain", N_("Bargain-minded"), ("贪便宜型", "实惠型", "实惠", "讲价")),
)

CHANNELS = (
    Choice("phone", N_("Phone"), ("电话", "致电", "call")),
    Choice("text", N_("Text message"), ("短信", "短訊", "简讯", "sms", "text")),
    Choice("wechat", N_("WeChat"), ("微信", "wx")),
    Choice("letter", N_("Letter"), ("信", "信件", "贺卡", "卡片", "card")),
    Choice("visit", N_("Visit"), ("上门", "拜访", "上门拜访", "home visit")),
    Choice("email", N_("E-mail"), ("邮件", "电邮", "电子邮件", "mail")),
    Choice("counter", N_("In the shop"), ("到店", "店里", "柜台", "面谈", "当面", "counter", "face to face")),
)

REASONS = (
    Choice("first", N_("First revisit"), ("首次回访", "第一次回访")),
    Choice("second", N_("Second revisit"), ("二次回访", "第二次回访")),
    Choice("regular", N_("Regular contact"), ("定期回访", "日常回访", "年度回访")),
    Choice("cleaning", N_("Cleaning"), ("清洗", "清洗提醒", "保养")),
    Choice("check", N_("Yearly check"), ("年度检查", "年检", "检查", "镶口检查")),
    Choice("birthday", N_("Birthday"), ("生日", "生日祝福")),
    Choice("anniversary", N_("Anniversary"), ("纪念日", "结婚纪念日")),
    Choice("festival", N_("Festival"), ("节日", "节日问候")),
    Choice("callback", N_("Call back"), ("回电", "再联系", "callback")),
    Choice("special", N_("Planned contact"), ("contact", "联系", "特别关怀", "特别关注", "重点客户")),
    Choice("visit", N_("After a visit"), ("到店未购", "未成交跟进", "来访跟进")),
    Choice("campaign", N_("Campaign"), ("活动", "活动邀请")),
    Choice("promise", N_("Promise"), ("承诺", "答应的事", "答复")),
    Choice("complaint", N_("Complaint"), ("投诉", "投诉跟进", "客诉")),
    Choice("care", N_("Work on a piece"), ("保养维修", "护理维修", "维修", "改圈", "repair", "resize")),
    Choice("reminder", N_("Reminder"), ("活动提醒", "提醒")),
    Choice("after_event", N_("After an event"), ("活动回访", "活动后回访")),
    Choice("balance", N_("Balance and collection"), ("尾款取货", "尾款", "取货", "collection")),
)

AWAITED = "awaited"
"""The outcome of words that asked for a call back: no clerk chooses it, it is noted when they are sent."""
OUTCOMES = (
    Choice("reached", N_("Reached"), ("接通", "已接通", "打通")),
    Choice("no_answer", N_("No answer"), ("无人接听", "没人接", "未接")),
    Choice("busy", N_("Line busy"), ("占线", "忙线", "busy")),
    Choice("later", N_("Call later"), ("稍后再打", "改时间", "later")),
    Choice("wrong_number", N_("Wrong number"), ("打错", "号码错误", "错号")),
    Choice("no_calls", N_("Wants no calls"), ("要求勿扰", "不想接电话", "拒绝来电", "勿扰", "does not want calls")),
    Choice("other", N_("Other"), ("其他", "其它")),
    Choice("broke_off", N_("Broke off"), ("断线", "通话中断", "中断", "掉线")),
    Choice(AWAITED, N_("Sent, no answer yet"), ("已发出，等回复", "等回复")),
)

YES_NO = (
    Choice("yes", N_("Yes"), ("是", "要", "好", "同意", "y", "true")),
    Choice("no", N_("No"), ("否", "不", "不要", "不同意", "n", "false")),
)

ENDINGS = (
    Choice("settled", N_("Settled"), ("解决", "已解决")),
    Choice("open", N_("Still open"), ("未定", "待定")),
    Choice("lost", N_("Not bought"), ("未购买", "没买")),
)
