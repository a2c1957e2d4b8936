"""What Slack itself finds wrong with a modal before the bot gets to see it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.blocks import VALUES

REQUIRED = "Please complete this required field."
NO_EMAIL = "Please enter a valid email address."
NO_URL = "Please enter a valid URL."
NO_NUMBER = "Please enter a valid number."
NOT_WHOLE = "Please enter a whole number."
SENTENCES = (REQUIRED, NO_EMAIL, NO_URL, NO_NUMBER, NOT_WHOLE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


def complaints(blocks: Sequence[Mapping[str, Any]], held: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what is wrong with the values of inputs, by block id.

    Args:
        held: what every input holds, as `playground.blocks.values` returns it.
    """
    inputs = [block for block in blocks if block["type"] == "input"]
    found = ((block["block_id"], _complaint(block, held[block["block_id"]])) for block in inputs)
    return {block_id: complaint for block_id, complaint in found if complaint}


def _complaint(block: Mapping[str, Any], held: Mapping[str, Any]) -> str | None:
    """Return what is wrong with one input."""
    element = block["element"]
    value = held[element["action_id"]].get(VALUES[element["type"]][1])
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    return next(_typed(element, value), None) if isinstance(value, str) else None


def _typed(element: Mapping[str, Any], value: str) -> Iterator[str]:
    """Yield what is wrong with something typed."""
    if len(value) < element.get("min_length", 0):
        yield f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", len(value)):
        yield f"Please enter at most {element['max_length']} characters."
    if element["type"] == "email_text_input" and not _EMAIL.fullmatch(value):
        yield NO_EMAIL
    if element["type"] == "url_text_input" and not _URL.fullmatch(value):
        yield NO_URL
    if element["type"] == "number_input":
        yield from _number(element, value)


def _number(element: Mapping[str, Any], value: str) -> Iterator[str]:
    """Yield what is wrong with a number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        yield NO_NUMBER
        return
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        yield NOT_WHOLE
    if number < Decimal(element.get("min_value") or number):
        yield f"Please enter a number of at least {element['min_value']}."
    if number > Decimal(element.get("max_value") or number):
        yield f"Please enter a number of at most {element['max_value']}."
