"""Who reads a channel, as Slack tells page by page."""

from slack_sdk import WebClient

AT_ONCE = 200
MOST_PAGES = 100
MOST = 5_000
"""Of a channel of more people than this nobody can tell who they are."""


def audience(client: WebClient, channel_id: str) -> frozenset[str] | None:
    """Return the Slack ids of who is in a channel, the bot among them; None if they are too many to tell.

    Raises:
        SlackApiError, and what else means that Slack could not be reached (`client.UNREACHABLE`).
    """
    found: set[str] = set()
    cursor = ""
    for _ in range(MOST_PAGES):
        page = client.conversations_members(channel=channel_id, limit=AT_ONCE, cursor=cursor)
        found.update(page.get("members") or ())
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return frozenset(found)
        if len(found) > MOST:
            break
    return None
