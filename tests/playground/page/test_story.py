"""People use a bot in the browser, from a command to its result, by keyboard and by mouse."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from playground.running import connected
from playground.testing import LocalSlack
from tests.playground.bots.starting import script, started

NARROW: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module", autouse=True)
def bot(workspace: LocalSlack) -> Iterator[None]:
    """The small app about customers, in a process of its own."""
    workspace.takes_requests_at(None)
    with started(workspace, *script("customers.py")) as bot:
        workspace.running.do(connected(workspace.slack, bot))
        yield


def test_a_salesperson_asks_picks_fills_in_wrongly_then_rightly_and_sees_what_came_of_it(maria: Page) -> None:
    write = maria.get_by_role("combobox", name="Message #general")
    write.press_sequentially("/cu")
    expect(maria.get_by_role("option")).to_have_text(["/customertier | visit · Look a customer up"])
    write.press("Enter")
    expect(write).to_have_value("/customer ")
    expect(maria.get_by_text("/customer tier | visit", exact=True)).to_be_visible()
    write.press_sequentially("tier")
    write.press("Enter")

    message = maria.get_by_role("article").last
    expect(message).to_contain_text("Only visible to you")
    which = message.get_by_role("combobox", name="Which customer?")
    which.press_sequentially("a")
    expect(maria.get_by_role("option")).to_have_text(["ACME", "Aurora"])
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        which.press(key)
    expect(maria.get_by_role("article").last).to_contain_text("ACME is MVC.")

    maria.get_by_role("button", name="Record a visit").click()
    modal = maria.get_by_role("dialog", name="Record a visit")
    spent = modal.get_by_label("Spent")
    expect(spent).to_be_focused()
    spent.fill("a lot")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_role("alert")).to_have_text("a lot is not an amount")
    expect(spent).to_have_value("a lot")
    fits(maria)
    spent.fill("120")
    spent.press("Control+Enter")
    expect(modal).to_be_hidden()

    expect(maria.get_by_role("button", name="Customers 1 unread")).to_be_visible()
    maria.get_by_role("status").get_by_role("button", name="ACME has spent 120.").click()
    expect(maria.get_by_role("article").last).to_contain_text("ACME has spent 120.")


def backstage(page: Page) -> Locator:
    """Return what is behind the scenes, opened where it is not yet."""
    panel = page.get_by_role("complementary", name="Backstage")
    if not panel.is_visible():
        page.get_by_role("button", name="Backstage").click()
    return panel


def fits(page: Page) -> None:
    """Look at the page at two widths: it never has to be moved sideways."""
    for size in (NARROW, page.viewport_size or NARROW):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_two_windows_are_two_people_at_once(maria: Page, joe: Page) -> None:
    write = maria.get_by_role("combobox", name="Message #general")
    write.press_sequentially("Lunch, @jo")
    expect(maria.get_by_role("option")).to_have_text(["@joeJoe Brown"])
    write.press("Tab")
    write.press("Enter")

    said = joe.get_by_role("article").last
    expect(said).to_contain_text("Lunch, @Joe Brown")
    said.hover()
    said.get_by_role("button", name="More actions").click()
    joe.get_by_role("menuitem", name="Thank for it").click()
    maria.get_by_role("button", name="1 reply").click()
    thread = maria.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article")).to_contain_text(["Lunch", "Thank you!"])
    thread.get_by_role("combobox").press("Escape")
    expect(thread).to_be_hidden()


def test_enter_takes_what_is_offered_though_it_is_not_shown_yet(maria: Page) -> None:
    write = maria.get_by_role("combobox", name="Message #general")
    write.focus()
    maria.keyboard.insert_text("Tea 🍵 for @jo")
    maria.keyboard.press("Enter")
    expect(write).to_have_value("Tea 🍵 for @joe ")
    maria.keyboard.press("Enter")

    expect(write).to_have_value("")
    expect(maria.get_by_role("article").last).to_contain_text("Tea 🍵 for @Joe Brown")


def test_what_one_has_written_can_be_changed_and_taken_back_and_others_react_to_it(maria: Page, joe: Page) -> None:
    maria.get_by_role("combobox", name="Message #general").fill("See #random & me")
    maria.keyboard.press("Enter")
    theirs = joe.get_by_role("article").filter(has_text="See #random & me")
    theirs.hover()
    expect(theirs.get_by_role("menuitem", name="Edit message")).to_have_count(0)
    theirs.get_by_role("button", name="Add reaction").click()
    theirs.get_by_role("menuitem").first.click()
    own = maria.get_by_role("article").last
    own.get_by_title("Joe Brown :thumbsup:").click()
    expect(own.get_by_title("Joe Brown, Maria Silva :thumbsup:")).to_have_attribute("aria-pressed", "true")

    choose(own, "Edit message")
    field = maria.get_by_label("Edit message")
    expect(field).to_have_value("See #random & me")
    field.press_sequentially(", please")
    field.press("Enter")
    expect(joe.get_by_role("article").last).to_contain_text("See #random & me, please(edited)")
    count = joe.get_by_role("article").count()
    choose(own, "Delete message")
    maria.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(joe.get_by_role("article")).to_have_count(count - 1)


def choose(message: Locator, action: str) -> None:
    """Choose from what can be done with a message."""
    message.hover()
    message.get_by_role("button", name="More actions").click()
    message.get_by_role("menuitem", name=action).click()


def test_a_window_that_is_loaded_again_is_where_it_was(maria: Page) -> None:
    maria.get_by_role("navigation").get_by_role("button", name="random").click()
    backstage(maria).get_by_role("tab", name="Output").click()
    expect(maria).to_have_url(re.compile("backstage=output"))
    maria.reload()

    expect(maria.get_by_role("heading", level=1)).to_have_text("random")
    expect(maria.get_by_role("log", name="Output of the bot")).to_contain_text("Bolt app is running")
    maria.get_by_role("button", name="Close").click()


def test_a_permalink_leads_to_its_channel_in_the_same_persons_window(maria: Page, workspace: LocalSlack) -> None:
    channel = workspace.channel("random").id
    maria.evaluate(f"location = '/archives/{channel}/p1700000000000100'")

    expect(maria.get_by_role("heading", level=1)).to_have_text("random")
    expect(maria.get_by_role("button", name="Acting as Maria Silva")).to_be_visible()


def test_the_page_speaks_the_language_of_who_one_acts_as(maria: Page) -> None:
    maria.get_by_role("button", name="Acting as Maria Silva").click()
    maria.get_by_role("link", name="陈伟 zh-CN, Asia/Shanghai").click()
    expect(maria.get_by_role("combobox", name="发消息到 #general")).to_be_visible()
    expect(maria.locator("html")).to_have_attribute("lang", "zh-CN")

    maria.get_by_role("button", name="当前身份：陈伟").click()
    maria.get_by_role("link", name="Maria Silva en-US, Etc/UTC, 管理员").click()
    expect(maria.get_by_role("combobox", name="Message #general")).to_be_visible()


def test_the_clock_goes_to_the_next_working_morning_and_everybody_reads_it_where_they_are(
    maria: Page, joe: Page
) -> None:
    maria.get_by_role("button", name="Move the clock").click()
    maria.get_by_role("menuitem", name="Next working day 9:00").click()

    expect(maria.get_by_role("button", name="Move the clock")).to_contain_text("9:00")
    expect(joe.get_by_role("button", name="Move the clock")).to_contain_text("4:00")


def test_the_app_shows_its_home_to_who_opens_it(joe: Page) -> None:
    joe.keyboard.press("Control+k")
    joe.keyboard.type("cust")
    expect(joe.get_by_role("option")).to_have_count(1)
    joe.keyboard.press("Enter")
    joe.get_by_role("tab", name="Home").click()

    expect(joe.get_by_role("region", name="Home")).to_contain_text("Good morning")


def test_backstage_shows_what_went_to_and_fro_and_why_something_was_refused(maria: Page) -> None:
    panel = backstage(maria)
    panel.get_by_role("tab", name="Trouble").click()
    panel.get_by_label("What").select_option("server_error")
    panel.get_by_label("Of which request").fill("chat.postMessage")
    panel.get_by_role("button", name="Switch on").click()
    expect(panel.get_by_role("status")).to_contain_text("chat.postMessage")
    maria.get_by_role("combobox", name="Message #general").press_sequentially("/greet")
    maria.get_by_role("option", name="Greet everybody").click()
    panel.get_by_role("tab", name="Requests").click()
    panel.get_by_label("Filter requests").fill("refused chat.post")

    refused = panel.get_by_role("group").first
    expect(refused).to_contain_text("chat.postMessage")
    refused.locator("summary").click()
    expect(refused).to_contain_text("Hello, everybody!")


def test_what_the_plan_says_happens_at_a_click(maria: Page) -> None:
    backstage(maria).get_by_role("tab", name="Events").click()
    panel = maria.get_by_role("tabpanel", name="Events")
    panel.get_by_label("customer").select_option("Bella")
    panel.get_by_label("amount").fill("5000")
    panel.get_by_role("button", name="Let it happen").click()

    expect(panel.get_by_role("status")).to_have_text("Bella spent 5000")
    maria.get_by_role("button", name="Close").click()


def test_in_a_narrow_window_the_channels_are_a_drawer(maria: Page) -> None:
    maria.set_viewport_size(NARROW)
    drawer = maria.get_by_role("navigation", name="Channels and people")
    expect(drawer).to_be_hidden()
    maria.get_by_role("button", name="Channels and people").click()
    drawer.get_by_role("button", name="random").press("Enter")

    expect(drawer).to_be_hidden()
    expect(maria.get_by_role("heading", level=1)).to_have_text("random")
