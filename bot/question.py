"""A question as a command gets it, and the reply it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.access import Place as Place
from bot.locale import Language
from segmentation.profile import Policy
from storage.database import Sessions

Block = Mapping[str, Any]
"""One Block Kit block as Slack takes it."""


@dataclass(frozen=True)
class Asker:
    """Who asks: a person the team knows, or a stranger (`id` None).

    `language` and `time_zone` are the codes stored with the person, None where nobody wrote them down.
    """

    id: int | None = None
    name: str = ""
    slack_id: str | None = None
    role: str = "salesperson"
    language: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class File:
    """A file that comes with a question, or is handed over with a reply."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class Question:
    """Who asks what, on which day, in which language, and where the answers are.

    `words` is the text behind the command, cleaned of smart quotes and odd spaces; a button's question arrives the
    same way, its `value` being the words. `channel_id` is where it was asked, None in the terminal, and `place` what
    kind of place that is. `public` says that everybody there will see the answer, so that nothing may be in it that is
    not for all of them: `audience` are their Slack ids, None where Slack does not tell. `request` marks what was sent,
    where it could be sent twice. `attached` fetches the file that came with it. `policy` is how the business segments
    its customers. `today` is the day where whoever asks is, `business_day` that of the business, by which visits are
    told, where it is known.
    """

    words: str
    asker: Asker
    today: date
    now: datetime
    language: Language
    sessions: Sessions
    time_zone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - a constant
    channel_id: str | None = None
    place: Place = Place.DIRECT
    public: bool = False
    audience: frozenset[str] | None = None
    request: str | None = None
    attached: Callable[[], File] | None = None
    policy: Policy = field(default_factory=Policy)
    business_day: date | None = None

    @property
    def where(self) -> str:
        """Return where it is asked, as the record has it: the channel, or what kind of place that is."""
        return self.channel_id or str(self.place)


@dataclass(frozen=True)
class Form:
    """A form on the asker's screen; each of `fields` is an input block, its value known by the `block_id`."""

    title: str
    send: str
    cancel: str
    fields: tuple[Block, ...]


@dataclass(frozen=True)
class Reply:
    """An answer: `text` is a sentence that stands alone in a notification; `blocks` is what people look at.

    `again` is the line that asks for exactly this once more; None where there is nothing to show to others. With
    `in_place`, the message whose button asked shows the outcome by itself, and nothing more need be said there.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    file: File | None = None
    again: str | None = field(default=None, kw_only=True)
    in_place: bool = field(default=False, kw_only=True)
