"""Cells of a workbook: what each shows, and the number it holds, which no notation of the file can change."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

CELL = pa.struct([("cell shows", pa.string()), ("cell holds", pa.float64())])
"""A cell: its text, and its value where it is a number."""


def cells(shown: Sequence[str], numbers: Sequence[float | None]) -> pa.StructArray:
    """Return a column of cells."""
    arrays = [pa.array(shown, pa.string()), pa.array(numbers, pa.float64())]
    return pa.StructArray.from_arrays(arrays, fields=list(CELL))


def shown(column: pa.Array) -> pa.Array:
    """Return what the cells of a column show (text); other columns as they are."""
    return pc.struct_field(column, 0) if column.type == CELL else column


def numbers(column: pa.Array) -> pa.Array:
    """Return the numbers that a column of cells or numbers holds, null for anything else."""
    if column.type == CELL:
        return pc.struct_field(column, 1)
    known = pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
    return column if known else pa.nulls(len(column), pa.float64())


def typed(column: pa.Array) -> pa.Array:
    """Return the cells of a column that hold text (null for numbers); other columns as they are."""
    if column.type != CELL:
        return column
    return pc.if_else(numbers(column).is_valid(), pa.scalar(None, pa.string()), shown(column))
