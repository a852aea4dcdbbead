"""What clerks type: a fixed mix of texts about customers of a made-up shop, each with whom it should find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from counter_tui import pinyin
from tests.benchmarks.crowd import Person, person

_ASKED_FOR = 7
_SLIPS = 3


@dataclass(frozen=True)
class Typed:
    """A text as it is typed, the kind of thing it is, and the number of the customer it means (0: nobody's)."""

    kind: str
    text: str
    means: int

    def keystrokes(self) -> Iterator[str]:
        """The box after each key."""
        return (self.text[:length] for length in range(1, len(self.text) + 1))


def mix(size: int) -> list[Typed]:
    """The texts, the same every time: names, pinyin, initials, phones, papers, two words, slips, and nobody."""
    rng = random.Random(11)
    found = [Typed("nothing found", text, 0) for text in ("qqxv", "zzzzz", "龘龘", "000000000", "Brzęczysz", "wei qqq")]
    broad = ("zhang wei", "li", "wang li", "zhang wei h", "li wei z", "王", "138 z")
    found += [Typed("broad", text, 0) for text in broad]
    people = [person(1 + rng.randrange(size)) for _ in range(_ASKED_FOR)]
    for at, one in enumerate(people):
        found += _about(one, slips=at < _SLIPS, rng=rng)
    return found


def _about(one: Person, *, slips: bool, rng: random.Random) -> Iterator[Typed]:
    spelt = "".join(min(pinyin.spellings(one.name)))
    phone = one.phones[0]
    national = phone[3:] if phone[1:3] in ("86", "65") else phone[4:]
    tail, certificates = phone[-4:], [bought.certificate for bought in one.bought if bought.certificate]
    yield Typed("name", one.name, one.n)
    yield Typed("pinyin", spelt, one.n)
    yield Typed("initials", pinyin.initials(one.name), one.n)
    yield Typed("phone tail", tail, one.n)
    yield Typed("phone middle", national[2:8], one.n)
    yield Typed("phone", national, one.n)
    yield Typed("phone +", f"{phone[:3]} {national[:3]} {national[3:]}" if phone[1:3] == "86" else phone, one.n)
    yield Typed("name tail", f"{one.name} {tail}", one.n)
    yield Typed("pinyin tail", f"{spelt} {tail}", one.n)
    if certificates:
        yield Typed("certificate", certificates[-1], one.n)
        yield Typed("certificate end", certificates[-1][-6:], one.n)
    yield Typed("invoice", one.bought[-1].invoice, one.n)
    if slips:
        place = rng.randrange(1, len(spelt) - 1)
        yield Typed("slip", spelt[:place] + spelt[place + 1] + spelt[place] + spelt[place + 2 :], one.n)
        yield Typed("slip", national[:-3] + national[-2] + national[-3] + national[-1], one.n)
        yield Typed("slip", f"{spelt} {tail[0]}{tail[2]}{tail[1]}{tail[3]}", one.n)
