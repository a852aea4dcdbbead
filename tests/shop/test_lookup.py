"""The clerk types what she has heard or read, and the customer is there."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import PeeweeException

from counter_tui.models import Contact, Customer, Phone, Piece, Revisit, Sale, SearchKey, db
from counter_tui.shop.context import Shop
from counter_tui.shop.key_search import forget_recent, hurry
from counter_tui.shop.lookup import Found, Match, find
from counter_tui.shop.match_facts import Next
from counter_tui.shop.own_keys import NewKeys, rewrite_keys
from counter_tui.shop.search_keys import Findable, keys_of

DAY = dt.date(2026, 11, 1)
NOON = dt.datetime(2026, 11, 1, 12)
Add = Callable[..., Customer]
HOSTILE = (
    "[/]", "[bold]x[/bold]", "'; DROP TABLE customer; --", '"', "%", "_", "%_%", "\\", "Anna\\", "O'Neil", "''",
    "\U0001f600", "\U0001f469\u200d\U0001f467", "𠮷", "\x00", "\x1b[31m", "\ud800", "?", "%s", "{}", "{0}", "\u202eabc",
    "a\u0301" * 50, "#", "#1", "C", "+", "()", "0", "00", "000000", "١٢٣٤", "²³½", "한국", "ไทย", "தமிழ்", "-", "1e5",
    "\U0010ffff", "ß", "ﬁ", "İ",
)  # fmt: skip


@pytest.fixture
def add(shop: Shop) -> Add:
    """Opens a file with phones and pieces; later ones were served later."""
    numbers = itertools.count(1)
    sales = itertools.count(1)

    def _add(name: str, *phones: str, number: int | None = None, invoice: str = "", **piece: str) -> Customer:
        own = number or next(numbers)
        customer = Customer.create(number=own, name=name, first_visit=DAY, last_seen=NOON + dt.timedelta(minutes=own))
        for position, phone in enumerate(phones):
            e164 = phone if phone.startswith("+") else None
            Phone.create(customer=customer, typed=phone, e164=e164, position=position)
        if invoice or piece:
            sale = Sale.create(number=next(sales), customer=customer, day=DAY, invoice=invoice)
            Piece.create(sale=sale, **piece)
        rewrite_keys(customer.id)
        return customer

    return _add


def _names(found: Found) -> list[str]:
    return [match.name for match in found.matches]


def _pages(shop: Shop, text: str, size: int) -> list[Match]:
    """Every match, page by page; one may be short, to be quick, but none is empty before the last."""
    pages: list[Match] = []
    while True:
        found = find(shop, text, size, len(pages))
        pages += found.matches
        if found.more == 0:
            return pages
        assert found.matches and len(found.matches) <= size


NAMES = {
    "张小红": "张小红 张小 张 小红 红 張小紅 張 张 红 zhangxiaohong zhangxiao zhangx zhang zxh zx z zhxh zxiaohong "
    "zhangxh zhangxhong xiaohong xhong hong 小|张 zhang|hong zhang|xiao|hong ZHANGXIAO ｚｘｈ 张xh zhang红",
    "張學友": "张学友 張學友 学友 zhangxueyou zxy",
    "单田芳": "shantianfang dantianfang stf dtf 單田芳 tianfang",
    "仇英": "qiuying chouying qy cy",
    "曾国藩": "zengguofan cengguofan zgf cgf",
    "解晓东": "xiexiaodong jiexiaodong xxd jxd",
    "查良镛": "zhaliangyong chaliangyong zly cly 查良鏞",
    "区楚良": "ouchuliang quchuliang ocl qcl",
    "尉迟恭": "yuchigong weichigong ycg wcg 尉迟",
    "万俟卨": "moqixie mqx 万俟",
    "欧阳娜娜": "欧阳 歐陽 ouyang ouyangnana oynn oyn ouyangnuonuo nana 娜娜",
    "司馬懿": "司马 simayi smy",
    "吕布": "lvbu lubu lübu lb 呂布",
    "李茜": "liqian lixi lq lx",
    "李乾": "liqian 李乾",
    "吉野𠮷": "吉野吉 𠮷",
    "Zoë O'Neil": "zoe Zoë ZOE o'neil oneil O’Neil neil zo zoe|oneil oneil|zoe zo'neil",
    "Emily Carter": "emily carter ec em|car carter|emily emilycarter Carter-Emily e",
    "Đặng Thị Hà": "dang ha dang|thi|ha Đặng",
    "陈Emily": "陈 陳 chen emily 陈emily chenemily ce",
    "[/]": "[/] [",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_every_way_it_is_typed(shop: Shop, add: Add, name: str) -> None:
    add(name)
    add("王伟", "+8613900000000")
    for typed in NAMES[name].split():
        found = find(shop, typed.replace("|", " "))
        assert (_names(found), found.typo, found.more) == ([name], False, 0), typed


@pytest.mark.parametrize("typed", ["xyz", "zhangxh w", "李", "hongxiao", "1234"])
def test_what_is_not_there_is_not_found(shop: Shop, add: Add, typed: str) -> None:
    add("张小红", "+8613900005555")
    assert find(shop, typed) == Found((), 0)


@pytest.mark.parametrize("typed", ["", " ", "\u3000", "\x00"])
def test_nothing_typed_finds_nobody(shop: Shop, add: Add, typed: str) -> None:
    add("张小红")
    assert find(shop, typed) == Found((), 0)


FORMS = ("{}", "+86 {}", "+86{}", "0086{}", "86{}", "（+86）{}", "+86-{}")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_four_digits_of_a_phone_find_it(found_phone: tuple[Shop, str], data: st.DataObject) -> None:
    shop, digits = found_phone
    start = data.draw(st.integers(0, len(digits) - 4))
    run = digits[start : data.draw(st.integers(start + 4, len(digits)))]
    parts = data.draw(st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=len(run), max_size=len(run)))
    typed = "".join(sign + digit for sign, digit in zip(parts, run, strict=True))
    if start == 0:
        typed = data.draw(st.sampled_from(FORMS)).format(typed)
    if data.draw(st.booleans()):
        typed = typed.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    found = find(shop, typed)
    assert "张小红" in _names(found), typed
    assert not found.typo


@pytest.fixture
def found_phone(shop: Shop, add: Add) -> tuple[Shop, str]:
    add("张小红", "+8613812345678")
    return shop, "13812345678"


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("+886912345678", ["0912345678", "0912-345-678", "+886 912 345 678", "+886 (0)912 345 678", "00886912345678"]),
        ("+60123456789", ["012-345 6789", "+60 12 345 6789", "0123456789", "6789"]),
        ("+85261234567", ["6123 4567", "+852 6123 4567", "4567"]),
        ("+862155667788", ["021-55667788", "(021) 5566 7788", "55667788"]),
        ("8812 转 13", ["8812", "881213"]),
        ("1234567890123456", ["890123", "1234567890123456"]),
    ],
)  # fmt: skip
def test_phones_as_they_are_written_elsewhere(shop: Shop, add: Add, phone: str, typed: list[str]) -> None:
    add("张小红", phone)
    for form in typed:
        found = find(shop, form)
        assert (_names(found), found.typo) == (["张小红"], False), form


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("张", "name"),
        ("zxh", "name"),
        ("5678", "phone"),
        ("13", "phone"),
        ("NGTC 88123456", "certificate"),
        ("ngtc8812", "certificate"),
        ("8812", "certificate"),
        ("3456", "certificate"),
        ("INV-2024-0017", "invoice"),
        ("20240017", "invoice"),
        ("0017", "invoice"),
        ("R1299-18K", "style"),
        ("r1299", "style"),
        ("LOVE 永结", "engraving"),
        ("永结", "engraving"),
        ("永結", "engraving"),
        ("C000321", "number"),
        ("c000321", "number"),
        ("C000321-7F3A1", "number"),
        ("C321", "number"),
        ("#321", "number"),
        ("321", "number"),
        ("000321", "number"),
    ],
)
def test_the_papers_and_the_piece_lead_to_the_customer(shop: Shop, add: Add, typed: str, why: str) -> None:
    add(
        "张小红",
        "+8613700005678",
        number=321,
        invoice="INV-2024-0017",
        style="R1299-18K",
        certificate="NGTC 88123456",
        engraving="LOVE 永结",
    )
    add("王伟", "+8615900000000", number=9)
    matches = find(shop, typed).matches
    assert [(match.name, match.why) for match in matches] == [("张小红", why)]


def test_several_words_must_all_fit(shop: Shop, add: Add) -> None:
    add("张小红", "+8613812345678", certificate="GIA 2141438171")
    add("张伟", "+8613900005678")
    add("李小红", "+8613812340000")
    assert _names(find(shop, "张 5678")) == ["张伟", "张小红"]
    assert _names(find(shop, "zhang 138")) == ["张小红"]
    assert _names(find(shop, "hong 1234")) == ["李小红", "张小红"]
    assert _names(find(shop, "xiaohong gia2141")) == ["张小红"]
    assert _names(find(shop, "8171 5678")) == ["张小红"]
    assert _names(find(shop, "li 5678")) == []


@pytest.mark.parametrize("typed", ["zhang5678", "张5678", "5678zhang", "zxh138", "张小红13812345678"])
def test_a_name_and_digits_written_together_are_taken_apart(shop: Shop, add: Add, typed: str) -> None:
    add("张小红", "+8613812345678")
    add("张伟", "+8613900001111")
    assert _names(find(shop, typed)) == ["张小红"]


SLIPS = (
    "zhangxiaohnog", "zhangxaiohong", "zangxiaohong", "zhangxiaahong", "zhanngxiaohong", "zxiaohonh", "13812345687",
    "1381235678", "138123456788", "张晓虹", "张小虹", "章小红", "NGTC88123465", "88123546", "carterr", "crater",
)  # fmt: skip


@pytest.mark.parametrize("typed", SLIPS)
def test_one_slip_is_forgiven(shop: Shop, add: Add, typed: str) -> None:
    add("张小红", "+8613812345678", certificate="NGTC 88123456")
    add("Emily Carter", "+8615900000000")
    add("欧阳震华", "+85261230000")
    found = find(shop, typed)
    assert len(found.matches) == 1
    assert found.matches[0].name in ("张小红", "Emily Carter")
    assert found.typo


@pytest.mark.parametrize("code", ["GIA 945215-B", "GIA 643486X", "GIA 945215-B 2", "No. 88 / 2024 - B"])
def test_a_code_typed_as_it_is_printed_is_no_slip(shop: Shop, add: Add, code: str) -> None:
    add("张小红", "+8613812345678", certificate=code)
    add("李娜", "+8613812345679", certificate=f"{code[:-1]}Q")
    found = find(shop, code)
    assert (_names(found), found.typo) == (["张小红"], False)


def test_a_slip_in_a_code_of_letters_is_forgiven_where_nobody_is_called_nearly_so(shop: Shop, add: Add) -> None:
    add("张小红", style="LOTUSRING")
    found = find(shop, "lotusrnig")
    assert (_names(found), found.typo, found.matches[0].why) == (["张小红"], True, "style")


def test_a_slip_in_one_of_two_words_is_forgiven(shop: Shop, add: Add) -> None:
    add("Emily Carter", "+8615900001234")
    add("Carla Smith", "+8615900001234")
    found = find(shop, "carte 1235")
    assert (_names(found), found.typo) == (["Emily Carter"], True)


def test_a_slip_is_forgiven_only_when_nothing_fits(shop: Shop, add: Add) -> None:
    add("Tan Wei")
    add("Tam Mei")
    assert (_names(find(shop, "tan")), find(shop, "tan").typo) == (["Tan Wei"], False)
    assert _names(find(shop, "tap")) == ["Tam Mei", "Tan Wei"]


def test_two_slips_are_not_forgiven(shop: Shop, add: Add) -> None:
    add("张小红", "+8613812345678")
    for typed in ("zhnagxiaohnog", "13812346687999"):
        assert find(shop, typed) == Found((), 0)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_in_the_box_does_no_harm(shop: Shop, add: Add, typed: str) -> None:
    add("张小红", "+8613812345678")
    before = Customer.select().count(), SearchKey.select().count()
    assert isinstance(find(shop, typed), Found)
    assert isinstance(find(shop, f"张 {typed} 138"), Found)
    assert (Customer.select().count(), SearchKey.select().count()) == before


@pytest.mark.parametrize("name", ["[/]", "O'Neil", "Anna\\", "𠮷", "%", "_x_", "한국", "ไทย", "தமிழ்", "😀", "'; DROP"])
def test_a_customer_with_a_hostile_name_is_found_by_it(shop: Shop, add: Add, name: str) -> None:
    add(name)
    add("王伟")
    assert _names(find(shop, name)) == [name]


@pytest.mark.parametrize("piece", ["张", "a", "1", "😀", " ", "zhang ", "[/]", "\\", "1 "])
def test_two_megabytes_in_the_box_are_taken(shop: Shop, add: Add, piece: str) -> None:
    add("张小红")
    assert isinstance(find(shop, piece * (2_000_000 // len(piece))), Found)


def test_the_box_only_reads(shop: Shop, add: Add) -> None:
    add("张小红", "+8613812345678")
    server = db.param == "%s"
    db.execute_sql("SET default_transaction_read_only = on" if server else "PRAGMA query_only = 1")
    with pytest.raises(PeeweeException):
        Customer.update(name="x").execute()
    assert [_names(find(shop, typed)) for typed in ("zhang", "5678", "zhagn")] == [["张小红"]] * 3


def test_the_whole_name_comes_first_then_who_was_served_last(shop: Shop, add: Add) -> None:
    for name in ("张伟", "张伟明", "张小伟", "张伟", "伟张"):
        add(name)
    assert _names(find(shop, "张伟")) == ["张伟", "张伟", "张伟明"]
    assert [match.number for match in find(shop, "张伟").matches] == ["C000004", "C000001", "C000002"]
    assert _names(find(shop, "zhang wei")) == ["张伟", "张伟", "张伟明", "伟张", "张小伟"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("li", ["Li", "李", "Amy Li", "Li Wei", "刘芳", "李明", "王丽", "Tan Li Hua"]),
        ("lim", ["李明"]),
        ("李", ["李", "李明"]),
        ("wei", ["Wei", "Li Wei", "韦红"]),
        ("zeng", ["曾志", "王增"]),
        ("ouyang", ["欧阳", "欧阳华", "王欧阳"]),
        ("emily", ["Emily Carter", "陈Emily"]),
    ],
)
def test_a_surname_comes_before_the_same_in_a_given_name(shop: Shop, add: Add, typed: str, wanted: list[str]) -> None:
    names = "欧阳 王欧阳 欧阳华 王增 曾志 韦红 王丽 李明 刘芳 Li|Wei Wei Amy|Li 李 Li Tan|Li|Hua 陈Emily Emily|Carter"
    for name in names.split():
        add(name.replace("|", " "))
    found = _names(find(shop, typed))
    ranks = {name: at for at, name in enumerate(found)}
    assert sorted(found) == sorted(wanted)
    if typed == "li":
        surnames, given = ["Amy Li", "Li Wei", "刘芳", "李明"], ["王丽", "Tan Li Hua"]
        assert found[:2] == ["Li", "李"]
        assert max(ranks[name] for name in surnames) < min(ranks[name] for name in given)
    else:
        assert found == wanted


def test_a_corrected_phone_is_no_longer_found(shop: Shop, add: Add) -> None:
    customer = add("张小红", "+8613812345678")
    Phone.update(typed="+8613900001111", e164="+8613900001111").execute()
    rewrite_keys(customer.id)
    assert find(shop, "5678").matches == ()
    assert _names(find(shop, "1111")) == ["张小红"]


def test_what_a_match_shows(shop: Shop, add: Add) -> None:
    customer = add("张小红", "+8613812345678", "+85261234567", number=7, kind="ring", metal="au750", style="OLD")
    Phone.update(wrong_since=DAY).where(Phone.position == 0).execute()
    sale = Sale.create(number=50, customer=customer, day=dt.date(2026, 11, 18))
    Piece.create(sale=sale, position=1, kind="chain", metal="pt950")
    Piece.create(sale=sale, position=0, kind="pendant", metal="au999", style="P-1")
    Sale.create(number=51, customer=customer, day=dt.date(2026, 1, 1))
    for day, outcome in ((19, "no_answer"), (20, "reached")):
        Contact.create(customer=customer, at=dt.datetime(2026, 11, day, 3), outcome=outcome)
    Contact.create(customer=customer, at=dt.datetime(2026, 3, 1, 3), outcome="busy")
    for due, state in ((25, "open"), (24, "open"), (23, "done"), (22, "waiting")):
        date = dt.date(2026, 11, due)
        Revisit.create(
            customer=customer,
            reason=f"r{due}",
            anchor=date,
            due=date,
            closes=date,
            hour=dt.time(15) if due == 24 else None,
            state=state,
            series=str(due),
        )
    (match,) = find(shop, "zxh").matches
    assert match == Match(
        customer_id=customer.id,
        number="C000007",
        name="张小红",
        phone="+852 •••• 4567",
        klass="B",
        last_sale=dt.date(2026, 11, 18),
        last_kind="pendant",
        last_metal="au999",
        last_style="P-1",
        last_contact=dt.date(2026, 11, 20),
        last_outcome="reached",
        next=Next("r24", *[dt.date(2026, 11, 24)] * 3, hour=dt.time(15)),
        why="name",
    )
    assert find(shop, "5678").matches[0].phone == "138 •••• 5678"


def test_a_new_file_shows_nothing_yet(shop: Shop, add: Add) -> None:
    add("张小红")
    (match,) = find(shop, "张").matches
    assert (match.phone, match.last_sale, match.last_kind, match.last_contact) == ("", None, "", None)
    assert (match.last_outcome, match.next) == ("", None)


@pytest.fixture(params=[2000, 20])
def crowd(shop: Shop, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Far more customers than a narrow search reads, all of them remembered as recent, or only the last twenty."""
    monkeypatch.setattr("counter_tui.shop.recent._MANY", request.param)
    names = [
        a + b + c for a in "张章" for b in "小大文丽国家" for c in "红明华伟强芳英杰云龙海山石玉春兰梅雪月星宇晨佳欣怡"
    ]
    people = [
        {"number": own, "name": name, "first_visit": DAY, "last_seen": NOON + dt.timedelta(minutes=own)}
        for own, name in enumerate(names, 1)
    ]
    with db.atomic():
        Customer.insert_many(people).execute()
        ids = [customer for (customer,) in Customer.select(Customer.id).order_by(Customer.number).tuples()]
        phones = [f"+861380000{place:04d}" for place in range(len(names))]
        Phone.insert_many(
            [{"customer": who, "typed": phone, "e164": phone} for who, phone in zip(ids, phones, strict=True)]
        ).execute()
        found_by = NewKeys()
        found_by.put(
            (who, keys_of(Findable(own, name, phones=((phone, phone),))))
            for who, name, phone, own in zip(ids, names, phones, range(1, len(names) + 1), strict=True)
        )
        found_by.write(lambda _part: None)
    return names


def test_paging_shows_every_match_once(shop: Shop, crowd: list[str]) -> None:
    for typed, wanted in {
        "zhang": crowd,
        "z": crowd,
        "138": crowd,
        "张": crowd[:150],
        "zhang zh": crowd,
        "wei zhang": [name for name in crowd if name[2] == "伟"],
        "红 zhang": [name for name in crowd if name[2] == "红"],
        "zhang da": [name for name in crowd if name[1] == "大"],
    }.items():
        for size in (1 if len(wanted) < 60 else 50, 70, 400):
            shown = [match.name for match in _pages(shop, typed, size)]
            assert sorted(shown) == sorted(wanted), (typed, size)


def test_one_of_many_is_found_by_a_second_word(shop: Shop, add: Add, crowd: list[str]) -> None:
    add("王伟", "+8613900000007", number=9000)
    for typed in ("zhang 00000007", "00000007 zhang", "zhang00000007"):
        assert _names(find(shop, typed)) == [crowd[7]]
    assert find(shop, "wang 139").typo is False
    assert find(shop, "wang 138").typo is True


def test_of_many_the_most_recent_come_first(shop: Shop, crowd: list[str]) -> None:
    assert _names(find(shop, "zhang", 5)) == crowd[:-6:-1]
    Customer.update(last_seen=NOON + dt.timedelta(days=30)).where(Customer.name == crowd[3]).execute()
    assert _names(find(shop, "zhang", 3)) == [crowd[3], crowd[-1], crowd[-2]]


def test_of_many_the_exact_ones_come_first(shop: Shop, add: Add, crowd: list[str]) -> None:
    whole = add("张", number=9000)
    Customer.update(last_seen=NOON - dt.timedelta(days=30)).where(Customer.id == whole.id).execute()
    assert _names(find(shop, "zhang", 3)) == ["张", *crowd[:-3:-1]]


def test_more_is_counted_or_said_to_be_many(shop: Shop, crowd: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(shop, "张小", 20).more == 5
    assert find(shop, "张小", 20, 20).more == 0
    assert find(shop, "张", 20).more == 130
    assert find(shop, "zhang", 20).more == len(crowd) - 20
    assert find(shop, "zhang", 20, 40).more == len(crowd) - 60
    monkeypatch.setattr("counter_tui.shop.key_search._COUNTED", 400)
    assert find(shop, "zhang", 20).more is None
    assert find(shop, "zhang", 20, 1000) == Found((), 0)


def test_a_tail_that_many_share_shows_who_was_served_last_and_counts_the_others(shop: Shop, add: Add) -> None:
    with db.atomic():
        for place in range(420):
            day = place * 37 % 420
            customer = add(
                f"王{place}", f"+86138{place:04d}{'5678' if place % 2 else '6789'}", certificate=f"X{place}5678"
            )
            Customer.update(last_seen=NOON + dt.timedelta(days=day)).where(Customer.id == customer.id).execute()
    first = find(shop, "5678", 20)
    tails = [place for place in range(420) if place % 2]
    tails.sort(key=lambda place: -(place * 37 % 420))
    assert [match.name for match in first.matches] == [f"王{place}" for place in tails[:20]]
    assert first.more == 400
    shown = [match.name for match in _pages(shop, "5678", 50)]
    assert shown[:210] == [f"王{place}" for place in tails]
    assert len(shown) == len(set(shown)) == 420


def test_a_renamed_or_erased_customer_is_gone_from_a_wide_search(shop: Shop, crowd: list[str]) -> None:
    first, second, *_ = find(shop, "zhang", 2).matches
    Customer.update(name="李四").where(Customer.id == first.customer_id).execute()
    rewrite_keys(first.customer_id)
    Customer.delete().where(Customer.id == second.customer_id).execute()
    names = [match.name for match in _pages(shop, "zhang", 50)]
    assert len(names) == len(crowd) - 2
    assert not {"李四", second.name} & set(names)


def test_who_is_new_is_first_in_a_wide_search(shop: Shop, add: Add, crowd: list[str]) -> None:
    assert len(find(shop, "zhang").matches) == 20
    add("张新来", number=9000)
    assert find(shop, "zhang", 1).matches[0].name == "张新来"


def test_a_common_name_and_a_common_tail_find_the_one_who_has_both(shop: Shop, add: Add) -> None:
    with db.atomic():
        for place in range(310):
            add("Nurul Aisyah", f"+658{place:03d}4321")
            add("Tan Wei Ling", f"+659{place:03d}5678")
        add("Nurul Aisyah", "+6598765678")
    Customer.update(last_seen=NOON - dt.timedelta(days=900)).where(Customer.number == 621).execute()
    found = find(shop, "Nurul Aisyah 5678")
    assert [match.number for match in found.matches] == ["C000621"]
    assert [match.number for match in _pages(shop, "Nurul Aisyah 5678", 20)] == ["C000621"]


def test_what_another_till_writes_shows_with_the_next_key(shop: Shop, add: Add) -> None:
    add("张小红", "+8613812345678")
    assert find(shop, "5678").matches[0].klass == "B"

    def elsewhere() -> None:
        db.connect()
        Customer.update(klass="A").execute()
        db.close()

    till = Thread(target=elsewhere)
    till.start()
    till.join()
    assert find(shop, "5678").matches[0].klass == "A"
    Customer.update(klass="B").execute()
    assert find(shop, "5678").matches[0].klass == "B"


def test_whoever_hurries_finds_everybody_and_the_next_search_has_all_recent_ones_first(
    shop: Shop, crowd: list[str]
) -> None:
    forget_recent()
    whole = [match.name for match in _pages(shop, "zhang", 50)]
    forget_recent()
    hurry()
    assert find(shop, "zhang", 20).matches[0].name in whole
    assert [match.name for match in _pages(shop, "zhang", 50)] == whole


OF_THE_RING = ("GIA2141438171", "8171", "FP-77", "永远", "小红 2141438171", "G 8171")


@pytest.mark.parametrize(
    ("typed", "style"), [*((typed, "R-1") for typed in OF_THE_RING), ("B-2", "B-2"), ("张小红", "")]
)
def test_the_piece_that_was_typed_is_named_and_not_the_last_one(shop: Shop, add: Add, typed: str, style: str) -> None:
    who = add(
        "张小红", "13812341234", invoice="FP-77", style="R-1", kind="ring", metal="k18", certificate="GIA2141438171",
        engraving="永远",
    )  # fmt: skip
    later = Sale.create(number=99, customer=who, day=DAY + dt.timedelta(days=40), invoice="FP-99")
    Piece.create(sale=later, style="B-2", kind="bangle", metal="au999", certificate="GT5566")
    rewrite_keys(who.id)
    (match,) = find(shop, typed).matches
    days = {"R-1": DAY, "B-2": later.day}
    assert (match.last_sale, match.last_style) == (later.day, "B-2")
    assert (match.found and (match.found.style, match.found.day)) == ((style, days[style]) if style else None)
