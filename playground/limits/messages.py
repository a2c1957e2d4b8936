"""Messages: text, blocks, attachments and metadata.

Source: docs.slack.dev/reference/methods/chat.postMessage and chat.update, read in November 2026. Posting cuts a text
after 40,000 characters and refuses none for its length; updating refuses more than 4,000 bytes.

How much text the blocks of a message may hold is not published. What people measured (github.com/slackapi/bolt-js,
issues 2509 and 2867) fits some 13,300 characters, each block counting for 50 besides: 9,597 characters in 50 blocks
pass, 11,341 in 45 do not, 13,172 in two beside a divider do not. Tables count on their own. Nor is it published how
large metadata may be.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from playground.limits.complaint import Complaint, Refused
from playground.limits.encoding import decoded
from playground.limits.shapes import listing, shape, some_object, string
from playground.limits.surfaces import Blocks, blocks
from playground.limits.tables import characters

LONGEST_UPDATE: Final = 4_000
LONGEST_MARKDOWN: Final = 12_000
MOST_ATTACHMENTS: Final = 100
MOST_IN_BLOCKS: Final = 13_300
WEIGHT_OF_A_BLOCK: Final = 50
WEIGHED_APART: Final = ("table", "data_table")
NOTHING: Final = (None, "")
WRITTEN: Final = ("text", "markdown_text")

METADATA: Final = shape({"event_type": string(least=1), "event_payload": some_object})


def message(arguments: Mapping[str, object], *, updating: bool = False) -> Refused | None:
    """Say why Slack would refuse to post a message, or to update one, if it would."""
    return (
        _text(arguments, updating)
        or _blocks(arguments.get("blocks"))
        or _attachments(arguments.get("attachments"))
        or _metadata(arguments.get("metadata"))
        or _empty(arguments)
    )


def _text(arguments: Mapping[str, object], updating: bool) -> Refused | None:
    text, markdown = (value if isinstance(value := arguments.get(name), str) else "" for name in WRITTEN)
    if markdown and (text or arguments.get("blocks")):
        return Refused("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN or (updating and len(text.encode(errors="surrogatepass")) > LONGEST_UPDATE):
        return Refused("msg_too_long")
    return None


def _blocks(value: object) -> Refused | None:
    if value in NOTHING:
        return None
    given = decoded(value)
    if not isinstance(given, list | tuple):
        return Refused("invalid_blocks_format")
    if wrong := blocks(given, surface="message"):
        tables = any(complaint.what == "only_one_table_allowed" for complaint in wrong)
        return _refused("invalid_attachments" if tables else "invalid_blocks", wrong)
    return Refused("msg_blocks_too_long") if weight(given) > MOST_IN_BLOCKS else None


def weight(given: Blocks) -> int:
    """Count the text of blocks as Slack seems to count it."""
    counted = [block for block in given if block["type"] not in WEIGHED_APART]
    return characters(counted) + WEIGHT_OF_A_BLOCK * len(counted)


def _attachments(value: object) -> Refused | None:
    if value in NOTHING:
        return None
    given = decoded(value)
    if isinstance(given, Sequence) and len(given) > MOST_ATTACHMENTS:
        return Refused("too_many_attachments")
    wrong = list(listing(_attachment)(given, "/attachments"))
    return _refused("invalid_attachments", wrong) if wrong else None


def _attachment(value: object, where: str) -> list[Complaint]:
    if not isinstance(value, Mapping):
        return [Complaint(where, "must provide an object")]
    return blocks(value["blocks"], surface="message", where=f"{where}/blocks") if "blocks" in value else []


def _metadata(value: object) -> Refused | None:
    if value in NOTHING:
        return None
    given = decoded(value)
    if not isinstance(given, Mapping):
        return Refused("invalid_metadata_format")
    wrong = [] if "entities" in given else list(METADATA(given, "/metadata"))
    return _refused("invalid_metadata_schema", wrong) if wrong else None


def _empty(arguments: Mapping[str, object]) -> Refused | None:
    said = any(value.strip() if isinstance(value := arguments.get(name), str) else value for name in WRITTEN)
    shown = any(decoded(arguments.get(name)) for name in ("blocks", "attachments"))
    return None if said or shown else Refused("no_text")


def _refused(error: str, wrong: list[Complaint]) -> Refused:
    return Refused(error, tuple(map(str, wrong)))
