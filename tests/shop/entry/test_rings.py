"""What a clerk gets for a typed ring size."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.rings import read_ring, ring_words

REGIONS = ("CN", "HK", "MO", "TW", "SG", "MY", None)


@pytest.mark.parametrize(
    ("typed", "mm"),
    [
        *[
            (form, "16.6")
            for form in (
                "16.6",
                "16.6mm",
                "16.6 毫米",
                "１６．６",
                "HK13",
                "hk 13",
                "港13",
                "港度13",
                "HK#13",
            )
        ],
        *[(form, "16.5") for form in ("CN13", "内地13", "国内13号", "國內13號", "US6", "美6", "us 6")],
        *[(form, "16.9") for form in ("US6.5", "US6½", "6½", "6.5", "US 6 1/2", "HK14")],
        ("17mm", "17"),
        ("16.55", "16.55"),
        ("HK1", "12.4"),
        ("HK33", "23.6"),
    ],
)
def test_a_size_is_stored_as_inner_diameter(typed, mm):
    assert str(read_ring(typed)) == mm


@pytest.mark.parametrize(("region", "mm"), [("CN", "16.5"), ("HK", "16.6"), ("MO", "16.6")])
def test_a_bare_number_is_the_regions_own(region, mm):
    assert read_ring("13", region) == read_ring("13号", region) == Decimal(mm)


@pytest.mark.parametrize("region", ["SG", "MY", "TW", None])
def test_elsewhere_the_system_must_be_told(region):
    with pytest.raises(EntryError, match="HK13, CN13, US13, or in mm"):
        read_ring("13", region)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("HK40", "HK sizes run from 1 to 33."),
        ("CN0", "CN sizes run from 1 to 33."),
        ("HK13.5", "HK sizes run from 1 to 33."),
        ("US20", "US sizes run from 0 to 16 by quarters."),
        ("US6.3", "US sizes run from 0 to 16 by quarters."),
        ("52.1", "That looks like the way round; write the inner diameter, 11 to 26 mm."),
        ("30mm", "A ring measures 11 to 26 mm across."),
        ("", "Write a ring size, like 16.6, HK13, CN13 or US6."),
        ("large", "Write a ring size, like 16.6, HK13, CN13 or US6."),
    ],
)
def test_no_size_is_refused_in_words(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_ring(typed)
    assert str(refusal.value) == sentence


def test_every_view_of_a_size():
    assert ring_words(Decimal("16.6")) == "16.6 mm · HK 13 · CN 13 · US 6"
    assert ring_words(Decimal("16.90")) == "16.9 mm · HK 14 · CN 14 · US 6½"
    assert ring_words(Decimal("26")) == "26 mm"
    assert ring_words(Decimal("20")) == "20 mm · HK 23 · CN 23 · US 10¼"


@pytest.mark.parametrize("system", ["HK", "CN"])
@pytest.mark.parametrize("number", range(1, 34))
def test_a_number_reads_back_from_its_view(system, number):
    assert f"{system} {number}" in ring_words(read_ring(f"{system}{number}")).split(" · ")


@given(st.integers(0, 64))
def test_a_us_size_reads_back_from_its_view(quarters):
    typed = f"US{Decimal(quarters) / 4}"
    view = ring_words(read_ring(typed)).split(" · ")[-1]
    assert read_ring(view) == read_ring(typed)


@given(st.sampled_from(["HK", "CN", "US"]), st.integers(1, 15))
def test_a_bigger_number_is_a_bigger_ring(system, number):
    assert read_ring(f"{system}{number}") < read_ring(f"{system}{number + 1}")


@given(st.text() | st.text("0123456789.HKCNUS港内地美½¼号m #"), st.sampled_from(REGIONS))
def test_any_text_is_read_or_refused(text, region):
    try:
        assert 11 <= read_ring(text, region) <= 26
    except EntryError as refusal:
        assert str(refusal)
