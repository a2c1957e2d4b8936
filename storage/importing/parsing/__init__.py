"""Turning text as people and systems write it into days, amounts, ids and truths, a column at a time."""
