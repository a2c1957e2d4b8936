"""The rules: each a file with one function; to add one, a file here, a line in `RULES`, an entry in the catalogue."""

from segmentation.rule import Rule

RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are explained."""
