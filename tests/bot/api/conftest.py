"""A till and two customers that it knows."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.tables import CustomerSource
from tests.bot.api.till import Till, till
from tests.business import customer, remember


@pytest.fixture
def business(engine: Engine) -> Engine:
    """A database with Acme and Borealis; nobody has been classified."""
    known = [("main", "C-1", 1), ("main", "C-2", 2), ("shop", "S-2", 2)]
    remember(
        engine,
        customer(1, "Acme"),
        customer(2, "Borealis"),
        *(CustomerSource(source=source, source_id=source_id, customer_id=one) for source, source_id, one in known),
    )
    return engine


@pytest.fixture
def a_till(business: Engine) -> Iterator[Till]:
    """A till that sends to that business."""
    with till(business) as sending:
        yield sending
