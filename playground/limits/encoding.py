"""Arguments as they come: JSON, or a string of JSON in a form."""

import json
from typing import Any, Final

BEYOND_MEASURE: Final = 1 << 30


def decoded(value: object) -> Any:
    """Return what an argument says; None if it is a string but no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def size(value: object) -> int:
    """Count the bytes of a value as JSON; more than any limit where it cannot be written as such."""
    try:
        return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))
    except (TypeError, ValueError, RecursionError):
        return BEYOND_MEASURE
