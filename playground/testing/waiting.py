"""Waiting without sleeping: for something to be so, and for quiet."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from playground.slack import Slack

T = TypeVar("T")
LOOK_SECONDS = 0.02


class Silence(AssertionError):
    """What a test waited for has not happened; the message says what happened instead."""

    def __init__(self, slack: Slack, wanted: str, patience: float) -> None:
        lines = [f"{wanted} within {patience:g} s. What went to and fro last:"]
        for exchange in list(slack.traffic.exchanges)[-8:]:
            answer = exchange.refused or ("no answer yet" if exchange.seconds is None else exchange.response)
            lines.append(f"  {exchange.way}: {exchange.name} over {exchange.over} -> {str(answer)[:200]}")
        super().__init__("\n".join(lines))


async def until(slack: Slack, look: Callable[[], T], *, wanted: str, patience: float) -> T:
    """Return what `look` returns as soon as it is true of itself.

    It looks at every change of the Slack, and now and then besides: a bot in this process changes things unseen.

    Raises:
        Silence: it is not for so long.
    """
    try:
        async with asyncio.timeout(patience):
            while not (seen := look()):
                await _is_stirred(slack, LOOK_SECONDS)
    except TimeoutError:
        raise Silence(slack, wanted, patience) from None
    return seen


async def quiet(slack: Slack, *, settle: float, patience: float) -> None:
    """Wait until nothing is under way and nothing new has happened for `settle` seconds; go on after `patience`."""
    try:
        async with asyncio.timeout(patience):
            while slack.is_busy or await _is_stirred(slack, settle):
                if slack.is_busy:
                    await _is_stirred(slack, LOOK_SECONDS)
    except TimeoutError:
        pass


async def _is_stirred(slack: Slack, settle: float) -> bool:
    """Say whether something happens within `settle` seconds."""
    try:
        await asyncio.wait_for(slack.changes.after(slack.changes.count), settle)
    except TimeoutError:
        return False
    return True
