"""A Slack with its page, and windows before it."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from playground.clock import Clock
from playground.founding import Plan
from playground.manifest import Manifest
from playground.server import application, serving
from playground.slack import Slack, opened
from playground.testing import LocalSlack
from playground.testing.moments import MovableClock
from playground.testing.running import Running
from tests.browsers import PATIENCE_MILLISECONDS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

WIDE: "ViewportSize" = {"width": 1280, "height": 900}

REST_SECONDS = 0.5

MANIFEST = Path(__file__).parents[1] / "bots" / "customers.json"

PLAN = Plan(
    team="Corner Shop",
    actions=(
        {
            "label": "A customer visits",
            "command": ["echo", "{customer} spent {amount}"],
            "fields": [{"name": "customer", "choices": ["ACME", "Bella"]}, {"name": "amount", "kind": "number"}],
        },
    ),
)


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    """One browser for all windows."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def workspace() -> Iterator[LocalSlack]:
    """A Slack with its page; one for all tests, as NiceGUI has one page in a process."""
    with _served(opened(Manifest.read(MANIFEST), plan=PLAN, clock=Clock())) as running, ExitStack() as stack:
        local = LocalSlack(running, MovableClock(running, "UTC"), stack)
        local.joins("bot", "general")
        yield local


@pytest.fixture(scope="package")
def maria(browser: "Browser", workspace: LocalSlack) -> "Iterator[Page]":
    """Maria's window."""
    with _window(browser, workspace, "maria") as page:
        yield page


@pytest.fixture(scope="package")
def joe(browser: "Browser", workspace: LocalSlack) -> "Iterator[Page]":
    """Joe's window."""
    with _window(browser, workspace, "joe") as page:
        yield page


@pytest.fixture(autouse=True)
def at_the_start(request: pytest.FixtureRequest) -> None:
    """Go back to where every window begins, before each test: at a channel in which nothing has been said."""
    for name in {"maria", "joe"} & set(request.fixturenames):
        page = request.getfixturevalue(name)
        if page.viewport_size != WIDE:
            page.set_viewport_size(WIDE)
        here = page.locator(".sidebar-here").get_by_text("general", exact=True)
        if not here.is_visible():
            page.locator(".sidebar-rows").get_by_role("button", name="general").click()
            here.wait_for()
        workspace: LocalSlack = request.getfixturevalue("workspace")
        workspace.running.look(_forget, workspace.slack, "general")
        page.locator(".beginning").wait_for()


def _forget(slack: Slack, channel: str) -> None:
    """Forget all that has been said in a channel."""
    slack.workspace.channel_named(channel).messages.clear()
    slack.changes.happened()


@contextmanager
def _window(browser: "Browser", workspace: LocalSlack, person: str) -> "Iterator[Page]":
    """Open somebody's window, in which nothing may go wrong, and nothing may be fetched from elsewhere."""
    page, wrong = browser.new_page(viewport=WIDE), list[str]()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if _is_elsewhere(request.url, workspace) else None)
    page.goto(f"{workspace.slack.url}/as/{person}")
    page.get_by_role("log").wait_for()
    yield page
    page.close()
    assert wrong == []


def _is_elsewhere(url: str, workspace: LocalSlack) -> bool:
    """Whether a URL is of another server."""
    return not url.startswith((workspace.slack.url, "data:"))


@contextmanager
def _served(slack: Slack) -> Iterator[Running]:
    """Serve a Slack and its page in a thread of their own."""
    from playground import page

    app = application(slack)
    page.mount(app, slack)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="slack")
    thread.start()
    running, served = Running(slack, loop, patience=30, settle=0.03), serving(slack, app=app)
    running.do(served.__aenter__())
    try:
        yield running
    finally:
        running.do(served.__aexit__(None, None, None))
        running.do(_ended())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended() -> None:
    """End what NiceGUI leaves under way; connections that end just now do so by themselves."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        _, left = await asyncio.wait(left, timeout=REST_SECONDS)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
