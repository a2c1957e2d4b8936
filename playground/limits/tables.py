"""Tables: the plain one (`table`) and the one that sorts and turns pages (`data_table`).

Source: docs.slack.dev/reference/block-kit/blocks/table-block and data-table-block, read in November 2026. The second
page says 201 rows and 20,000 characters where earlier versions said 101 and 10,000: the smaller numbers hold here, as
not every workspace may have the larger ones yet. It calls the text of a number optional; Slack does not.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.limits.complaint import Complaint
from playground.limits.rich_text import RICH_TEXT
from playground.limits.rules import Rule, keeping
from playground.limits.shapes import Check, choice, flag, integer, listing, number, shape, string, typed, union
from playground.limits.texts import NAME

WORDS: Final = string(least=1)
RAW_TEXT: Final = typed({"text": WORDS}, emoji=flag)
RAW_NUMBER: Final = typed({"value": number()}, text=WORDS)
TOLD_NUMBER: Final = typed({"value": number(), "text": WORDS})

PLAIN: Final[Mapping[str, Check]] = {"raw_text": RAW_TEXT, "raw_number": TOLD_NUMBER}
HEADER: Final = listing(union(PLAIN))
DATA_ROW: Final = listing(union({**PLAIN, "rich_text": RICH_TEXT}), least=1, most=20)
ROW: Final = listing(union({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT}), least=1, most=20)
COLUMN: Final = shape(align=choice("left", "center", "right"), is_wrapped=flag)


def column(value: object, where: str) -> Iterator[Complaint]:
    """Take the settings of a column; null skips one."""
    if value is not None:
        yield from COLUMN(value, where)


def characters(value: object) -> int:
    """Count the characters of every `text` in a value, however deep it is."""
    count, left = 0, [value]
    while left:
        match left.pop():
            case Mapping() as part:
                count += len(part["text"]) if isinstance(part.get("text"), str) else 0
                left.extend(part.values())
            case list() | tuple() as parts:
                left.extend(parts)
    return count


def no_more_characters_than(most: int) -> Rule:
    """Refuse a table that says more than that in all its cells."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
        if characters(value["rows"]) > most:
            yield Complaint(f"{where}/rows", f"must be less than {most + 1} characters")

    return rule


def rows_of_equal_length(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Want as many cells in every row as the first has."""
    width = len(value["rows"][0])
    for place, row in enumerate(value["rows"]):
        if len(row) != width:
            yield Complaint(f"{where}/rows/{place}", f"must provide {width} items")


def plain_header(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Refuse rich text in the first row."""
    yield from HEADER(value["rows"][0], f"{where}/rows/0")


TABLE: Final = keeping(
    typed(
        {"rows": listing(ROW, least=1, most=100)},
        block_id=NAME,
        column_settings=listing(column, most=20),
    ),
    no_more_characters_than(10_000),
)

DATA_TABLE: Final = keeping(
    typed(
        {"caption": string(least=1), "rows": listing(DATA_ROW, least=2, most=101)},
        block_id=NAME,
        page_size=integer(least=1, most=100),
        row_header_column_index=integer(least=0, most=19),
    ),
    rows_of_equal_length,
    plain_header,
    no_more_characters_than(10_000),
)
