"""Ends a group of processes when whoever started this is gone, killed even: the pipe that they hold closes with them.

It is run as a script before each bot, and is told on standard input which group of processes the bot's is.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 2.0


def main() -> None:
    """Wait for the end of whoever holds the pipe, then ask the group to stop, and make it."""
    group = sys.stdin.buffer.readline()
    sys.stdin.buffer.read()
    if group:
        end(int(group))


def end(group: int) -> None:
    """Ask a group of processes to stop, and make it after a while."""
    try:
        os.killpg(group, signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    main()
