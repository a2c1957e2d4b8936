"""How the processes of a run share the tests: pytest-xdist asks `tests.conftest` for it."""

from collections.abc import Mapping

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER: Mapping[str, tuple[str, ...]] = {
    "one server and one browser": ("tests/playground/page/",),
    "one process of which others are copies": (
        "tests/bot/api/test_visits.py",
        "tests/bot/test_never_lost_never_twice.py",
        "tests/storage/handovers/test_killed.py",
        "tests/storage/importing/test_killed.py",
        "tests/storage/test_profiles.py",
    ),
}
"""Tests that take something which is dear to make, each beginning so."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Gives whoever is free the next test, or all of those that belong together: they come first, as they take long."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Give somebody the next, and forget what they are done with: to count it after each test takes seconds."""
        given = self.assigned_work[node]
        self.assigned_work[node] = {scope: tests for scope, tests in given.items() if not all(tests.values())}
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test belongs to: most often nothing but itself."""
        return next((what for what, tests in TOGETHER.items() if nodeid.startswith(tests)), nodeid)
