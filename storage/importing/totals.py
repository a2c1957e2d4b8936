"""Lines of totals, which reports put among their rows: no customers, unless somebody is really called so."""

from storage.importing.parsing.words import TOTALS


def is_total(column: str) -> str:
    """Return the SQL that says whether a text stands before sums: Total, Grand Total: 12, 合计."""
    words = ", ".join(f"'{word}'" for word in sorted(TOTALS))
    without_number = rf"lower(regexp_replace({column}, '[\s:：]+[\d.,\s]*$', ''))"
    return rf"regexp_replace({without_number}, '[^\pL\pN]', '', 'g') IN ({words})"
