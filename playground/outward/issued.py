"""What the bot is given to be used once, or a few times: triggers and response URLs."""

from dataclasses import dataclass, field


@dataclass
class Trigger:
    """Lets a modal be opened on somebody's screen."""

    person: str
    expires: float
    is_exchanged: bool = False


@dataclass
class ResponseUrl:
    """Lets an interaction be answered, beside the message it belongs to or in its place."""

    channel: str
    person: str
    message: str | None
    """The `ts` of the message that may be replaced."""
    expires: float
    uses: int


@dataclass
class Issued:
    """Everything given out, by trigger id and by token."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
