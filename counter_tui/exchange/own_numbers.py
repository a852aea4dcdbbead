"""The numbers in a list that this program has written: C000123-7F3A1, S000456-0C9D2.

Behind the number stands a mark of the record itself. A number alone tells nothing: another shop has a C000123 too, and
records that were emptied and filled again, or an import that was taken back, give it to somebody else.
"""

from __future__ import annotations

import re
from hashlib import sha1

_OWN = re.compile("[CS][0-9]{6,9}-[0-9A-F]{5}")
_MARK = 5  # digits of the sixteen: of a million wrong numbers one is taken for right


def own_number(number: str, uuid: str) -> str:
    """The `number` of a customer or a sale, as the program shows it, with the mark of the record that has it."""
    return f"{number}-{sha1(uuid.encode(), usedforsecurity=False).hexdigest()[:_MARK].upper()}"


def read_own(said: str) -> str | None:
    """The number a cell holds; None in a row that somebody has added."""
    said = said.upper()
    return said if _OWN.fullmatch(said) else None


def figure(own: str) -> int:
    """The number as the records have it."""
    return int(own[1 : -_MARK - 1])
