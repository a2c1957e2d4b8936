"""How the processes of a run share the tests: pytest-xdist asks `tests.conftest` for it."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = "tests/playground/page/"
"""Tests with one server and one browser for all of them."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Gives whoever is free the next test, or all of those that belong together: they come first, as they take long."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test belongs to: most often nothing but itself."""
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid
