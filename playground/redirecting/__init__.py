"""Bring bots that call https://slack.com to the playground by proxy, certificate and environment, not in their code."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playground.redirecting import certificates
from playground.redirecting.environment import redirected
from playground.redirecting.proxy import proxying
from playground.redirecting.streams import Address

__all__ = ["Address", "redirecting"]


@asynccontextmanager
async def redirecting(
    slack: Address, *, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[Mapping[str, str]]:
    """Stand in for slack.com with what listens at `slack`, for the length of the block.

    Yields:
        The variables that bring a bot here when they are added to the `environment` it would have had.
    """
    authority = certificates.Authority()
    async with proxying(slack, certificate=authority.certificate()) as (proxy, front):
        with TemporaryDirectory(prefix="playground-") as folder:
            trusted = Path(folder, "trusted.pem")
            trusted.write_text(certificates.trusted(authority, environment), encoding="ascii")
            yield redirected(environment, proxy=proxy, front=front, trusted=trusted)
