"""Headings over two rows: what merged cells name together, and the row below or above names one by one."""

from collections.abc import Sequence
from itertools import zip_longest

Cells = Sequence[str]


def heading(rows: Sequence[Cells], place: int) -> tuple[list[str], int]:
    """Return the names of the columns, and how many rows they take from the header on.

    Args:
        rows: the first rows of a file, as they follow one another.
        place: which of them is the header.
    """
    header = [cell.strip() for cell in rows[place]]
    below = [cell.strip() for cell in rows[place + 1]] if place + 1 < len(rows) else []
    if _names_columns(below, header):
        return _together(header, below), 2
    return _completed(header, rows[place - 1] if place else []), 1


def _names_columns(below: Cells, header: Cells) -> bool:
    """Say whether a row names columns that the header names together: several, and nothing else stands in it.

    Where the header names a single column, it is empty; and it has no numbers.
    """
    filled = {place for place, cell in enumerate(below) if cell}
    nameless = {place for place, own in enumerate(header) if not own and any(header[:place])}
    together = nameless | {place - 1 for place in nameless}
    numbers = any(sign.isdigit() for cell in below for sign in cell)
    return len(filled) > 1 and bool(filled & nameless) and filled <= together and not numbers


def _together(header: Cells, below: Cells) -> list[str]:
    """Return each name with the heading that it stands under."""
    names, above = [], ""
    for own, part in zip_longest(header, below, fillvalue=""):
        above = own or above
        names.append(f"{above} {part}".strip() if part else own)
    return names


def _completed(header: Cells, above: Cells) -> list[str]:
    """Return the header with names from the row of headings above it, where a cell spans both; a title is none."""
    if sum(bool(cell.strip()) for cell in above) < 2:
        return list(header)
    spans = [cell.strip() if cell.strip() not in header else "" for cell in above]
    return [own or span for own, span in zip_longest(header, spans[: len(header)], fillvalue="")]
