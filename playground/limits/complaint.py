"""What Slack says when it refuses something."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong with a value."""

    where: str
    """A JSON pointer: /blocks/2/text/text."""
    what: str
    """In Slack's words: must be less than 3001 characters."""

    def __str__(self) -> str:
        """Write the complaint as Slack writes it into `response_metadata.messages`."""
        return f"[ERROR] {self.what} [json-pointer:{self.where}]"


@dataclass(frozen=True)
class Refused:
    """A request that Slack would not carry out."""

    error: str
    """Slack's word for it: invalid_blocks."""
    messages: tuple[str, ...] = ()
    """What goes into `response_metadata.messages`."""
