"""Amounts: text or numbers in, whole ten-thousandths out, exactly."""

from contextlib import suppress
from decimal import Context, Decimal, InvalidOperation

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.importing.parsing.cells import CELL, numbers, typed
from storage.importing.parsing.text import text

EXACT = pa.decimal128(38, 18)
DIGITS = Context(prec=EXACT.precision)
USUAL = pa.decimal128(15, 4)
"""What nearly every amount fits, and nothing beyond the largest: casting to it takes no rounding and no check."""

FACTOR = pa.decimal128(16, 0)
"""What an amount in ten-thousandths fits."""

SMALLEST = pa.scalar(Decimal(1) / money.SCALE**2, pa.decimal128(9, 8))
"""The product of two ten-thousandths."""

LARGEST = Decimal(money.LARGEST) / money.SCALE
CURRENCY = (
    r"(?i)[a-z]{0,3}\p{Sc}|元|圆|人民币|/-$|kr\b\.?|zł|kč|\b(?:s?fr|rs?|rm|rp|tl|ft)\b\.?|"
    r"cny|cnh|rmb|usd|eur|gbp|jpy|chf|hkd|sgd|aud|nzd|cad|mxn|brl|inr|krw|twd|ntd|thb|myr|idr|php|vnd|aed|sar|ils|zar|"
    r"try|rub|uah|sek|nok|dkk|pln|czk|huf|ron|bgn"
)
MARKS = "['’`´_]"
"""Signs that group digits as a space does."""

NO_CENTS = r"([.,])--?$"
"""Dashes in place of cents, as in 12.- or 12,--: no minus."""

PLAIN = r"^[+-]?(\d{1,18}(\.\d*)?|\.\d+)$"
SCIENTIFIC = r"^[+-]?(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,3}$"


def amounts(column: pa.Array, decimal: str) -> pa.Array:
    """Return amounts in whole ten-thousandths (int64), halves to even; what is no amount, or beyond all sense, is null.

    Args:
        column: numbers, or text with `decimal` as decimal sign; currency signs, grouping, spaces, full-width digits,
            brackets or a trailing minus for negative amounts are understood.
    """
    if column.type == CELL:
        return pc.coalesce(amounts(numbers(column), decimal), amounts(typed(column), decimal))
    values = text(column)
    if not pa.types.is_string(column.type):
        return _ten_thousandths(_decimals(values))
    if decimal == ".":
        with suppress(pa.ArrowInvalid):
            return _units(values.cast(USUAL))
        with suppress(pa.ArrowInvalid):
            return _ten_thousandths(values.cast(EXACT))
    return _ten_thousandths(_decimals(_ungrouped(bare(values), decimal)))


def products(quantities: pa.Array, prices: pa.Array) -> pa.Array:
    """Return quantities times prices, all in whole ten-thousandths, halves to even; what is beyond sense is null."""
    rough = pc.abs(pc.multiply(quantities.cast(pa.float64()), prices.cast(pa.float64())))
    sensible = pc.less_equal(rough, float(money.LARGEST * money.SCALE))
    factors = (pc.if_else(sensible, values, pa.scalar(None, pa.int64())) for values in (quantities, prices))
    exact = pc.multiply(*(values.cast(pa.decimal128(19, 0)).cast(FACTOR) for values in factors))
    return _ten_thousandths(pc.multiply(exact.cast(pa.decimal128(20, 0)), SMALLEST).cast(EXACT))


def bare(values: pa.Array) -> pa.Array:
    """Return amounts without currency, in half width, the minus in front; separators between digits stay."""
    values = pc.utf8_normalize(pc.replace_substring_regex(values, pattern=MARKS, replacement=" "), "NFKC")
    values = pc.replace_substring_regex(values, pattern=CURRENCY, replacement="")
    values = pc.replace_substring_regex(values, pattern="[−–—‐]", replacement="-")
    values = pc.replace_substring_regex(values, pattern=r"\s*([^\d\s])\s*", replacement=r"\1")
    values = pc.replace_substring_regex(values, pattern=NO_CENTS, replacement=r"\1")
    values = pc.replace_substring_regex(pc.utf8_trim_whitespace(values), pattern=r"^\(([^-].*)\)$", replacement=r"-\1")
    return pc.replace_substring_regex(values, pattern=r"^([^-].*)-$", replacement=r"-\1")


def _ungrouped(values: pa.Array, decimal: str) -> pa.Array:
    """Return amounts with a point as decimal sign and no grouping; badly grouped ones become null."""
    group = "," if decimal == "." else "."
    sign, cut = (rf"\{mark}" for mark in (decimal, group))
    grouped = rf"[1-9]\d{{0,2}}({cut}\d{{2,3}})*{cut}\d{{3}}|[1-9]\d{{0,2}}( \d{{3}})+"
    good = rf"^[+-]?(\d*|{grouped})({sign}\d*)?([eE][+-]?\d+)?$"
    values = pc.if_else(pc.match_substring_regex(values, good), values, pa.scalar(None, pa.string()))
    for mark in (" ", group):
        values = pc.replace_substring(values, mark, "")
    return pc.replace_substring(values, decimal, ".")


def _decimals(values: pa.Array) -> pa.Array:
    """Return text as exact decimals, null where it is not a number."""
    plain = pc.fill_null(pc.match_substring_regex(values, PLAIN), False)
    short = pc.replace_substring_regex(values, pattern=r"^(.*\.\d{18})\d+$", replacement=r"\1")
    numbers = pc.if_else(plain, short, pa.scalar(None, pa.string())).cast(EXACT)
    scientific = pc.fill_null(pc.match_substring_regex(values, SCIENTIFIC), False)
    if not pc.any(scientific).as_py():
        return numbers
    few = pa.array([_decimal(value) for value in values.filter(scientific).to_pylist()], EXACT)
    return pc.replace_with_mask(numbers, scientific, few)


def _decimal(value: str) -> Decimal | None:
    """Return a number in scientific notation, None if it is beyond all sense."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number.quantize(Decimal("1e-18"), context=DIGITS) if abs(number) <= LARGEST else None


def _ten_thousandths(numbers: pa.Array) -> pa.Array:
    """Return exact decimals in whole ten-thousandths; what is beyond the largest amount becomes null."""
    sensible = pc.less_equal(pc.abs(numbers), pa.scalar(LARGEST, EXACT))
    rounded = pc.round(pc.if_else(sensible, numbers, pa.scalar(None, EXACT)), 4, "half_to_even")
    return _units(rounded.cast(pa.decimal128(38, 4)))


def _units(units: pa.Array) -> pa.Array:
    """Return decimals of four places, none beyond the largest amount, in whole ten-thousandths."""
    # A decimal is 16 bytes, its low half first; what is at most LARGEST fits into that half.
    low = np.frombuffer(units.buffers()[1], np.int64)[::2][units.offset : units.offset + len(units)]
    return pa.array(low, mask=~np.asarray(units.is_valid()))
