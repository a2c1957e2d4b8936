"""Block Kit's blocks. A new one is a function that draws it on a `Stage`, and a line here."""

import json
from collections.abc import Callable, Iterable

from playground.page import words
from playground.page.blocks.cards import card, carousel, plan, task_card
from playground.page.blocks.charts import data_visualization
from playground.page.blocks.forms import actions, input_
from playground.page.blocks.media import file, image, video
from playground.page.blocks.rich import rich_text
from playground.page.blocks.tables import data_table, table
from playground.page.blocks.text import alert, context, divider, header, markdown, section
from playground.page.parts import part
from playground.page.stage import Json, Stage


def draw(blocks: Iterable[Json], stage: Stage) -> None:
    """Draw blocks one below the other; one that is not known is shown as it was written."""
    for block in blocks:
        BLOCKS.get(block.get("type", ""), unknown)(block, stage)


def container(block: Json, stage: Stage) -> None:
    """Blocks under a title, which may be folded away."""
    title = words.plain(block.get("title"))
    with part("details", "container", open=not block.get("default_collapsed")):
        part("summary", "container-title", title)
        if block.get("subtitle"):
            part("p", "hint", words.plain(block["subtitle"]))
        draw(block.get("child_blocks", ()), stage)


def unknown(block: Json, _stage: Stage) -> None:
    """A block that is not drawn here."""
    with part("details", "container"):
        part("summary", "hint", f"A block of the type {block.get('type')}, which is not drawn here")
        part("pre", "", json.dumps(block, indent=2, ensure_ascii=False))


BLOCKS: dict[str, Callable[[Json, Stage], None]] = {
    "actions": actions,
    "alert": alert,
    "card": card,
    "carousel": carousel,
    "container": container,
    "context": context,
    "context_actions": actions,
    "data_table": data_table,
    "data_visualization": data_visualization,
    "divider": divider,
    "file": file,
    "header": header,
    "image": image,
    "input": input_,
    "markdown": markdown,
    "plan": plan,
    "rich_text": rich_text,
    "section": section,
    "table": table,
    "task_card": task_card,
    "video": video,
}
