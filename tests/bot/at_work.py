"""Threads that can say whether anything is still being done in them."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class AtWork:
    """What a bot gets its threads from."""

    def __init__(self) -> None:
        self._open: set[Future[Any]] = set()

    def __call__(self, most: int, name: str) -> Executor:
        """Return at most so many threads."""
        return _Watched(most, name, self._open)

    def is_busy(self) -> bool:
        """Whether something is being done, or waits for a thread."""
        return bool(self._open)


class _Watched(ThreadPoolExecutor):
    """Threads whose work is written down in `open_` for as long as it lasts."""

    def __init__(self, most: int, name: str, open_: set[Future[Any]]) -> None:
        super().__init__(most, thread_name_prefix=name)
        self._open = open_

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        return future
