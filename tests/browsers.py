"""A real browser, where there is one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium")

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]

PATIENCE_MILLISECONDS = 30_000
"""How long a page may take to show what is expected of it, however slow the machine is."""


@contextmanager
def chromium() -> "Iterator[Browser]":
    """Run Debian's Chromium for the length of the block; where it is not installed, leave the test out.

    An event loop runs in this thread meanwhile: tests with one of their own have to wait until the block ends.
    """
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine: the page is not looked at")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
