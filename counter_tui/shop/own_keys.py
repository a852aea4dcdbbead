"""The search keys in the records: each by itself, to be found by its beginning, and all of a customer in one text, to
see at once whether they have everything that was typed. Both are written here, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from counter_tui.models import SearchKey, db, on_server
from counter_tui.models.bulk import Rows, insert, told_meanwhile
from counter_tui.models.plain import among, rows, run, run_among
from counter_tui.shop.journal import hold
from counter_tui.shop.search_keys import Findable, keys_of

LINE = "\n"
_STEPS_A_KEY = 40
_ON_A_SERVER = 20_000
"""So many customers' keys are put in order at once by a server; the embedded database takes all together, else it would
walk through its whole tree again and again."""

_PHONES = "SELECT typed, e164 FROM phone WHERE customer_id = ?"
_INVOICES = "SELECT invoice FROM sale WHERE customer_id = ?"
_PIECES = """
    SELECT p.style, p.certificate, p.engraving FROM piece p JOIN sale s ON p.sale_id = s.id WHERE s.customer_id = ?
"""
_OWN = "SELECT customer_id, keys FROM own_keys WHERE customer_id IN (…)"
_KEPT = """
    INSERT INTO own_keys (customer_id, keys) VALUES (?, ?) ON CONFLICT (customer_id) DO UPDATE SET keys = excluded.keys
"""
_ADDED = """
    INSERT INTO own_keys (customer_id, keys) SELECT customer_id, keys FROM new_keys WHERE true ORDER BY place
    ON CONFLICT (customer_id) DO UPDATE SET keys = own_keys.keys || substr(excluded.keys, 2)
"""
_KNOWN = "SELECT customer_id FROM new_keys JOIN own_keys USING (customer_id)"


def as_text(keys: Iterable[str]) -> str:
    """A customer's keys, a line each; a line's end before each, so that a key is found by its beginning."""
    return LINE + "".join([key + LINE for key in sorted(keys)])


def keys_in(text: str) -> list[str]:
    """The keys of such a text."""
    return text.split(LINE)[1:-1]


def texts_of(ids: Sequence[int]) -> dict[int, str]:
    """The keys of these customers as they are now, each a text; who has none is not among them."""
    return dict(among(_OWN, ids))


def keys_known(ids: Sequence[int]) -> dict[int, set[str]]:
    """The keys of each of these customers as they are now."""
    texts = texts_of(ids)
    return {customer: set(keys_in(texts.get(customer, ""))) for customer in ids}


def rewrite_keys(customer_id: int) -> None:
    """Make a customer's keys those of the records as they are now; part of the transaction that changed the records."""
    who = _findable(customer_id)
    wanted = keys_of(who) if who else set()
    known = keys_known([customer_id])[customer_id]
    for key in known - wanted:
        run("DELETE FROM search_key WHERE key = ? AND customer_id = ?", key, customer_id)
    Rows(SearchKey, "key", "customer_id", ignore=True).write([(key, customer_id) for key in sorted(wanted - known)])
    if who is None:
        run("DELETE FROM own_keys WHERE customer_id = ?", customer_id)
    elif wanted != known:
        run(_KEPT, customer_id, as_text(wanted))


def remove_keys(ids: Sequence[int]) -> None:
    """Nobody is to find these customers any more; part of the transaction that removes them."""
    run_among(f"DELETE FROM search_key WHERE (key, customer_id) IN ({_each('own_keys')} WHERE customer_id IN (…))", ids)
    run_among("DELETE FROM own_keys WHERE customer_id IN (…)", ids)


class NewKeys:
    """What a list makes findable, set aside in the database itself and put in its place in order: so a tree grows
    fastest. For one transaction that has begun to write."""

    def __init__(self) -> None:
        run("CREATE TEMPORARY TABLE new_keys (place INTEGER, customer_id INTEGER, keys TEXT)")
        self._many = self._keys = 0

    def put(self, found_by: Iterable[tuple[int, set[str]]]) -> None:
        """Set some customers' keys aside; each customer comes once, with keys they do not have."""
        some = [(customer, keys) for customer, keys in found_by if keys]
        rows = [(place, customer, as_text(keys)) for place, (customer, keys) in enumerate(some, self._many)]
        insert("INSERT INTO new_keys VALUES ", [db.param] * 3, rows)
        self._keys += sum(len(keys) for _customer, keys in some)
        self._many += len(rows)

    def write(self, advance: Callable[[float], None]) -> None:
        """Write them all; `advance` is told which part of them is done, and may raise.

        Whoever would change a known customer's file meanwhile has to wait for the end of the transaction: they would
        write the text anew, without what comes to it.
        """
        if on_server():
            hold(customer for (customer,) in rows(_KNOWN))
        at_once = _ON_A_SERVER if on_server() else max(self._many, 1)
        into = f"INSERT INTO search_key (key, customer_id) {_each('new_keys')} WHERE place >= ? AND place < ?"
        for first in range(0, self._many, at_once):
            with told_meanwhile(advance, self._keys * _STEPS_A_KEY):
                run(f"{into} ORDER BY key, customer_id ON CONFLICT DO NOTHING", first, first + at_once)
            advance(min((first + at_once) / self._many, 1))
        run(_ADDED)
        run("DROP TABLE new_keys")


def _each(table: str) -> str:
    """Each key of a table of texts with its customer; SQLite takes apart no text but JSON's lists."""
    if on_server():
        lines = "unnest(string_to_array(trim(keys, chr(10)), chr(10)))"
        return f"SELECT key, customer_id FROM {table} CROSS JOIN {lines} AS key"
    escaped = "replace(replace(trim(keys, char(10)), '\\', '\\\\'), '\"', '\\\"')"
    listed = f"""'["' || replace({escaped}, char(10), '","') || '"]'"""
    return f"SELECT value AS key, customer_id FROM {table} CROSS JOIN json_each({listed})"


def _findable(customer_id: int) -> Findable | None:
    own = rows("SELECT number, name, wechat FROM customer WHERE id = ?", customer_id)
    if not own:
        return None
    number, name, wechat = own[0]
    pieces = rows(_PIECES, customer_id)
    return Findable(
        number,
        name,
        wechat,
        phones=tuple((typed, e164) for typed, e164 in rows(_PHONES, customer_id)),
        invoices=tuple(invoice for (invoice,) in rows(_INVOICES, customer_id)),
        styles=tuple(style for style, _, _ in pieces),
        certificates=tuple(certificate for _, certificate, _ in pieces),
        engravings=tuple(engraving for _, _, engraving in pieces),
    )
