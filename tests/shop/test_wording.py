"""The trade's things as they are said: to the clerk, and to the customer."""

from __future__ import annotations

import pytest

from counter_tui.i18n import set_language
from counter_tui.shop.wording import certificate_words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("lab", "certificate", "said"),
    [
        ("gia", "2141438171", "GIA 2141438171"),
        ("ngtc", "NGTC 88123456789", "NGTC 88123456789"),
        ("ngtc", "88123456789", "NGTC 88123456789"),
        ("other", "A-7", "A-7"),
        ("", "A-7", "A-7"),
        ("金质所", "A-7", "金质所 A-7"),
        ("gia", "", ""),
    ],
)
def test_a_certificate_with_who_gave_it(language: str, lab: str, certificate: str, said: str) -> None:
    set_language(language)
    assert certificate_words(lab, certificate) == said
