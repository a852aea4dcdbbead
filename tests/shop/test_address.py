"""How a customer is spoken to, by what is known of name, sex and form of address."""

from __future__ import annotations

import pytest

from counter_tui import i18n
from counter_tui.shop.address import address


@pytest.mark.parametrize(
    ("name", "sex", "honorific", "english", "chinese"),
    [
        ("张晓红", "f", "", "张女士", "张女士"),
        ("欧阳娜娜", "f", "miss", "欧阳小姐", "欧阳小姐"),
        ("张晓红", "", "", "张晓红", "张晓红"),
        ("张晓红", "f", "teacher", "张老师", "张老师"),
        ("王女士", "f", "ms", "王女士", "王女士"),
        ("王芳女士", "f", "ms", "王女士", "王女士"),
        ("小王", "m", "", "王先生", "王先生"),
        ("老张", "m", "", "张先生", "张先生"),
        ("阿芳", "f", "", "阿芳", "阿芳"),
        ("Emily Carter", "f", "", "Ms Carter", "Carter女士"),
        ("Tan Mei Ling", "f", "", "Ms Tan", "Tan女士"),
        ("Mr Tan Wei Ming", "m", "", "Mr Tan", "Tan先生"),
        ("Mr Tan", "m", "", "Mr Tan", "Tan先生"),
        ("Zoë Carter", "", "dr", "Dr Carter", "Carter医生"),
    ],
)
def test_a_customer_is_spoken_to_as_the_shop_would(name: str, sex: str, honorific: str, english: str, chinese: str):
    assert address(name, sex, honorific) == english
    i18n.set_language("zh_CN")
    assert address(name, sex, honorific) == chinese
