"""Why rows cannot be used: the first check that a row fails is its reason."""

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc


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
