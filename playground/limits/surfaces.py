"""Which blocks may stand where, and what holds for all the blocks of a message or a view together.

Source: docs.slack.dev/reference/block-kit/blocks, read in November 2026. That actions of messages take no menu of
several choices is not written there; Slack answers so.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final, Literal, TypeAlias, cast

from playground.limits.complaint import Complaint
from playground.limits.layout import BLOCKS
from playground.limits.menus import SEVERAL_CHOICES
from playground.limits.rules import repeated
from playground.limits.shapes import Check, listing, union
from playground.limits.tables import characters

Surface: TypeAlias = Literal["message", "modal", "home"]
Blocks: TypeAlias = Sequence[Mapping[str, Any]]

ONLY_IN_MODALS: Final = {"alert"}
ONLY_IN_MESSAGES: Final = {"call", "context_actions", "data_visualization", "file", "markdown", "plan", "task_card"}
NOT_IN_MODALS: Final = {"carousel", "container", "data_table", "table"}

REFUSED: Final[Mapping[Surface, Set[str]]] = {
    "message": ONLY_IN_MODALS,
    "modal": ONLY_IN_MESSAGES | NOT_IN_MODALS,
    "home": ONLY_IN_MESSAGES | ONLY_IN_MODALS,
}
MOST_BLOCKS: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}

SURFACES: Final[Mapping[Surface, Check]] = {
    surface: listing(
        union({name: check for name, check in BLOCKS.items() if name not in refused}), most=MOST_BLOCKS[surface]
    )
    for surface, refused in REFUSED.items()
}

CHARTS_IN_A_MESSAGE: Final = 2
CHARACTERS_IN_DATA_TABLES: Final = 10_000


def blocks(value: object, *, surface: Surface, where: str = "/blocks") -> list[Complaint]:
    """Say everything that Slack has against these blocks; `where` is their place in the request."""
    return list(SURFACES[surface](value, where)) or list(_together(cast(Blocks, value), surface, where))


def _together(given: Blocks, surface: Surface, where: str) -> Iterator[Complaint]:
    placed = list(_every(given, where))
    yield from repeated("block_id", ((f"{place}/block_id", block.get("block_id")) for place, block in placed))
    if surface == "message":
        yield from _too_much(placed, where)
        for place, block in placed:
            if block["type"] == "actions" and any(each["type"] in SEVERAL_CHOICES for each in block["elements"]):
                yield Complaint(place, "unsupported element: multiselect")


def _every(given: Blocks, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, block in enumerate(given):
        yield f"{where}/{number}", block
        yield from _every(block.get("child_blocks", ()), f"{where}/{number}/child_blocks")


def _too_much(placed: Sequence[tuple[str, Mapping[str, Any]]], where: str) -> Iterator[Complaint]:
    tables, charts = (
        [place for place, block in placed if block["type"] == kind] for kind in ("table", "data_visualization")
    )
    yield from (Complaint(place, "only_one_table_allowed") for place in tables[1:])
    for place in charts[CHARTS_IN_A_MESSAGE:]:
        yield Complaint(place, f"no more than {CHARTS_IN_A_MESSAGE} data_visualization blocks allowed")
    if characters([block for _, block in placed if block["type"] == "data_table"]) > CHARACTERS_IN_DATA_TABLES:
        yield Complaint(where, f"must be less than {CHARACTERS_IN_DATA_TABLES + 1} characters")
