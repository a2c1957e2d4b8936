"""Every block is drawn, and every element tells the bot what somebody chose in it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_bolt import Ack, App

from playground import posting
from playground.blocks import named
from playground.outward import triggers
from playground.page.blocks import BLOCKS
from playground.page.elements import ELEMENTS
from playground.testing import LocalSlack
from playground.workspace import Message

Json = dict[str, Any]

PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def plain(text: str) -> Json:
    """Return text without formatting."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Return formatted text."""
    return {"type": "mrkdwn", "text": text}


def options(*names: str) -> list[Json]:
    """Return options whose values are their names."""
    return [{"text": plain(name), "value": name} for name in names]


def raw(*cells: str) -> list[Json]:
    """Return a row of a table."""
    return [{"type": "raw_text", "text": cell} for cell in cells]


LINE = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich"}]}
RICH = {"type": "rich_text", "elements": [LINE]}
BUTTON = {"type": "button", "text": plain("Press"), "action_id": "element"}
FORM = {"type": "plain_text_input", "action_id": "element"}
PIE = {"type": "pie", "segments": [{"label": "MVC", "value": 3}, {"label": "growth", "value": 1}]}
ROWS = [raw("Name", "Spend"), raw("ACME", "90"), raw("Bella", "1,200"), raw("Café", "400")]
CARD = {"type": "card", "title": plain("Card"), "body": plain("Body of the card"), "actions": [BUTTON]}
FOLDED = {"type": "container", "title": plain("Folded"), "child_blocks": [{"type": "divider"}]}
DROP = {"type": "icon_button", "icon": "trash", "text": plain("Drop")}
VIDEO = {"type": "video", "title": plain("Watch"), "thumbnail_url": PICTURE, "alt_text": "a video"}
TASK = {"type": "task_card", "task_id": "1", "title": "Call ACME", "status": "complete"}

DRAWN: list[tuple[Json, str]] = [
    ({"type": "section", "text": mrkdwn("*Bold*"), "fields": [mrkdwn("a field")]}, "strong:text('Bold')"),
    ({"type": "header", "text": plain("A title")}, "h3:text('A title')"),
    ({"type": "context", "elements": [mrkdwn("small print")]}, ".context:has-text('small print')"),
    ({"type": "divider"}, "hr"),
    ({"type": "actions", "elements": [BUTTON]}, "button:text('Press')"),
    ({"type": "input", "label": plain("Note"), "element": FORM}, "label:text('Note')"),
    ({"type": "image", "image_url": PICTURE, "alt_text": "a dot"}, "img[alt='a dot']"),
    ({"type": "markdown", "text": "**strong** words"}, "strong:text('strong')"),
    (RICH, "p:text('Rich')"),
    ({"type": "table", "rows": ROWS}, "td:text('ACME')"),
    ({"type": "data_table", "caption": "Customers", "rows": ROWS}, "caption:text('Customers')"),
    ({"type": "data_visualization", "title": "Tiers", "chart": PIE}, "figure:has-text('Tiers') svg"),
    (CARD, ".card:has-text('Body of the card')"),
    ({"type": "carousel", "elements": [CARD, CARD]}, ".carousel .card >> nth=1"),
    (FOLDED, "details:has-text('Folded')"),
    (TASK,  ".card:has-text('Complete')"),
    ({"type": "plan", "title": "The plan", "tasks": [TASK]}, "h3:text('The plan')"),
    ({"type": "alert", "level": "warning", "text": plain("Late")}, ".alert:has-text('Warning')"),
    ({"type": "context_actions", "elements": [DROP]}, "[title='Drop']"),
    ({"type": "file", "external_id": "elsewhere", "source": "remote"}, "em:has-text('remote')"),
    (VIDEO | {"title_url": "https://example.com/v", "video_url": "https://example.com/v"}, "a:text('Watch')"),
    ({"type": "brand_new", "text": "?"}, "summary:has-text('brand_new')"),
]  # fmt: skip
"""Each block, and what of it must be seen."""


def picks(name: str) -> Callable[[Locator], None]:
    """Choose from the list under a field by keyboard."""

    def pick(element: Locator) -> None:
        element.press("ArrowDown")
        offered = element.page.get_by_role("option")
        element.page.get_by_role("option", name=name, exact=True).wait_for()
        for place in range([option.split("\n")[0] for option in offered.all_inner_texts()].index(name)):
            expect(offered.nth(place)).to_have_attribute("aria-selected", "true")
            element.press("ArrowDown")
        element.press("Enter")

    return pick


def opens(name: str) -> Callable[[Locator], None]:
    """Choose from a menu."""

    def choose(element: Locator) -> None:
        element.click()
        element.page.get_by_role("menuitem", name=name).click()

    return choose


def confirms(element: Locator) -> None:
    """Press, and say that one means it."""
    element.click()
    element.page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Do it").click()


def enters(text: str) -> Callable[[Locator], None]:
    """Type something, and press Enter."""

    def enter(element: Locator) -> None:
        element.fill(text)
        element.press("Enter")

    return enter


def fills(text: str) -> Callable[[Locator], None]:
    """Fill something in."""
    return lambda element: element.fill(text)


def ticks(name: str) -> Callable[[Locator], None]:
    """Tick a box, or fill a circle."""
    return lambda element: element.get_by_label(name).check()


BOTH = options("One", "Two")
OF_TWO = {"options": BOTH}
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("*Gone* then."), "confirm": plain("Do it"), "deny": plain("No")}

CHOSEN: list[tuple[str, Json, Callable[[Locator], None], Json]] = [
    ("button", {"text": plain("Press"), "value": "v"}, Locator.click, {"value": "v"}),
    ("button", {"text": plain("Press"), "value": "v", "confirm": CONFIRM}, confirms, {"value": "v"}),
    ("overflow", OF_TWO, opens("Two"), {"selected_option": options("Two")[0]}),
    ("static_select", OF_TWO, picks("Two"), {"selected_option": options("Two")[0]}),
    ("external_select", {"min_query_length": 0}, picks("Far"), {"selected_option": options("Far")[0]}),
    ("users_select", {}, picks("Joe Brown"), {"selected_user": "@joe"}),
    ("conversations_select", {}, picks("#general"), {"selected_conversation": "#general"}),
    ("channels_select", {}, picks("#random"), {"selected_channel": "#random"}),
    ("multi_static_select", OF_TWO, picks("One"), {"selected_options": options("One")}),
    ("multi_external_select", {"min_query_length": 0}, picks("Far"), {"selected_options": options("Far")}),
    ("multi_users_select", {"initial_users": ["@joe"]}, picks("Maria Silva"), {"selected_users": ["@joe", "@maria"]}),
    ("multi_conversations_select", {}, picks("#random"), {"selected_conversations": ["#random"]}),
    ("multi_channels_select", {}, picks("#random"), {"selected_channels": ["#random"]}),
    ("datepicker", {}, fills("2025-12-24"), {"selected_date": "2025-12-24"}),
    ("timepicker", {}, fills("09:30"), {"selected_time": "09:30"}),
    ("datetimepicker", {}, fills("2025-12-24T18:00"), {"selected_date_time": 1766599200}),
    ("checkboxes", OF_TWO | {"initial_options": options("One")}, ticks("Two"), {"selected_options": BOTH}),
    ("radio_buttons", OF_TWO, ticks("Two"), {"selected_option": options("Two")[0]}),
    ("plain_text_input", {}, enters("12"), {"value": "12"}),
    ("number_input", {"is_decimal_allowed": True}, enters("1.5"), {"value": "1.5"}),
    ("email_text_input", {}, enters("a@b.example"), {"value": "a@b.example"}),
    ("url_text_input", {}, enters("https://b.example"), {"value": "https://b.example"}),
]  # fmt: skip
"""Each element, what somebody does with it, and what the bot hears of it."""

UNTRIED = {"workflow_button", "icon_button", "feedback_buttons", "rich_text_input", "file_input"}
"""Elements that are drawn, and not tried in a message."""


@pytest.fixture(scope="module")
def heard(workspace: LocalSlack) -> list[Json]:
    """What a bot hears that takes everything."""
    app, actions = App(client=workspace.client, signing_secret=workspace.signing_secret), list[Json]()

    @app.action(re.compile(""))
    def take(ack: Ack, action: Json) -> None:
        actions.append(action)
        ack()

    @app.view("files")
    def receive(ack: Ack, view: Json) -> None:
        actions.extend(view["state"]["values"]["b"]["a"]["files"])
        ack()

    @app.options(re.compile(""))
    def offer(ack: Ack) -> None:
        ack(option_groups=[{"label": plain("Group"), "options": options("Near", "Far")}])

    workspace.runs(app)
    return actions


@pytest.fixture
def shows(maria: Page, workspace: LocalSlack) -> Callable[[Json], Locator]:
    """Let the bot post a block, and return its message."""

    def post(block: Json) -> None:
        slack = workspace.slack
        message = Message(slack.ids.ts(), slack.workspace.bot.id, "", named([block], slack.ids))
        posting.post(slack, workspace.channel("general"), message)

    def show(block: Json) -> Locator:
        workspace.running.look(post, block)
        seen = workspace.channel("general").seen_by(workspace.as_("maria").id)
        return maria.locator(".middle .entry").nth(sum(1 for one in seen if one.thread_ts in (None, one.ts)) - 1)

    return show


def test_nothing_is_forgotten_here() -> None:
    assert {block["type"] for block, _ in DRAWN} == {*BLOCKS, "brand_new"}
    assert {name for name, *_ in CHOSEN} | UNTRIED == set(ELEMENTS)


@pytest.mark.parametrize(("block", "seen"), DRAWN, ids=[block["type"] for block, _ in DRAWN])
def test_a_block_is_drawn(shows: Callable[[Json], Locator], block: Json, seen: str) -> None:
    expect(shows(block).locator(seen)).to_be_visible()


@pytest.mark.parametrize(("name", "element", "choose", "told"), CHOSEN, ids=[name for name, *_ in CHOSEN])
def test_the_bot_hears_what_was_chosen(
    shows: Callable[[Json], Locator],
    heard: list[Json],
    workspace: LocalSlack,
    name: str,
    element: Json,
    choose: Callable[[Locator], None],
    told: Json,
) -> None:
    ids = {f"@{one.name}": one.id for one in workspace.slack.workspace.people.values()}
    ids |= {f"#{one.name}": one.id for one in workspace.slack.workspace.channels.values()}
    element, told = (json.loads(_replaced(json.dumps(each), ids)) for each in (element, told))
    is_typed = name.endswith("_input")
    drawn = {"type": name, "action_id": "element", **element}
    block = {"type": "input", "label": plain("Label"), "dispatch_action": True, "element": drawn}
    heard.clear()

    message = shows(block if is_typed else {"type": "actions", "elements": [drawn]})
    choose(message.locator("[data-key$=' element']"))
    workspace.until(lambda: heard)

    assert heard[0].items() >= told.items()


def _replaced(text: str, ids: dict[str, str]) -> str:
    """Return a text with ids in place of names."""
    for name, id_ in ids.items():
        text = text.replace(f'"{name}"', f'"{id_}"')
    return text


def test_a_table_sorts_by_the_title_that_is_pressed(shows: Callable[[Json], Locator]) -> None:
    message = shows({"type": "data_table", "caption": "Spenders", "page_size": 2, "rows": ROWS})
    cells = message.locator("tbody tr > :last-child")
    expect(cells).to_have_text(["90", "1,200"])
    title = message.get_by_role("button", name="Spend")
    title.click()
    expect(cells).to_have_text(["90", "400"])
    title.press("Enter")
    expect(cells).to_have_text(["1,200", "400"])
    expect(message.get_by_role("columnheader", name="Spend")).to_have_attribute("aria-sort", "descending")
    message.get_by_role("button", name="Next").click()
    expect(cells).to_have_text(["90"])


def test_files_go_along_with_a_modal_if_they_are_of_a_kind_that_is_wanted(
    maria: Page, heard: list[Json], workspace: LocalSlack
) -> None:
    element = {"type": "file_input", "action_id": "a", "filetypes": ["csv"], "max_files": 2}
    block = {"type": "input", "block_id": "b", "label": plain("Lists"), "element": element}
    modal = {"type": "modal", "callback_id": "files", "title": plain("Lists"), "submit": plain("Hand in")}
    trigger = workspace.running.look(triggers.new, workspace.slack, workspace.as_("maria").id)
    workspace.client.views_open(trigger_id=trigger, view={**modal, "blocks": [block]})
    heard.clear()

    field, form = maria.get_by_label("Lists", exact=True).last, maria.get_by_role("dialog", name="Lists")
    field.set_input_files({"name": "list.exe", "mimeType": "", "buffer": b"no"})
    expect(maria.get_by_role("status").filter(has_text="list.exe is not of a kind")).to_be_visible()
    for name in ("a.csv", "ü 2.CSV"):
        field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": name.encode()})
        expect(form.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    form.get_by_role("button", name="Remove a.csv").click()
    form.get_by_role("button", name="Hand in").click()
    expect(form).to_be_hidden()

    assert [(one["name"], one["mimetype"]) for one in heard] == [("ü 2.CSV", "text/csv")]
    assert workspace.workspace.files[heard[0]["id"]].content == "ü 2.CSV".encode()


def test_what_is_being_typed_outlives_new_messages(shows: Callable[[Json], Locator]) -> None:
    note = shows({"type": "input", "label": plain("Note"), "element": FORM}).get_by_label("Note")
    note.fill("half a")
    shows({"type": "divider"}).locator("hr").wait_for()

    expect(note).to_have_value("half a")
    expect(note).to_be_focused()


def test_a_file_can_be_downloaded(maria: Page, workspace: LocalSlack) -> None:
    channel = workspace.channel("general").id
    workspace.client.files_upload_v2(channel=channel, filename="list.csv", title="The list", content="a,b")
    with maria.expect_download() as download:
        maria.get_by_role("link", name="The list").click()

    assert download.value.suggested_filename == "list.csv"
    assert download.value.path().read_text() == "a,b"
