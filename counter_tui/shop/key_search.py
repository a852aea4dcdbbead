"""From beginnings of keys to customers, the best first, without ever reading a wide range of keys whole.

Where one of the words is rare, everybody who has it is fetched and put in order. Where all are broad, first comes what
is quick to know: the words as one, a phone's last digits, a whole name, the most recent customers from memory. Then the
records are read on in portions, only as far as somebody pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from counter_tui.models.plain import among
from counter_tui.shop.key_rows import (
    NARROW,
    Span,
    beginning,
    count_within,
    exactly,
    how_many,
    justly,
    onward,
    who_has,
    within,
)
from counter_tui.shop.likeliest import BEGINS, INSIDE, likeliness
from counter_tui.shop.match_facts import facts_of
from counter_tui.shop.recent import Recent
from counter_tui.shop.search_keys import NUMBER, PHONE, Word, probes_of

_COUNTED = 2500
_LONG = 4
_TAIL = 4
_MEND = 60
"""A word that may be so many things is a slip mended in all ways that exist: not counted once more."""
_SHARED = 400
"""So many may share their last four digits: of a million customers some 150, of a town's landlines more."""
_PORTION = 50
_CHECKED = 40
_A_PAGE = 20
_TAILED = PHONE + NUMBER

Ids = Iterable[list[int]]
Keys = list[tuple[str, int]]


@dataclass
class Hits:
    """Who was found, in portions of ids to take one by one; each customer comes once. Of `words` only those beginnings
    are left that some key has.

    `quick` are known at once, `further` are read from the records as they come; None: there is nobody else. `hits` is
    the key by which the first word found whom it did, of all who were just read; `keys` how many there are at least.
    """

    words: Sequence[Word]
    quick: Iterator[list[int]]
    further: Iterator[list[int]] | None = None
    hits: Mapping[int, str] = field(default_factory=dict)
    keys: int = 0

    def count(self) -> int | None:
        """How many customers there are in all, if one word tells it quickly."""
        if len(self.words) != 1:
            return None
        (word,) = self.words
        most = _COUNTED if min(map(len, word)) > _LONG else NARROW * 3
        return count_within(list(map(beginning, word)), most) if self.keys < most else None


def search(typed: Sequence[str], words: Sequence[Word], whole: Word) -> Hits:
    """The customers that have a key for each of `words`.

    `typed` are the folded words, `whole` what all of them mean as one. The likeliest come first, then the most recently
    served; where more than some hundred fit, only the 2000 most recent of all and each further portion are in that
    order. Reading goes no further than portions are taken; one may be empty.
    """
    sizes = how_many({probe for word in (*words, whole) if len(word) <= _MEND for probe in word})
    words = [tuple(probe for probe in word if sizes.get(probe, NARROW)) for word in words]
    if not all(words):
        return Hits(words, iter(()))
    asked = _Question(typed, words, tuple(probe for probe in whole if sizes.get(probe, NARROW)), sizes)
    if any(map(asked.is_rare, words)):
        return Hits(words, iter([_all_who_fit(asked)]), hits=asked.hits)
    seen: set[int] = set()
    quick, further = _fresh(_quick(asked), seen), _fresh(_further(asked), seen)
    return Hits(words, quick, further, asked.hits, sum(sizes.get(probe, 0) for probe in words[0]))


def forget_recent() -> None:
    """Read the most recent customers anew with the next wide search."""
    _recent.forget()


def hurry() -> None:
    """Answer the next wide search from a few of the most recent customers: nobody waits for the others to be read."""
    _recent.hurry()


def read_recent() -> None:
    """Read the most recent customers now (some 0.1 s), so that no keystroke has to."""
    _recent.catch_up()


def _all_who_fit(asked: _Question) -> list[int]:
    """Everybody who has the rare words, and the broad ones too."""
    words = list(filter(asked.is_rare, asked.words))
    keys = within([beginning(probe) for word in words for probe in word], NARROW * len(words))
    rare = {word: asked.just([key for key in keys if key[0].startswith(word)], word) for word in words}
    ids = set.intersection(*map(set, rare.values()))
    ids = _who_has(asked, ids, [word for word in asked.words if word not in rare])
    found = [rare.get(word, {}) for word in asked.words]
    return _in_order({customer: [keys.get(customer, "") for keys in found] for customer in ids}, asked.typed)


def _in_order(just: Mapping[int, Sequence[str]], typed: Sequence[str], least: int = INSIDE) -> list[int]:
    """Those who are still customers, and likely enough, the likeliest first, then the most recently served."""
    if len(just) <= _A_PAGE:  # all of them will be shown
        served = [(facts.last_seen, customer, facts.name) for customer, facts in facts_of(list(just)).items()]
    else:
        served = among("SELECT last_seen, id, name FROM customer WHERE id IN (…)", list(just))
    order = [(likeliness(name, typed, just[customer]), seen, customer) for seen, customer, name in served]
    return [customer for rank, _, customer in sorted(order, reverse=True) if rank[0] >= least]


@dataclass
class _Question:
    """What is looked for: the words as typed, the beginnings each may mean, and those of all of them as one.

    `sizes` says how many keys begin so; a mended word's are not counted. `read` are spans that were read whole, `shown`
    those of which everybody was answered, `hits` the keys by which the first word found people.
    """

    typed: Sequence[str]
    words: Sequence[Word]
    whole: Word
    sizes: Mapping[str, int]
    read: dict[tuple[Span, ...], Keys] = field(default_factory=dict)
    shown: set[Span] = field(default_factory=set)
    hits: dict[int, str] = field(default_factory=dict)

    @property
    def rarest(self) -> Word:
        """The word that is likely to have the fewest keys: the longest, and of those the last, a given name."""
        return max(zip(map(len, self.typed), range(len(self.typed)), self.words, strict=True))[-1]

    @property
    def tails(self) -> Iterator[list[Span]]:
        """For each word what may be a phone's last digits, or digits of something else that few have."""
        for text, word in zip(self.typed, self.words, strict=True):
            if text.isdigit() and len(text) >= _TAIL:
                yield [exactly(probe) for probe in word if probe[0] in _TAILED or self.size(probe) <= NARROW]

    def size(self, probe: str) -> int:
        """How many keys begin so, as far as that was counted."""
        return self.sizes.get(probe, NARROW)

    def is_rare(self, word: Word) -> bool:
        """Whether so few have the word that all of them can be read."""
        return sum(map(self.size, word)) <= NARROW

    def just(self, keys: Keys, word: Word) -> dict[int, str]:
        """Whose keys these are, with the one that is just one of `word`, or ""."""
        just = justly(keys, word)
        if word is self.words[0]:
            for key, customer in keys:
                self.hits.setdefault(customer, just[customer] or key)
        return just

    @property
    def name(self) -> Word:
        """The words that are no numbers as one, if there are several and a number besides."""
        spelt = [text for text in self.typed if not text.isdigit()]
        return probes_of("".join(spelt)) if 1 < len(spelt) < len(self.typed) else ()


def _fresh(portions: Ids, seen: set[int]) -> Iterator[list[int]]:
    for portion in portions:
        fresh = [customer for customer in portion if customer not in seen]
        seen.update(fresh)
        yield fresh


def _quick(asked: _Question) -> Iterator[list[int]]:
    several, tails = len(asked.words) > 1, list(asked.tails)
    if several or not tails:
        yield _few(asked, map(exactly, asked.whole), least=BEGINS)
    if several:
        yield _as_one(asked)
    for spans in tails:
        yield from _tailed(asked, spans)
    if several:
        yield _few(asked, map(beginning, asked.name))
    yield from _recent.having(asked.typed, asked.words)


def _as_one(asked: _Question) -> list[int]:
    """The likeliest of those who have the words as one, if they are few: Li Na is looked for in Lina's file too."""
    keys = within(map(beginning, asked.whole))
    if len(keys) > NARROW:
        return []
    ids, none = {customer for _, customer in keys}, [""] * len(asked.words)
    likely = _in_order(dict.fromkeys(ids, none), asked.typed)[:_CHECKED]
    fitting = _who_has(asked, set(likely), asked.words)
    return [customer for customer in likely if customer in fitting]


def _tailed(asked: _Question, spans: list[Span]) -> Iterator[list[int]]:
    """Whose phone ends so, or whose number it is; then whose papers are just it."""
    keys = within(spans, _SHARED)
    if len(keys) > _SHARED:
        yield _few(asked, [span for span in spans if span[0][0] in _TAILED], most=_SHARED)
        return
    asked.shown.update(spans)
    yield _checked(asked, [key for key in keys if key[0][0] in _TAILED], asked.words)
    yield _checked(asked, [key for key in keys if key[0][0] not in _TAILED], asked.words)


def _few(asked: _Question, spans: Iterable[Span], least: int = INSIDE, most: int = NARROW) -> list[int]:
    """Customers with a key in one of `spans` and one for each word, if the spans hold few."""
    spans = tuple(spans)
    keys = within(spans, most)
    if len(keys) > most:
        return []
    asked.read[spans] = keys
    asked.shown.update(spans if least == INSIDE else ())
    return _checked(asked, keys, asked.words, least)


def _further(asked: _Question) -> Iterator[list[int]]:
    """Everybody once more, read from the records: who is just it, who has the words as one, who has the rarest."""
    if len(asked.words) > 1:
        others = [word for word in asked.words if word is not asked.rarest]
        yield from _read_on(asked, map(beginning, asked.whole), asked.words)
        yield from _read_on(asked, map(beginning, asked.rarest), others)
    else:
        yield from _read_on(asked, map(exactly, asked.whole), [])
        yield from _read_on(asked, map(beginning, asked.rarest), [])


def _read_on(asked: _Question, spans: Iterable[Span], words: Sequence[Word]) -> Iterator[list[int]]:
    spans = tuple(span for span in spans if span not in asked.shown)
    if spans in asked.read:
        yield _checked(asked, asked.read[spans], words)
        return
    for few in _packed(asked, spans):
        for portion in [within(few)] if len(few) > 1 else onward(few[0], _PORTION):
            yield _checked(asked, portion, words)


def _packed(asked: _Question, spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Spans that follow each other, as many as can be read at once."""
    few: list[Span] = []
    room = NARROW
    for span in spans:
        size = asked.size(span[0])
        if few and size > room:
            yield few
            few, room = [], NARROW
        few.append(span)
        room -= size
    if few:
        yield few


def _checked(asked: _Question, keys: Keys, words: Sequence[Word], least: int = INSIDE) -> list[int]:
    """Those of a portion who have a key for each of `words`, and are likely enough, in order."""
    if len(asked.words) == 1:
        just = asked.just(keys, asked.words[0])
        return _in_order({customer: (key,) for customer, key in just.items()}, asked.typed, least)
    ids, none = {customer for _, customer in keys}, [""] * len(asked.words)
    return _in_order(dict.fromkeys(_who_has(asked, ids, words), none), asked.typed, least)


def _who_has(asked: _Question, ids: set[int], words: Iterable[Word]) -> set[int]:
    """Those of `ids` who have a key for each of `words`; the longest word is looked for first, it fits the fewest."""
    words = sorted(words, key=lambda word: -len(word[0]))
    if not words:
        return ids
    found = who_has(ids, words)
    if asked.words[0] in words:
        at = words.index(asked.words[0])
        asked.hits.update((customer, keys[at]) for customer, keys in found.items() if customer not in asked.hits)
    return set(found)


_recent = Recent()
