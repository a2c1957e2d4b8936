"""Slack's markup: text that shows as it stands in it, and back; and text that is too long for it."""


def escaped(text: str) -> str:
    """Return `text` so that Slack shows it as it stands: no links, mentions or pings."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Return text before it was escaped; what Slack itself writes, such as `<@U123|name>`, stays as it is."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shortened(text: str, at_most: int) -> str:
    """Return `text` no longer than Slack shows."""
    return text if len(text) <= at_most else f"{text[: at_most - 1]}…"
