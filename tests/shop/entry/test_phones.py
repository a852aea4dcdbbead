"""What a clerk gets for a typed phone number."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.masking import masked
from counter_tui.shop.entry.phones import REGIONS, grouped, pretty, read_phone, split_phones, ungrouped
from counter_tui.text import digits

CN = "+8613812345678"
mobiles = st.from_regex(r"13[0-9]{9}", fullmatch=True).filter(
    lambda n: phonenumbers.is_valid_number(phonenumbers.parse(n, "CN"))
)


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        *[(form, "CN", CN) for form in ("13812345678", "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８")],
        *[(form, "CN", CN) for form in ("+8613812345678", "0086 13812345678", "86 138 1234 5678", "手机：13812345678")],
        *[(form, "CN", CN) for form in ("1.3812345678E+10", "1.3812345678E10", "13812345678.0", "13812345678（微信）")],
        *[(form, region, CN) for form in ("13812345678", "+86 13812345678", "008613812345678") for region in REGIONS],
        ("13812345678", None, CN),
        ("91234567", "HK", "+85291234567"),
        ("91234567", "SG", "+6591234567"),
        ("852 9123 4567", "CN", "+85291234567"),
        ("66123456", "MO", "+85366123456"),
        ("0912-345-678", "TW", "+886912345678"),
        ("012-345 6789", "MY", "+60123456789"),
        ("+1 650 253 0000", "CN", "+16502530000"),
    ],
)
def test_a_number_is_known_however_it_is_typed(typed, region, e164):
    entry = read_phone(typed, region)
    assert (entry.e164, entry.verified, entry.digits) == (e164, True, e164[1:])


def test_mobile_landline_and_extension():
    assert read_phone("13812345678", "CN").kind == "mobile"
    landline = read_phone("021-65432109转808", "CN")
    assert (landline.e164, landline.kind, landline.typed) == (
        "+862165432109",
        "landline",
        "021-65432109转808",
    )


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("12345", "12345"), ("abc", ""), ("see note", ""), ("65432109", "65432109"), ("1380000", "1380000")],
)
def test_what_is_no_number_is_kept_as_typed(typed, digits):
    entry = read_phone(typed, "CN")
    assert (entry.typed, entry.e164, entry.verified, entry.digits) == (typed, None, False, digits)
    assert (entry.region, entry.kind) == (None, "unknown")


@pytest.mark.parametrize("typed", ["1.38E+10", "1.38e10", "1.38123E+10"])
def test_digits_that_excel_destroyed_are_not_invented(typed):
    entry = read_phone(typed, "CN")
    assert (entry.typed, entry.verified, entry.digits) == (typed, False, "")


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_is_refused(typed):
    with pytest.raises(EntryError):
        read_phone(typed, "CN")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        *[
            (f"13812345678{between}13912345678", [CN, "+8613912345678"])
            for between in ("/", " / ", ";", "；", "、", ",", "，", " ", "  ", "\n", " or ", "或", "／")
        ],
        ("138 1234 5678 139 1234 5678", [CN, "+8613912345678"]),
        ("13812345678 021-65432109", [CN, "+862165432109"]),
        ("13812345678/13812345678", [CN]),
        ("138,1234,5678", [CN]),
        ("138 1234 5678", [CN]),
        ("", []),
    ],
)
def test_two_in_one_cell(cell, numbers):
    assert [entry.e164 for entry in split_phones(cell, "CN")] == numbers


def test_no_part_of_a_cell_is_dropped():
    found = [(entry.typed, entry.verified) for entry in split_phones("13812345678/ask", "CN")]
    assert found == [("13812345678", True), ("ask", False)]


@pytest.mark.parametrize(
    ("phone", "region", "hidden", "read"),
    [
        (CN, "CN", "138 •••• 5678", "138 1234 5678"),
        (CN, "HK", "+86 138 •••• 5678", "+86 138 1234 5678"),
        ("+85291234567", "HK", "•••• 4567", "9123 4567"),
        ("+85291234567", None, "+852 •••• 4567", "+852 9123 4567"),
        ("+886912345678", "TW", "09 •••• 5678", "0912 345 678"),
        ("+862165432109", "CN", "021 •••• 2109", "021 6543 2109"),
        ("1234567", "CN", "•••• 67", "1234567"),
        ("ask mother", "CN", "••••", "ask mother"),
    ],
)
def test_hidden_and_shown(phone, region, hidden, read):
    assert masked(phone, region) == hidden
    assert pretty(phone, region) == read


@given(mobiles, st.sampled_from(REGIONS))
def test_a_number_shown_is_the_number_typed(mobile, region):
    e164 = "+86" + mobile
    assert read_phone(pretty(e164, region), region).e164 == e164
    assert masked(e164, region).endswith(f"{mobile[:3]} •••• {mobile[-4:]}")


NUMBERS = "|".join(
    (
        r"\+86(1[3-9][0-9]{9}|(10|2[0-9])[2-8][0-9]{7}|755[2-8][0-9]{7})",
        r"\+852[235-9][0-9]{7}",
        r"\+853(6[2-8]|28)[0-9]{6}",
        r"\+65[3689][0-9]{7}",
        r"\+886(9|2[2-8])[0-9]{8}",
        r"\+60(1[1-9]|3[2-9])[0-9]{7,8}",
    )
)
"""As numbers of each place begin; most are given out."""


@given(
    st.from_regex(NUMBERS, fullmatch=True).filter(lambda n: phonenumbers.is_valid_number(phonenumbers.parse(n))),
    st.sampled_from((*REGIONS, None)),
)
def test_a_masked_number_is_what_the_library_makes_of_it(e164, region):
    number = phonenumbers.parse(e164)
    home = phonenumbers.region_code_for_number(number) == region
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    figures = digits(national) if home else phonenumbers.national_significant_number(number)
    assert masked(e164, region).endswith(f"•••• {figures[-4:]}")
    assert digits(masked(e164, region)) == ("" if home else str(number.country_code)) + figures[:-8] + figures[-4:]


@given(st.text() | st.text("0123456789+-()/ ;、eE.转"), st.sampled_from([*REGIONS, None]))
def test_any_text_is_kept_or_refused(text, region):
    try:
        entry = read_phone(text, region)
    except EntryError:
        assert split_phones(text, region) == []
    else:
        assert entry.typed and entry.verified == bool(entry.e164)
        masked(entry.e164 or entry.typed, region)
        pretty(entry.e164 or entry.typed, region)
        assert split_phones(text, region) or not any(char.isalnum() for char in text)


@given(st.text("0123456789+ -()", max_size=18), st.sampled_from((*REGIONS, None)))
def test_grouping_a_number_moves_no_figure_and_comes_to_rest(typed, region):
    shown = grouped(typed, region)
    assert [c for c in shown if c in "+0123456789"] == [c for c in typed if c in "+0123456789"]
    assert grouped(shown, region) == shown
    again = ungrouped(shown, region)
    assert again == shown or not set(again) & set(" -()")


@given(mobiles, st.sampled_from(REGIONS))
def test_a_number_means_the_same_grouped_and_not(number, region):
    assert read_phone(ungrouped(grouped(number, region), region), region) == read_phone(number, region)


@pytest.mark.parametrize(
    "typed",
    ["", "+", "ask her son", "138 1234 (mother)", "020-66668888转12", "13812345678 13912345678", "1" * 16, "1.38E+10"],
)
def test_what_is_no_number_stays_as_it_is(typed):
    assert grouped(typed, "CN") == typed == ungrouped(typed, "CN")
