"""Why rows cannot be used: the first check that a row fails is its reason."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

LONGEST = 500
"""Characters of a text by which things are looked up: PostgreSQL indexes no more than 2,700 bytes."""


class Check(NamedTuple):
    """Rows that fail (bool, null as no), the reason, and per row what is wrong (text)."""

    fails: pa.Array
    reason: str
    detail: pa.Array | None = None


def refusals(rows: int, checks: Sequence[Check]) -> dict[str, pa.Array]:
    """Return the columns `reason` and `detail` (text, null where a row passes every check)."""
    reason = detail = pa.nulls(rows, pa.string())
    for check in reversed(checks):
        fails = pc.fill_null(check.fails, False)
        if pc.any(fails).as_py():
            reason = pc.if_else(fails, check.reason, reason)
            detail = pc.if_else(fails, pa.scalar(None, pa.string()) if check.detail is None else check.detail, detail)
    return {"reason": reason, "detail": detail}


def too_long(shown: Mapping[str, pa.Array], fields: Sequence[str]) -> Iterator[Check]:
    """Yield the checks that no text of these fields, if the file has them, is too long to be looked up by."""
    for field in fields:
        if field in shown:
            long = pc.greater(pc.utf8_length(shown[field]), LONGEST)
            yield Check(long, f"{field} has more than {LONGEST} characters")
