"""What the database and the index know about one text, each kind of finding asked for only when it is needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage.names.deciding import customers
from storage.names.folding import squeezed
from storage.names.index import Index, typos_allowed
from storage.names.pinyin import spellings
from storage.names.resolution import Found, Hit, Likeness
from storage.sight import Sight, condition
from storage.tables import Customer, CustomerName, Person

Rows = Select[*tuple[Any, ...]]

CONSIDERED = 50
"""Customers looked at in each way of finding."""

BEARERS = 500
"""Rows looked at when many customers bear the very same name."""

ASKED_AT_ONCE = 5_000
"""Numbers in one query; SQLite takes 32,000."""

LAST_CHARACTER = "\U0010ffff"
"""Sorts after every other, on both databases."""


_CUSTOMERS: Rows = select(
    Customer.id,
    Customer.name,
    Customer.region,
    Customer.city,
    Customer.country,
    Customer.status,
    Customer.owner_id,
    Person.name.label("owner"),
).outerjoin(Person, Person.id == Customer.owner_id)

_HITS: Rows = _CUSTOMERS.join(CustomerName, CustomerName.customer_id == Customer.id).add_columns(
    CustomerName.kind, CustomerName.text, CustomerName.key
)

_NUMBERED = _CUSTOMERS.where(Customer.id.in_(bindparam("ids", expanding=True)))

_BEARING = (
    _HITS.where(CustomerName.key.in_(bindparam("keys", expanding=True)))
    .order_by((CustomerName.text == bindparam("text")).desc(), (Customer.status == "open").desc(), Customer.id)
    .limit(BEARERS)
)

_BEGINNING = (
    _HITS.where(CustomerName.key >= bindparam("first"), CustomerName.key < bindparam("last"))
    .order_by(CustomerName.key)
    .limit(CONSIDERED)
)


@dataclass(frozen=True)
class Search:
    """A folded text, where to look for it, and what has been found so far.

    Attributes:
        index: None while the first one is being read; then nothing but the database is searched.
    """

    session: Session
    key: str
    sight: Sight
    index: Index | None

    def bearing(self, text: str) -> list[Hit]:
        """Return the names whose key is the text's or sounds like it, those written like `text` and open ones first."""
        keys = {self.key, squeezed(self.key), *("".join(syllables) for syllables in spellings(self.key)[:1])}
        rows = self.session.execute(_limited(_BEARING, self.sight), {"keys": list(keys), "text": text})
        return [_hit(row) for row in rows]

    @cached_property
    def begun(self) -> list[Hit]:
        """The names that begin with the key, or else with the key without its spaces, in order of the alphabet."""
        return self._beginning(self.key) or self._beginning(squeezed(self.key))

    @cached_property
    def slips(self) -> list[Likeness]:
        """The customers with a name within a single typo of the key."""
        return self._near(1)

    @cached_property
    def near(self) -> list[Likeness]:
        """The customers with a name within as many typos of the key as it may have, so far as they matter.

        Nobody over a typo further off than the nearest makes that one less sure; of two in question already, none is.
        """
        typos = min(self._typos, self.slips[0].typos + 1) if self.slips else self._typos
        close = {customer.id for customer in customers(self.begun)} | {slip.customer.id for slip in self.slips}
        return self._near(typos) if typos > 1 and len(close) < 2 else self.slips

    @cached_property
    def called(self) -> list[Found]:
        """The customers whose name has all words of the key."""
        return self.visible(self.index.called(self.key)) if self.index else []

    def like(self) -> Iterator[list[Found]]:
        """Yield the customers the text may mean, from the likeliest kind of finding to the least."""
        yield self._recognised(self.slips) + customers(self.begun)
        yield self.called
        if self.index:
            yield self.visible(self.index.containing(self.key))
            yield self._recognised(self.near) + self.visible(self.index.resembling(self.key))

    def sharing(self) -> list[Found]:
        """Return customers whose names share words with the key."""
        return self.visible(self.index.sharing(self.key)) if self.index else []

    def all_ids(self) -> list[int]:
        """Return the numbers of all customers, seen or not, that the text finds, best first."""
        ids = [customer.id for customer in customers(self.begun)]
        if self.index:
            ids += [*self.index.called(self.key).tolist(), *self.index.containing(self.key).tolist()]
            ids += self.index.near(self.key, self._typos)
        if self.index and not ids:
            ids = self.index.resembling(self.key).tolist()
        return list(dict.fromkeys(ids))

    def visible(self, ids: Iterable[int], *, at_most: int = CONSIDERED) -> list[Found]:
        """Return the first of these customers that the asker may see, in the order given."""
        seen: list[Found] = []
        for some in filter(len, _pieces(list(map(int, ids)), CONSIDERED)):
            rows = self.session.execute(_limited(_NUMBERED, self.sight), {"ids": some})
            found = {row.id: _found(row) for row in rows}
            seen += [found[number] for number in some if number in found]
            if len(seen) >= at_most:
                break
        return seen[:at_most]

    @property
    def _typos(self) -> int:
        """How many typos the key may have and still be recognised."""
        return typos_allowed(squeezed(self.key))

    def _recognised(self, near: list[Likeness]) -> list[Found]:
        """Return the customers whose names the key may be a misspelling of."""
        return [likeness.customer for likeness in near if likeness.typos <= self._typos]

    def _beginning(self, key: str) -> list[Hit]:
        """Return the names that begin with `key`: a span of the index, the same on both databases."""
        span = {"first": key, "last": key + LAST_CHARACTER}
        return [_hit(row) for row in self.session.execute(_limited(_BEGINNING, self.sight), span)]

    def _near(self, typos: int) -> list[Likeness]:
        """Return the customers with a name at most so many typos away, nearest first."""
        near = self.index.near(self.key, typos) if self.index else {}
        return [Likeness(customer, near[customer.id]) for customer in self.visible(near)]


def seen(session: Session, ids: Sequence[int], sight: Sight) -> list[int]:
    """Return which of the customers the asker may see, open ones first, otherwise in the order given."""
    closed: dict[int, bool] = {}
    for some in _pieces(ids, ASKED_AT_ONCE):
        rows = select(Customer.id, Customer.status).where(Customer.id.in_(some))
        closed |= {number: status != "open" for number, status in session.execute(_limited(rows, sight))}
    return sorted((number for number in ids if number in closed), key=closed.__getitem__)


def _pieces(ids: Sequence[int], first: int) -> Iterator[Sequence[int]]:
    """Yield a few numbers, and then, if these did not do, many at a time."""
    yield ids[:first]
    for start in range(first, len(ids), ASKED_AT_ONCE):
        yield ids[start : start + ASKED_AT_ONCE]


def _limited(rows: Rows, sight: Sight) -> Rows:
    """Limit a selection of customers by name or number to those in sight."""
    limit = condition(sight, is_sought=False)
    return rows if limit is None else rows.where(limit)


def _found(row: Any) -> Found:
    """Read a customer."""
    known = (row.id, row.name, row.region, row.city, row.country, row.owner)
    return Found(*known, closed=row.status != "open", owner_id=row.owner_id)


def _hit(row: Any) -> Hit:
    """Read a name with its customer."""
    return Hit(_found(row), row.kind, row.text, row.key)
