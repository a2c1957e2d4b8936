"""Columns as text: ids and names as typed, numbers without a pointless point."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.parsing.cells import shown

BYTES = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)
NOT_TEXT = " \t\r\n\u00a0\u3000\ufeff\u200b\u200e\u200f\u202a\u202c\u202d\u2060"
"""White space, and marks that nobody sees: programs put them around what is copied from them."""

NOTHING = pa.array(
    [
        *("NULL", "null", "\\N", "N/A", "n/a", "NaN", "nan", "NaT", "None", "<NA>"),
        *("-", "--", "–", "—", "无"),
        *("#N/A", "#NULL!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DIV/0!"),
    ]
)
"""What databases, spreadsheets and programs write where there is nothing."""

ROUNDED = r"^\d(\.\d+)?[eE]\+\d{2,3}$"
"""A long id as a spreadsheet shows it, and saves it as CSV: 1.00004E+27."""

LARGEST_WHOLE = 2.0**53
"""Whole floating-point numbers up to here are written without a point: they are exact, and may be ids."""


def text(column: pa.Array) -> pa.Array:
    """Return a column as text, trimmed; nothing is null, and so is what a number is not (NaN).

    Whole floating-point numbers lose their point, so that an id that a missing neighbour made a float stays itself.
    """
    column = shown(column)
    kind = column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if pa.types.is_floating(kind):
        column = _number_text(column)
    elif pa.types.is_nested(kind):
        column = _spelt(column, lambda value: json.dumps(value, ensure_ascii=False, default=str))
    elif isinstance(kind, pa.BaseExtensionType):
        column = _spelt(column, str)
    elif any(is_bytes(kind) for is_bytes in BYTES):
        column = _spelt(column, lambda value: value.decode("utf-8", errors="backslashreplace").replace("\0", ""))
    elif not pa.types.is_string(kind):
        column = column.cast(pa.string())
    trimmed = pc.utf8_trim(column, characters=NOT_TEXT)
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), pa.scalar(None, pa.string()), trimmed)


def joined(columns: Mapping[str, pa.Array], names: Sequence[str]) -> pa.Array:
    """Return the text of several columns joined by a space, leaving out what is missing, however that is written."""
    parts = [_told(text(columns[name])) for name in names]
    if len(parts) == 1:
        return parts[0]
    # Arrow leaves out rows of nothing but nulls, so each begins with an empty part, of which trimming leaves nothing.
    return text(pc.binary_join_element_wise("", *parts, " ", null_handling="skip"))


def rounded(ids: pa.Array) -> pa.Array:
    """Say which ids have lost their last digits (bool): several become alike by that."""
    if not pc.any(pc.match_substring(ids, "+")).as_py():
        return pa.repeat(False, len(ids))
    return pc.match_substring_regex(ids, ROUNDED)


def _told(values: pa.Array) -> pa.Array:
    """Return texts without those that stand for nothing."""
    return pc.if_else(pc.is_in(values, value_set=NOTHING), pa.scalar(None, pa.string()), values)


def _spelt(column: pa.Array, spell: Callable[[Any], str]) -> pa.Array:
    """Return each value as `spell` writes it."""
    return pa.array([None if value is None else spell(value) for value in column.to_pylist()], pa.string())


def _number_text(column: pa.Array) -> pa.Array:
    """Return floating-point numbers in their shortest form, whole ones as integers, NaN as nothing."""
    number = column.cast(pa.float64())
    number = pc.if_else(pc.is_nan(number), pa.scalar(None, pa.float64()), number)
    whole = pc.and_(pc.equal(pc.floor(number), number), pc.less_equal(pc.abs(number), LARGEST_WHOLE))
    integers = pc.if_else(whole, number, pa.scalar(None, pa.float64())).cast(pa.int64(), safe=False).cast(pa.string())
    return pc.coalesce(integers, number.cast(pa.string()))
