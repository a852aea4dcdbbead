"""Finds the header row of a sheet and what each of its columns means; says which it is not sure of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from string import ascii_uppercase

from counter_tui import text as safe
from counter_tui.exchange.cells import text_of
from counter_tui.exchange.headers import COUNTED, HEADERS, IGNORED, ONLY_WHOLE, OWN_NUMBERS
from counter_tui.exchange.own_numbers import read_own
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.exchange.units import IN_BRACKETS, scale
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import plain
from counter_tui.shop.entry.dates import read_partial
from counter_tui.shop.entry.phones import split_phones

HEADER_WITHIN = 40  # rows from the top that may be titles and notes
_SAMPLE = 200  # rows below the header that are looked at
_EXAMPLES = 3
_MOSTLY = 0.7
_LONGEST = 20  # characters of a header that is one, and no sentence
_OF = re.compile(r"\b(?:of|per|for)\b.*")
_LUNAR = re.compile("农历|阴历|旧历|lunar")
_TAIL = re.compile("日期|时间|date|time|号码|number|no|元|克|g|ct|[0-9]+")
"""What may stand behind the word that says what a column is."""
_A_DAY = ("日期", "时间", "date")
_DAYS = {"birthday", "lunar_birthday", "anniversary", "sale_date"}
_NOT_THEIRS = re.compile(
    "配偶|老公|老婆|丈夫|妻子|爱人|孩子|小孩|子女|宝宝|儿子|女儿|父亲|母亲|父母|家人|介绍人|推荐人|紧急"
    "|登记|注册|入会|会员日|开卡|办卡|建档|添加|录入|创建|更新|修改|回访|下次|预约|跟进|提醒|到期|有效期"
    "|累计|累积|历史|最近|最后|上次|首次|总消费|消费总额|原价|标价|吊牌|零售|批发|成本|进价"
    "|(?:类型|颗数|粒数|数量|件数|次数|状态|等级|级别|净度|颜色|切工|折扣|率|type|qty|quantity|colou?r|clarity|cut|grade"
    r"|status|discount)$|\b(?:spouse|husband|wife|partner|child(?:ren)?|kids?|son|daughter|father|mother|emergency"
    r"|refer\w+|introduc\w+|join\w*|regist\w+|sign-?up|created|updated|added|follow\w*|next|remind\w*|expir\w+|valid"
    r"|lifetime|cumulative|last (?:purchase|visit|sale|order|contact)|first (?:purchase|visit|sale|order)|visits"
    r"|cost|list|retail|rrp)\b"
)
"""Other people, other days, other sums and mere properties: not what the rest of such a name says."""


@dataclass(frozen=True)
class Column:
    """One column: `field` is a key of HEADERS, or None if nobody knows. `sure` unless it was guessed.

    `examples` are its first few values, so that a person can tell.
    """

    index: int
    header: str
    field: str | None
    sure: bool
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """What the columns of a sheet mean. `header_row` counts from 1 as the spreadsheet shows it; 0: there is none."""

    header_row: int
    columns: tuple[Column, ...]

    @property
    def usable(self) -> bool:
        """Whether a customer can be told from another: by name or by phone."""
        return bool({"name", "surname", "given", "phone"} & {column.field for column in self.columns})

    @property
    def questions(self) -> tuple[Column, ...]:
        """The columns a person should be asked about."""
        return tuple(column for column in self.columns if not column.sure)

    def answered(self, index: int, field: str | None) -> Mapping:
        """The same, with column `index` meaning `field` for sure, None to leave it out; no two mean the same."""

        def settle(column: Column) -> Column:
            if column.index == index:
                return replace(column, field=field, sure=True)
            if field and column.field == field:
                return replace(column, field=None)
            return column

        return replace(self, columns=tuple(settle(column) for column in self.columns))


def find_columns(sheet: Sheet, region: str | None, today: dt.date) -> Mapping:
    """The header row and the meaning of each column, by its name or else by its values.

    A column known by its very name is sure; one that is only like a name, or guessed from phones or dates in it, is
    not, nor is one that means nothing known here.
    """
    top = list(islice(sheet.rows(), HEADER_WITHIN + _SAMPLE))
    place, named = header_row(top[:HEADER_WITHIN])
    below = top[place + 1 :] if place is not None else top
    columns = _own_numbers(_by_name([header_of(cell) for cell in named], below, region), below)
    columns = _by_value(columns, below, region, today)
    if all(column.field != "phone" for column in columns):  # a second phone alone is the first
        columns = [replace(column, field="phone") if column.field == "phone2" else column for column in columns]
    return Mapping(0 if place is None else place + 1, tuple(columns))


def header_of(cell: Cell) -> str:
    """The name of a column, as it stands in its cell."""
    return safe.clean(str(cell), 60) if cell is not None else ""


def folded(header: str) -> str:
    return re.sub(r"[^\w#]", "", plain(header).casefold()).replace("_", "")


_NAMES = {folded(name): (field, rank) for field, names in HEADERS.items() for rank, name in enumerate(names)}
_NO_USE = {folded(name) for name in IGNORED}


def is_name(header: str) -> bool:
    """Whether a text names a column, or is like a name of one."""
    return len(header) <= _LONGEST and bool(named(header) or folded(header) in _NO_USE or like_named(header))


def column_letters(index: int) -> str:
    """A for the first column, as the spreadsheet program calls it."""
    high, low = divmod(index, len(ascii_uppercase))
    return (ascii_uppercase[high - 1] if 0 < high <= len(ascii_uppercase) else "") + ascii_uppercase[low]


def named(header: str) -> tuple[str, int] | None:
    """The field a header names, and the rank of that name among the field's names."""
    return _NAMES.get(folded(header)) or _NAMES.get(folded(IN_BRACKETS.sub("", header)))


def like_named(header: str) -> str | None:
    """The field that the end of a header names: 客户生日 is a birthday, Sales date a date."""
    said = plain(IN_BRACKETS.sub("", header)).casefold().strip()
    if _NOT_THEIRS.search(said):
        return None
    rest = folded(_OF.sub("", said) or said)
    is_a_day = rest.endswith(_A_DAY)
    while 0 < len(rest) <= _LONGEST:
        field = None if rest.endswith(_A_DAY) else _at_the_end(rest)
        if field and (not is_a_day or field in _DAYS):
            return "lunar_birthday" if field == "birthday" and _LUNAR.search(plain(header).casefold()) else field
        tail = next((len(found[0]) for found in _TAIL.finditer(rest) if found.end() == len(rest)), 0)
        if not tail:
            break
        rest = rest[:-tail]
    return "sale_date" if is_a_day else None


def _at_the_end(folded: str) -> str | None:
    """The field with the longest name that stands at the end."""
    names = (folded[start:] for start in range(len(folded)))
    return next(
        (
            _NAMES[name][0]
            for name in names
            if name in _NAMES and name not in ONLY_WHOLE and (len(name) > 2 or not name.isascii())
        ),
        None,
    )


def header_row(rows: list[Row]) -> tuple[int | None, Row]:
    """Where the headers stand, and they themselves: the row with the most names known or like known ones, one known and
    one more, or one that stands alone. Of a name over two rows the lower one has it: 金价 and 实收 under 价格."""
    best, found = 0, (None, [])
    for number, row in enumerate(rows):
        for cells in (row, _with_those_above(row, rows[number - 1] if number else [])):
            texts = [cell for cell in cells if isinstance(cell, str) and safe.clean(cell)]
            known = {exact[0] for text in texts if (exact := named(text))}
            like = {field for text in texts if (field := like_named(text))} | known
            worth = len(known) + len(like) + (cells is not row and number - 1 == found[0])
            if known and len(like) >= min(2, len(texts)) and worth > best:
                best, found = worth, (number, cells)
    return found


def _with_those_above(row: Row, above: Row) -> Row:
    """A row of headers, its empty cells filled with the names that stand above them, its units behind them; the row
    itself where it names nothing that the one above leaves open."""
    texts = [header_of(cell) for cell in row]
    said = [text for text in texts if text]
    if not said or any(not (named(text) or IN_BRACKETS.fullmatch(text) or text.isalpha()) for text in said):
        return row
    pairs = list(zip_longest(row, texts, above))
    more = any(text and (IN_BRACKETS.fullmatch(text) or (named(text) and over is None)) for _cell, text, over in pairs)
    if not more and sum(bool(named(text)) for text in said) < 2:
        return row

    def joined(cell: Cell, text: str | None, over: Cell) -> Cell:
        if not isinstance(over, str) or not named(over):
            return cell
        return over if cell is None else f"{over}{text}" if text and IN_BRACKETS.fullmatch(text) else cell

    return [joined(*pair) for pair in pairs]


def _by_name(headers: list[str], below: list[Row], region: str | None) -> list[Column]:
    width = max([len(headers), *(len(row) for row in below)], default=0)
    columns = []
    for index in range(width):
        header = headers[index] if index < len(headers) else ""
        examples = _examples(below, index)
        if header and not named(header) and folded(header) in _NO_USE:
            columns.append(Column(index, header, None, True, examples))
        elif header or examples:
            columns.append(Column(index, header, None, False, examples))
    _settle(columns, named, region, sure=True)
    _settle(columns, lambda header: (found, 0) if (found := like_named(header)) else None, region, sure=False)
    return columns


def _own_numbers(columns: list[Column], below: list[Row]) -> list[Column]:
    """The numbers of customers and sales, in a list that this program has written."""
    of = {name: field for names in COUNTED.values() for name, field in zip(names[1:], OWN_NUMBERS, strict=True)}
    cells = (_at(row, column.index) for column in columns if column.header in of for row in below)
    if not any(cell is not None and read_own(text_of(cell)) for cell in cells):
        return columns
    return [replace(c, field=of[c.header], sure=True) if c.header in of else c for c in columns]


def _settle(
    columns: list[Column], known: Callable[[str], tuple[str, int] | None], region: str | None, *, sure: bool
) -> None:
    """Give each open column its field; the better name takes it, and a second phone column is the second phone. One
    whose figures are in another unit stays open."""
    taken = {column.field for column in columns}
    again = _named_again(columns)
    ranked = sorted(
        (found[1], place, found[0])
        for place, column in enumerate(columns)
        if column.field is None and not column.sure and (found := known(column.header))
        if scale(found[0], column.header, region) is not None
    )
    for _rank, place, field in ranked:
        if field == "phone" and field in taken and folded(columns[place].header) not in again:
            field = "phone2"
        if field not in taken:
            columns[place] = replace(columns[place], field=field, sure=sure)
            taken.add(field)


def _named_again(columns: list[Column]) -> set[str]:
    """The names that come again with other names: those are of another table, or of other people."""
    names = [folded(column.header) for column in columns if named(column.header)]
    again = {name for name in names if names.count(name) > 1}
    return again if len(again) > 1 else set()


def _by_value(columns: list[Column], below: list[Row], region: str | None, today: dt.date) -> list[Column]:
    taken = {column.field for column in columns}
    for place, column in enumerate(columns):
        if (
            column.field
            or column.sure
            or like_named(column.header)
            or _NOT_THEIRS.search(plain(column.header).casefold())
        ):
            continue
        values = [cell for row in below if (cell := _at(row, column.index)) is not None]
        if not values:
            continue
        shares = {
            "phone": sum(_phone(cell, region) for cell in values) / len(values),
            "sale_date": sum(_day(cell, today) for cell in values) / len(values),
        }
        field = max(shares, key=lambda name: shares[name])
        if shares[field] >= _MOSTLY and field not in taken:
            columns[place] = replace(column, field=field)
            taken.add(field)
    return columns


def _examples(rows: Iterable[Row], index: int) -> tuple[str, ...]:
    cells = (cell for row in rows if (cell := _at(row, index)) is not None)
    return tuple(text_of(cell, 24) for cell in islice(cells, _EXAMPLES))


def _at(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None


def _phone(cell: Cell, region: str | None) -> bool:
    if isinstance(cell, int | float):
        cell = f"{cell:.0f}"
    return isinstance(cell, str) and any(entry.verified for entry in split_phones(cell, region))


def _day(cell: Cell, today: dt.date) -> bool:
    if isinstance(cell, dt.date):
        return True
    try:
        return isinstance(cell, str) and read_partial(cell, today).year is not None
    except EntryError:
        return False
