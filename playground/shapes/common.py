"""What all shapes are made of."""

from collections.abc import Mapping
from typing import Any

Shape = dict[str, Any]


def present(**fields: Any) -> Mapping[str, Any]:
    """Return the fields that are there: Slack leaves out what is empty."""
    return {name: value for name, value in fields.items() if value}
