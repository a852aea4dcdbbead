"""Clerks at the counter (M1), and the forms of address a shop uses for its customers."""

from __future__ import annotations

from dataclasses import dataclass

from counter_tui.i18n import _, language, pgettext
from counter_tui.models import Clerk
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.text import NAME_LENGTH, clean

_COMPOUND = frozenset(
    ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "轩辕", "夏侯", "长孙", "宇文", "独孤", "南宫", "百里", "歐陽", "諸葛", "東方", "尉遲", "公孫", "軒轅"]
)


@dataclass(frozen=True)
class ClerkRow:
    """Somebody who can be chosen at the counter."""

    id: int
    name: str


@transaction
def add_clerk(shop: Shop, name: str, by: int | None = None) -> ClerkRow:
    """Somebody new at the counter."""
    name = clean(name, NAME_LENGTH)
    if not name:
        raise ShopError(_("Type the clerk's name."))
    if Clerk.select().where(Clerk.name == name, Clerk.active).exists():
        raise ShopError(_("{name} is on the list already.").format(name=name))
    row = Clerk.create(name=name)
    note(by or row.id, None, "clerk.added", name=name)
    return ClerkRow(row.id, row.name)


def clerks(shop: Shop) -> tuple[ClerkRow, ...]:
    """Everybody who serves now, in the order they were added."""
    rows = Clerk.select().where(Clerk.active).order_by(Clerk.id)
    return tuple(ClerkRow(row.id, row.name) for row in rows)


def address(name: str, sex: str, honorific: str = "") -> str:
    """How a customer is spoken to: 张女士, Ms Zhang, Mr Carter; the whole name when nothing is known.

    A Chinese name gives its surname first, a Latin one last; an honorific on file (such as 老师 or Dr) wins.
    """
    chinese = any("\u3400" <= c <= "\u9fff" for c in name)
    surname = (name[:2] if name[:2] in _COMPOUND else name[:1]) if chinese else (name.split() or [""])[-1]
    if not honorific and sex not in ("male", "female"):
        return name
    if chinese or language() == "zh_CN":
        title = honorific or {"male": "先生", "female": "女士"}[sex]
        return f"{surname}{title}" if chinese else f"{surname} {title}"
    title = honorific or (pgettext("title", "Mr") if sex == "male" else pgettext("title", "Ms"))
    return f"{title} {surname}"
