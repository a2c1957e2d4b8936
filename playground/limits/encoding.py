"""Arguments as they come: JSON, or a string of JSON in a form."""

import json
from typing import Any, Final

BEYOND_MEASURE: Final = 1 << 30


def loaded(written: str | bytes) -> Any:
    """Read JSON, but nothing that could not be passed on as such: no NaN, no halves of characters, nothing endless.

    Raises:
        ValueError: it is no such JSON.
    """
    try:
        value = json.loads(written)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return value


def decoded(value: object) -> Any:
    """Return what an argument says; None if it is a string but no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return loaded(value)
    except ValueError:
        return None


def size(value: object) -> int:
    """Count the bytes of a value as JSON; more than any limit where it cannot be written as such."""
    try:
        return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))
    except (TypeError, ValueError, RecursionError):
        return BEYOND_MEASURE
