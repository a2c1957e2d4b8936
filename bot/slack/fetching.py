"""Fetching a file that somebody has put into a form: from Slack alone, and no larger than a list can be."""

import logging
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from slack_sdk import WebClient

from bot.errors import BotError
from bot.question import File

LARGEST = 5_000_000
"""The most bytes of a file."""

SLACK = "slack.com"

log = logging.getLogger(__name__)


class NotFetched(BotError):
    """A file cannot be had."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "I could not get the file {file} from Slack: the app needs the scope files:read. Ask your administrator, "
            "or paste the lines.",
            file=name,
        )


class TooLarge(BotError):
    """A file is larger than any list."""

    def __init__(self, name: str) -> None:
        super().__init__("The file {file} is larger than 5 MB, which no list of accounts needs.", file=name)


def fetch(client: WebClient, name: str, address: str) -> File:
    """Return a file; the bot's token goes to nobody but Slack.

    Raises:
        NotFetched, TooLarge: it cannot be had.
    """
    if not is_slacks(address, client.base_url):
        log.error("A file is not where Slack keeps files")
        raise NotFetched(name)
    asked = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - its host is Slack's
    try:
        with urlopen(asked, timeout=client.timeout) as answer:  # noqa: S310
            kind, content = answer.headers.get_content_type(), answer.read(LARGEST + 1)
    except (OSError, HTTPException, ValueError) as failure:
        log.warning("A file could not be fetched: %s", type(failure).__name__)
        raise NotFetched(name) from None
    if kind == "text/html":
        raise NotFetched(name)
    if len(content) > LARGEST:
        raise TooLarge(name)
    return File(name, name, content)


def is_slacks(address: str, api: str) -> bool:
    """Say whether an address is one of Slack's, over HTTPS; or where the API is, if that is elsewhere."""
    at, ours = urlsplit(address), urlsplit(api)
    host = at.hostname or ""
    if (at.scheme, at.netloc) == (ours.scheme, ours.netloc):
        return True
    return at.scheme == "https" and (host == SLACK or host.endswith(f".{SLACK}"))
