"""`regulars demo`, as a newcomer sees it: in the browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browsers import PATIENCE_MILLISECONDS, chromium

NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def joe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The window of a salesperson of the made-up business."""
    command = [
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--no-open",
        "--port",
        "0",
        "--folder",
        str(tmp_path_factory.mktemp("demo")),
    ]
    environment = {**os.environ, "TIME_ZONE": "Europe/London"}
    with (
        chromium() as browser,
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as demo,
    ):
        assert demo.stderr
        try:
            page = browser.new_page(viewport=WIDE)
            page.set_default_timeout(PATIENCE_MILLISECONDS)
            page.goto(f"{_address(demo.stderr)}/as/joe")
            yield page
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.stderr.read()


def test_a_salesperson_picks_a_customer_makes_it_cross_the_line_and_sees_the_next_day(joe: Page) -> None:
    write = joe.get_by_role("combobox", name="Message #sales")
    write.press_sequentially("/cust")
    expect(joe.get_by_role("option")).to_contain_text(["/customer"])
    write.press("Enter")
    write.press_sequentially("tier")
    write.press("Enter")
    joe.get_by_role("button", name="Pick a customer").click()

    form = joe.get_by_role("dialog", name="Pick a customer")
    form.get_by_role("button", name="Ask").click()
    expect(form.get_by_role("alert")).to_have_text("Please complete this required field.")
    form.get_by_role("combobox", name="Customer").press_sequentially("acme")
    joe.get_by_role("option", name="Acme Canteen").click()
    _fits(joe)
    form.get_by_role("button", name="Ask").click()
    expect(_last(joe)).to_contain_text("Acme Canteen is MGC")

    joe.get_by_role("button", name="Backstage").click()
    joe.get_by_role("tab", name="Events").click()
    visit = joe.locator("form", has_text="A customer visits and spends")
    visit.get_by_role("button", name="Let it happen").click()
    expect(visit.get_by_role("status")).to_contain_text("tier: MGC → MVC")
    joe.get_by_role("button", name="Backstage").click()

    clock = joe.get_by_role("button", name="Move the clock")
    today = clock.inner_text().split("\n")[0]
    clock.click()
    joe.get_by_role("menuitem", name="+1 day").click()
    expect(clock).not_to_contain_text(today)
    write.press_sequentially("/customer tier acme")
    write.press("Enter")
    expect(_last(joe)).to_contain_text("Acme Canteen is MVC")
    expect(_last(joe)).to_contain_text("Data as of")
    _fits(joe)


def _last(page: Page) -> Locator:
    """Return the last message."""
    return page.get_by_role("article").last


def _fits(page: Page) -> None:
    """Look at the page at two widths: nothing may stick out sideways."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def _address(said: Iterator[str]) -> str:
    """Return where the playground is, once the bot is connected."""
    address = ""
    for line in said:
        if found := re.search(r"Slack is at (http://\S+)", line):
            address = found[1]
        if "The bot is connected" in line:
            return address
    pytest.fail("the bot has not connected")
