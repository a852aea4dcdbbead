"""What a terminal can't show: the Linux console lacks Chinese letters and signs, and an old locale may lack both."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace

from counter_tui.settings import Settings

CHINESE = "zh_CN"
_COERCED = "C.UTF-8"
"""What Python writes into LC_CTYPE where a locale is not installed (PEP 538)."""


def lacks_signs(environ: Mapping[str, str]) -> bool:
    """Whether boxes, ticks and Chinese letters can't be counted on: TERM=linux, or a locale that is not UTF-8."""
    return environ.get("TERM") == "linux" or not _utf8(environ)


def _utf8(environ: Mapping[str, str]) -> bool:
    """As far as the environment tells: nothing, C and POSIX tell nothing, and Python sets LC_CTYPE for some locales."""
    told = [environ.get("LC_ALL"), environ.get("LC_CTYPE"), environ.get("LANG")]
    if told[1] == _COERCED:
        told[1] = None
    locale = next(filter(None, told), "C")
    return locale in ("C", "POSIX") or "utf8" in locale.lower().replace("-", "")


def fitted(settings: Settings, *, asked_for_chinese: bool) -> Settings:
    """The settings as this terminal can show them, for this time only; nothing of it is written down.

    Signs become plain. Chinese is told to be unreadable, in English, and English is offered, unless Chinese was asked
    for by name (`asked_for_chinese`: --lang or COUNTER_TUI_LANG): then it is told only.
    """
    if sys.platform == "win32" or not lacks_signs(os.environ):
        return settings
    settings = replace(settings, plain=True)
    if settings.language != CHINESE:
        return settings
    # In English, and not translated: Chinese is what can't be read here.
    _tell(
        "This terminal cannot show Chinese: the Linux console has no Chinese letters, nor has a locale without UTF-8.\n"
        "Customers' names in Chinese cannot be read here either; pinyin, phone and number find them as ever.\n"
    )
    if asked_for_chinese:
        _tell("Chinese was asked for with --lang or COUNTER_TUI_LANG, so Chinese it is.\n")
        return settings
    _tell("Enter: go on in English.  c and Enter: Chinese all the same. ")
    return settings if sys.stdin.readline().strip().lower() == "c" else replace(settings, language="en")


def _tell(words: str) -> None:
    sys.stderr.write(words)
    sys.stderr.flush()
