"""Two languages. `_()` translates where it runs, `N_()` marks a class-level string for the catalogue."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
DOMAIN = "counter_tui"

_language = "en"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def assets() -> Path:
    """The folder of the shop's words and numbers: inside an installed wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets"


def set_language(code: str) -> None:
    """Use `code` (a key of LANGUAGES) from now on, everywhere."""
    global _language, _catalogue
    _language = code
    _catalogue = gettext.translation(DOMAIN, assets() / "locale", [code], fallback=True)


def language() -> str:
    """The language in use: a key of LANGUAGES."""
    return _language


def guess_language() -> str:
    """The language of this PC: Chinese for any Chinese locale, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh_CN" if value.lower().startswith("zh") else "en"
    import locale

    return "zh_CN" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def N_(text: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark `text` for the catalogue; translate it later with `_()`."""
    return text


def _(text: str) -> str:
    """`text` in the language in use. The empty string stays empty (gettext would answer the catalogue's header)."""
    return _catalogue.gettext(text) if text else text


def in_each_language(text: str) -> list[str]:
    """`text` in every language: what this program wrote may have been written in another one."""
    folder = assets() / "locale"
    return [gettext.translation(DOMAIN, folder, [code], fallback=True).gettext(text) for code in LANGUAGES]


def ngettext(one: str, many: str, n: int) -> str:
    """The form for `n`; format it with `.format(n=n)`."""
    return _catalogue.ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """`text` where one English word needs several Chinese ones; `context` tells which."""
    return _catalogue.pgettext(context, text)
