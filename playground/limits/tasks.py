"""Plans and their tasks: what an agent is doing.

Source: docs.slack.dev/reference/block-kit/blocks/plan-block and task-card-block, read in November 2026. Titles are
strings, though the reference calls them objects, and only a task within a plan may be pending: so Slack answers.
"""

from typing import Final

from playground.limits.icons import ICON
from playground.limits.rich_text import RICH_TEXT
from playground.limits.rules import distinct, keeping
from playground.limits.shapes import Check, choice, listing, shape, string
from playground.limits.texts import NAME

TITLE: Final = string(least=1)
SOURCE: Final = shape({"type": choice("url"), "url": string(least=1), "text": string(least=1)})
UNDER_WAY: Final = ("in_progress", "complete", "error")


def task(*statuses: str) -> Check:
    """Take a task that is in one of the states."""
    return shape(
        {"task_id": string(least=1), "title": TITLE},
        type=choice("task_card"),
        block_id=NAME,
        details=RICH_TEXT,
        output=RICH_TEXT,
        sources=listing(SOURCE),
        status=choice(*statuses),
        icon=ICON,
    )


TASK_CARD: Final = task(*UNDER_WAY)
PLAN: Final = keeping(
    shape(
        {"type": choice("plan"), "title": TITLE},
        block_id=NAME,
        tasks=listing(task("pending", *UNDER_WAY), most=50),
        status=choice("pending", *UNDER_WAY),
    ),
    distinct("tasks", "task_id"),
)
