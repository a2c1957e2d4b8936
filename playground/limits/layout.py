"""Blocks: what each of them takes.

Source: docs.slack.dev/reference/block-kit/blocks, read in November 2026, and slack_sdk 3.47. Where the reference calls
a card's texts strings, they are text objects: so Slack answers.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.limits.buttons import IMAGE
from playground.limits.charts import DATA_VISUALIZATION
from playground.limits.complaint import Complaint
from playground.limits.elements import (
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    OVERFLOW,
)
from playground.limits.icons import ICON
from playground.limits.rich_text import RICH_TEXT
from playground.limits.rules import at_least_one, at_most_one, distinct, keeping
from playground.limits.shapes import Check, choice, flag, integer, listing, some_object, string, typed, union
from playground.limits.tables import DATA_TABLE, TABLE
from playground.limits.tasks import PLAN, TASK_CARD
from playground.limits.texts import NAME, SLACK_FILE, URL, any_text, plain_text

LINK: Final = string(least=1, most=3000)


def block(needs: Mapping[str, Check] | None = None, /, **takes: Check) -> Check:
    """Take a block: it may have a name."""
    return typed(needs, block_id=NAME, **takes)


def no_files_before_submission(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Refuse an input that sends files as soon as they are chosen."""
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        yield Complaint(f"{where}/element/type", "unsupported type: file_input")


SINGLE: Final[Mapping[str, Check]] = {
    "actions": keeping(block({"elements": listing(IN_ACTIONS, least=1, most=25)}), distinct("elements", "action_id")),
    "alert": block({"text": any_text(200)}, level=choice("default", "info", "warning", "error", "success")),
    "call": block({"call_id": string(least=1)}, api_decoration_available=flag, call=some_object),
    "card": keeping(
        block(
            hero_image=IMAGE,
            icon=IMAGE,
            slack_icon=ICON,
            title=any_text(150),
            subtitle=any_text(150),
            body=any_text(200),
            subtext=any_text(200),
            actions=listing(IN_CARD, most=3),
        ),
        at_least_one("hero_image", "title", "actions", "body"),
        at_most_one("icon", "slack_icon"),
        distinct("actions", "action_id"),
    ),
    "context": block({"elements": listing(IN_CONTEXT, least=1, most=10)}),
    "context_actions": keeping(
        block({"elements": listing(IN_CONTEXT_ACTIONS, least=1, most=5)}), distinct("elements", "action_id")
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "divider": block(),
    "file": block({"external_id": string(least=1), "source": choice("remote")}),
    "header": block({"text": plain_text(150)}, level=integer(least=1, most=4)),
    "image": keeping(
        block({"alt_text": string(most=2000)}, image_url=LINK, slack_file=SLACK_FILE, title=plain_text(2000)),
        at_least_one("image_url", "slack_file"),
        at_most_one("image_url", "slack_file"),
    ),
    "input": keeping(
        block(
            {"label": plain_text(2000), "element": IN_INPUT},
            hint=plain_text(2000),
            optional=flag,
            dispatch_action=flag,
        ),
        no_files_before_submission,
    ),
    "markdown": block({"text": string(least=1, most=12_000)}),
    "plan": PLAN,
    "rich_text": RICH_TEXT,
    "section": keeping(
        block(
            text=any_text(3000),
            fields=listing(any_text(2000), least=1, most=10),
            accessory=IN_SECTION,
            expand=flag,
        ),
        at_least_one("text", "fields"),
    ),
    "table": TABLE,
    "task_card": TASK_CARD,
    "video": block(
        {"alt_text": string(most=2000), "title": plain_text(200), "thumbnail_url": LINK, "video_url": LINK},
        author_name=string(most=50),
        description=plain_text(200),
        provider_icon_url=string(most=2000),
        provider_name=string(most=50),
        title_url=string(most=2000),
    ),
}

# fmt: off
IN_CONTAINER: Final = (
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video",
)
# fmt: on

HOLDING_OTHERS: Final[Mapping[str, Check]] = {
    "auth_provider": block(
        {"value": string(least=1, most=150), "name": plain_text(75), "is_connected": flag},
        description=plain_text(150),
        icon_url=URL,
        auth_url=URL,
        disconnect_url=URL,
        connected_identity=plain_text(75),
        connected_context=plain_text(75),
        accessory=OVERFLOW,
        fallback=listing(union(SINGLE)),
    ),
    "carousel": block({"elements": listing(union({"card": SINGLE["card"]}), least=1, most=10)}),
    "container": keeping(
        block(
            {"child_blocks": listing(union({name: SINGLE[name] for name in IN_CONTAINER}), least=1, most=10)},
            title=plain_text(150),
            rich_text_title=RICH_TEXT,
            subtitle=any_text(150),
            width=choice("narrow", "standard", "wide", "full"),
            icon=IMAGE,
            is_collapsible=flag,
            default_collapsed=flag,
            has_header_divider=flag,
        ),
        at_least_one("title", "rich_text_title"),
    ),
}

BLOCKS: Final[Mapping[str, Check]] = {**SINGLE, **HOLDING_OTHERS}
