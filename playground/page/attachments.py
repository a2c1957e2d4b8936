"""What is attached to a message, beside a line of its colour."""

from playground.page import blocks, mrkdwn, words
from playground.page.parts import part, rendered
from playground.page.stage import Json, Stage

COLORS = {"good": "#2f8f5b", "warning": "#c98a1b", "danger": "#c0392b"}


def attachment(written: Json, stage: Stage) -> None:
    """Draw what is attached: blocks, or a title, a text and fields from before there were blocks."""
    if written.get("pretext"):
        rendered(mrkdwn.html(written["pretext"], stage.reader), "text")
    with part("div", "attachment", style=f"--bar:{_color(str(written.get('color', '')))}"):
        if written.get("blocks"):
            blocks.draw(written["blocks"], stage)
        else:
            _old(written, stage)


def _color(written: str) -> str:
    """Return a colour: one of three by name, or one by its number."""
    number = written.removeprefix("#")
    return COLORS.get(written) or (f"#{number}" if len(number) in (3, 6) and number.isalnum() else "var(--line)")


def _old(attachment: Json, stage: Stage) -> None:
    """Draw an attachment from before there were blocks."""
    if attachment.get("author_name"):
        part("div", "hint", attachment["author_name"])
    if attachment.get("title"):
        title = words.shown(attachment["title"], stage.reader)
        rendered(mrkdwn.link(attachment.get("title_link", ""), title), "attachment-title")
    rendered(mrkdwn.html(attachment.get("text") or attachment.get("fallback", ""), stage.reader), "text")
    if attachment.get("fields"):
        with part("div", "section-fields"):
            for each in attachment["fields"]:
                value = mrkdwn.html(f"*{each.get('title', '')}*\n{each.get('value', '')}", stage.reader)
                rendered(value, "text")
    if attachment.get("footer"):
        part("small", "hint", attachment["footer"])
