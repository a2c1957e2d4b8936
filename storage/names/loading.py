"""Keeping the index of names in memory, one per process and database, as new as the last import.

A small business's index is read when it is asked for. A large one takes seconds and is read in the background; a
question waits a moment for it and is answered without it, or from the one before, if it takes longer. In a large
business, whoever sees only some customers has an index of these, read when it is asked for, and again when others are
theirs: what nobody looks at need not be searched.
"""

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from weakref import WeakKeyDictionary

import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Engine, String, case, func, literal, select
from sqlalchemy.orm import Session

from storage.names.index import Index, index
from storage.names.rows import Kind
from storage.runs import CLASSIFICATION
from storage.sight import EVERYTHING, Sight, condition
from storage.tables import Customer, CustomerName, Run

INDEXED = (Kind.NAME, Kind.ALIAS, Kind.FULL, Kind.SPELLING, Kind.PINYIN)
"""What may be misspelt and still be found: not ids, not initials."""

SMALL = 20_000
"""Customers up to whom the index is read at once, in a tenth of a second."""

PATIENCE = 2.0
"""Seconds a question waits for the first index of a large business; Slack waits for three."""

PATIENCE_WITH_A_STALE_ONE = 0.05
"""Seconds a question waits for a newer index than the one at hand."""

CUSTOMERS_AT_ONCE = 50_000
"""Customers read in one piece."""

FEW = 50_000
"""Customers in sight up to whom they have an index of their own, read within half a second."""

KEPT = 64
"""Such indexes kept in memory, those asked for last."""

Version = tuple[int | None, int | None, int | None]
"""The last import, the last customer, and the number of names where they are few."""

_LAST = select(func.coalesce(func.max(Customer.id), 0)).scalar_subquery()

_STATE = select(
    select(func.max(Run.id)).where(Run.kind != CLASSIFICATION, Run.finished_at.is_not(None)).scalar_subquery(),
    _LAST,
    case((_LAST <= SMALL, select(func.count()).select_from(CustomerName).scalar_subquery())),
)

_LINE = CustomerName.customer_id.cast(String) + literal("\t") + CustomerName.key

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Part:
    """The index of those in sight of somebody, and of what it was made: of which names, and of whose."""

    made_of: tuple[Version, str]
    index: Index


@dataclass
class _Shelf:
    """The index of one database, the signal that a newer one is being read, and indexes of parts."""

    version: Version | None = None
    index: Index | None = None
    coming: Event | None = None
    parts: OrderedDict[Sight, _Part] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def put(self, version: Version, index: Index) -> None:
        """Replace the index."""
        with self.lock:
            self.version, self.index = version, index

    def put_part(self, sight: Sight, part: _Part) -> None:
        """Keep the index of those in sight, and no more than so many."""
        with self.lock:
            self.parts[sight] = part
            self.parts.move_to_end(sight)
            while len(self.parts) > KEPT:
                self.parts.popitem(last=False)


_shelves: WeakKeyDictionary[Engine, _Shelf] = WeakKeyDictionary()


def current(session: Session, *, sight: Sight = EVERYTHING, patience: float = PATIENCE) -> Index | None:
    """Return the index of all names, or the one before the last import, or None while the first is being read.

    Args:
        sight: who is looked for; in a large business of few of them alone, if they are few.
        patience: seconds to wait for the first index of a large business.
    """
    engine = session.get_bind().engine
    shelf = _shelves.setdefault(engine, _Shelf())
    version = _version(session)
    if version[-1] is None and (part := _part(session, shelf, sight, version)):
        return part
    if shelf.version == version:
        return shelf.index
    if version[-1] is not None:
        shelf.put(version, read(session))
    else:
        _coming(shelf, engine, version).wait(PATIENCE_WITH_A_STALE_ONE if shelf.index else patience)
    return shelf.index


def read(session: Session) -> Index:
    """Read the index of all names from the database."""
    first, last = session.execute(select(func.min(CustomerName.customer_id), func.max(CustomerName.customer_id))).one()
    starts = [] if first is None else range(first, last + 1, CUSTOMERS_AT_ONCE)
    made = _indexed(pa.concat_tables([_NO_NAMES, *(_piece(session, start) for start in starts)]))
    pa.default_memory_pool().release_unused()
    return made


def _part(session: Session, shelf: _Shelf, sight: Sight, version: Version) -> Index | None:
    """Return the index of those in sight, if they are few."""
    limit = condition(sight)
    if limit is None:
        return None
    few = select(Customer.id).where(limit).limit(FEW + 1).subquery()
    ids = session.scalar(select(func.aggregate_strings(few.c.id.cast(String), ","))) or ""
    if ids.count(",") >= FEW:
        return None
    known = shelf.parts.get(sight)
    if known is None or known.made_of != (version, ids):
        seen = CustomerName.customer_id.in_(select(Customer.id).where(limit))
        text = session.scalar(select(func.aggregate_strings(_LINE, "\n")).where(seen, CustomerName.kind.in_(INDEXED)))
        known = _Part((version, ids), _indexed(_parsed(text) if text else _NO_NAMES))
    shelf.put_part(sight, known)
    return known.index


def _version(session: Session) -> Version:
    """Return what tells one state of the names from another."""
    imported, newest, few = session.execute(_STATE).one()
    return imported, newest, few


def _coming(shelf: _Shelf, engine: Engine, version: Version) -> Event:
    """Return the signal that a newer index has been read, having begun to read it if nobody has."""
    with shelf.lock:
        if shelf.coming is None or shelf.coming.is_set():
            shelf.coming = Event()
            Thread(target=_fetch, args=(shelf, engine, version, shelf.coming), daemon=True, name="names").start()
        return shelf.coming


def _fetch(shelf: _Shelf, engine: Engine, version: Version, done: Event) -> None:
    """Read the index and put it on the shelf; should that fail, the next question tries again."""
    try:
        with Session(engine) as session:
            shelf.put(version, read(session))
    except Exception:
        logger.exception("could not read the index of names")
    finally:
        done.set()


def _indexed(names: pa.Table) -> Index:
    """Return the index of a table of customers and keys."""
    return index(pa.concat_arrays(names["key"].chunks), names["customer_id"].to_numpy())


def _piece(session: Session, start: int) -> pa.Table:
    """Read the names of the customers from number `start` on as one text, which is ten times as fast as rows."""
    span = CustomerName.customer_id.between(start, start + CUSTOMERS_AT_ONCE - 1)
    text = session.scalar(select(func.aggregate_strings(_LINE, "\n")).where(span, CustomerName.kind.in_(INDEXED)))
    return _parsed(text) if text else _NO_NAMES


def _parsed(text: str) -> pa.Table:
    """Return lines of customer and key as a table."""
    return csv.read_csv(
        pa.BufferReader(text.encode()),
        read_options=csv.ReadOptions(column_names=_NO_NAMES.column_names, use_threads=False),
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=csv.ConvertOptions(column_types=_NO_NAMES.schema),
    )


_NO_NAMES = pa.table({"customer_id": pa.array([], pa.int64()), "key": pa.array([], pa.string())})
