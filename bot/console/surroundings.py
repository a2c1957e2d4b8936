"""What surrounds every command: the clock it goes by, and the sentence it ends with where it cannot do its work."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from adbc_driver_manager import Error as BulkError
from sqlalchemy.exc import DatabaseError, OperationalError

from bot import clock
from bot.settings import InvalidSettings, clock_file

UNUSABLE = {DatabaseError, OperationalError}
"""What a database raises that does not answer, or is none; its other errors are mistakes of ours."""

PREFIX = re.compile(r"^[A-Z_]+: (?:\[\w+\] )?(?:failed to execute: |Failed to \w+ query(?: '.*?')?: )?", re.DOTALL)
"""What the bulk driver puts before the database's own words."""


@contextmanager
def prepared() -> Iterator[None]:
    """Follow the clock for the block; settings or a database that cannot be used end the process with a sentence."""
    clock.follow(clock_file())
    try:
        yield
    except InvalidSettings as mistakes:
        sys.exit(str(mistakes))
    except DatabaseError as failure:
        if type(failure) not in UNUSABLE:
            raise
        sys.exit(f"The database at DATABASE_URL cannot be used: {reason(failure)}")
    except BulkError as failure:
        sys.exit(f"The database at DATABASE_URL cannot be used: {reason(failure)}")


def reason(failure: Exception) -> str:
    """Return what the database itself says, in one line."""
    return PREFIX.sub("", str(getattr(failure, "orig", None) or failure)).partition("\n")[0]
