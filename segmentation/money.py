"""Money as whole ten-thousandths of the currency unit: exact sums, in any order, on any engine."""

from decimal import ROUND_HALF_EVEN, Decimal

SCALE = 10_000
"""Ten-thousandths in one currency unit; four decimals is what invoicing systems export."""

LARGEST = 10**15
"""The largest amount accepted for one receipt, in ten-thousandths (a hundred thousand million units): sums of nine
thousand of them still fit 64 bits."""


def stored(amount: Decimal) -> int:
    """Return `amount` in whole ten-thousandths, halves to even."""
    return int((amount * SCALE).to_integral_value(rounding=ROUND_HALF_EVEN))


def shown(amount: int) -> Decimal:
    """Return whole ten-thousandths as an exact decimal."""
    return Decimal(amount) / SCALE
