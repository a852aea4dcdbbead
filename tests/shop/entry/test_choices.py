"""What a clerk gets for a typed kind, metal, stone or other choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.shop.entry import choices, contacts
from counter_tui.shop.entry.choices import KINDS, LABS, METALS, SEXES, STONES, find_choice, label, spot_choice

LISTS = {name: value for name, value in vars(choices).items() if name.isupper() and isinstance(value, tuple)}


@pytest.mark.parametrize(
    ("names", "typed", "code"),
    [
        *[(METALS, typed, "k18") for typed in ("k18", "18K", "18K金", "au750", "750", "G18K", "18k gold", "１８Ｋ金")],
        *[(METALS, typed, "au999") for typed in ("足金999", "千足金", "Au999", "gold 999")],
        *[(METALS, typed, "pt950") for typed in ("PT950", "铂金950", "鉑金", "platinum")],
        *[(METALS, typed, "ag925") for typed in ("S925", "925银", "925銀")],
        *[(METALS, typed, "au990") for typed in ("足金", "黄金", "黃金")],
        *[(KINDS, typed, "ring") for typed in ("戒指", "ring", "RING ", "女戒")],
        *[(STONES, typed, "lab_diamond") for typed in ("培育钻石", "lab-grown", "Laboratory-grown diamond")],
        *[(LABS, typed, "ngtc") for typed in ("NGTC", "国检", "國檢")],
        *[(SEXES, typed, "f") for typed in ("女", "女士", "F", "Ms")],
        *[(SEXES, typed, "m") for typed in ("男", "先生", "M", "mr")],
        (METALS, "unobtainium", None),
        (METALS, "", None),
    ],
)
def test_a_choice_is_known_by_its_many_names(names, typed, code):
    found = find_choice(names, typed)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("name", LISTS)
def test_no_name_means_two_choices(name):
    seen: dict[str, str] = {}
    for choice in LISTS[name]:
        marks = getattr(choice, "marks", ())
        for word in {choices._folded(word) for word in (choice.code, choice.label, *choice.words, *marks)}:
            assert seen.setdefault(word, choice.code) == choice.code


@pytest.mark.parametrize("name", LISTS)
def test_every_choice_has_a_chinese_name_that_finds_it(name):
    for choice in LISTS[name]:
        chinese = [word for word in choice.words if not word.isascii()]
        assert chinese, choice.code
        assert all(find_choice(LISTS[name], word) == choice for word in chinese)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("names", "typed", "code"),
    [
        (choices.REASONS, "二次回访", "second"),
        (choices.REASONS, "年检", "check"),
        (choices.REASONS, "承诺", "promise"),
        (choices.REASONS, "护理维修", "care"),
        (choices.REASONS, "保养", "cleaning"),
        (choices.REASONS, "保养维修", "care"),
        (choices.OUTCOMES, "通话中断", "broke_off"),
        (choices.ENDINGS, "待定", "open"),
        (contacts.COMPLAINTS, "换购扣费没说清", "trade_in"),
        (contacts.COMPLAINTS, "隐私、打扰电话", "privacy"),
    ],
)
def test_what_clerks_have_typed_for_a_year_is_still_known(language, names, typed, code):
    i18n.set_language(language)
    assert find_choice(names, typed).code == code


@pytest.mark.parametrize("name", LISTS)
def test_a_code_finds_its_choice_and_label(name):
    for choice in LISTS[name]:
        assert find_choice(LISTS[name], choice.code) == choice
        assert label(LISTS[name], choice.code) == choice.label
    assert label(LISTS[name], "from-tomorrow") == "from-tomorrow"


def test_a_label_is_shown_and_found_in_the_language_in_use(monkeypatch):
    monkeypatch.setattr(
        i18n,
        "_catalogue",
        type("C", (), {"gettext": lambda self, text: {"Ring": "指上明珠"}.get(text, text)})(),
    )
    assert label(KINDS, "ring") == "指上明珠"
    assert find_choice(KINDS, "指上明珠").code == "ring"


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        ("足金999古法手镯", "bangle"),
        ("18K钻石女戒", "ring"),
        ("珍珠耳钉", "earrings"),
        ("套链", "necklace"),
        ("？", None),
    ],
)
def test_a_kind_is_spotted_in_a_description(piece, code):
    found = spot_choice(KINDS, piece)
    assert (found.code if found else None) == code


def test_the_longest_name_in_a_description_wins():
    assert spot_choice(METALS, "18K白金素链").code == "k18w"
    assert spot_choice(STONES, "蓝宝石配钻石，培育钻石").code == "lab_diamond"


def test_the_fineness_of_a_metal_is_per_mille():
    fineness = {metal.code: metal.fineness for metal in METALS}
    assert (fineness["k18"], fineness["au999"], fineness["none"]) == (750, 999, 0)
    assert all(0 <= value < 1000 for value in fineness.values())


@given(st.text())
def test_any_text_is_found_or_not(text):
    for names in LISTS.values():
        assert find_choice(names, text) is None or find_choice(names, text) in names
        assert spot_choice(names, text) is None or spot_choice(names, text) in names
