"""Readers, and markup that is looked into."""

from datetime import UTC, datetime
from html.parser import HTMLParser

from playground.page.mrkdwn import SCHEMES
from playground.page.reader import Reader

READER = Reader(
    "UMARIA",
    datetime(2025, 11, 30, 12, tzinfo=UTC),
    people={"UMARIA": "Maria <Silva>", "UJOE": "Joe"},
    channels={"CGENERAL": "general"},
    groups={"SEAST": "east"},
)

ALLOWED = {
    "a": {"href", "target", "rel"},
    "time": {"datetime", "title"},
    "span": {"class"},
    "ol": {"class", "start"},
    "ul": {"class"},
} | {tag: set() for tag in ("strong", "em", "s", "u", "code", "pre", "blockquote", "br", "p", "li")}


class Looked(HTMLParser):
    """Markup as a browser reads it: what is not allowed in it, what is left open, and its words."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name not in ALLOWED.get(tag, ())]
        self.wrong += [] if tag in ALLOWED else [tag]
        hrefs = [value or "" for name, value in attrs if name == "href"]
        self.wrong += [one for one in hrefs if not one.lower().startswith(SCHEMES)]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")
