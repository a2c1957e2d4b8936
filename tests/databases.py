"""On which databases a test runs."""

import pytest

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For a test of what no SQL of its own decides: others of the same module run the same SQL on PostgreSQL too."""
