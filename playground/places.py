"""Where people press and choose: in a message, in a modal, or on their Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.blocks import VALUES, Element, found, values
from playground.outward import interactions
from playground.slack import Slack
from playground.workspace import Channel, Message, Person, View


@dataclass(frozen=True)
class InMessage:
    """A message, by its channel's id and its `ts`."""

    channel: str
    ts: str


@dataclass(frozen=True)
class InView:
    """A modal or somebody's Home."""

    view_id: str


Place = InMessage | InView


class Gone(Exception):
    """What somebody wanted to use is not there any more."""


def message_at(slack: Slack, place: InMessage) -> tuple[Channel, Message]:
    """Return a message and its channel.

    Raises:
        Gone: where it has been deleted.
    """
    channel = slack.workspace.channels[place.channel]
    if message := channel.message(place.ts):
        return channel, message
    raise Gone(f"There is no message {place.ts} in {channel.name or channel.id} any more")


def view_at(slack: Slack, view_id: str) -> View:
    """Return an open modal, or a Home.

    Raises:
        Gone: where it has been closed.
    """
    if view := slack.workspace.view(view_id):
        return view
    raise Gone(f"The view {view_id} is not open any more")


def holder(slack: Slack, place: Place) -> Message | View:
    """Return what keeps the state of a place."""
    return message_at(slack, place)[1] if isinstance(place, InMessage) else view_at(slack, place.view_id)


def blocks_at(slack: Slack, place: Place) -> Sequence[dict[str, Any]]:
    """Return the blocks of a place: of a message those in its attachments too."""
    there = holder(slack, place)
    if isinstance(there, View):
        blocks: list[dict[str, Any]] = there.content["blocks"]
        return blocks
    return [*there.blocks, *(block for one in there.attachments for block in one.get("blocks") or ())]


def element_at(slack: Slack, place: Place, block_id: str, action_id: str) -> tuple[dict[str, Any], Element]:
    """Return an element, and the block it is in.

    Raises:
        Gone: where it is not there any more.
    """
    try:
        return found(blocks_at(slack, place), block_id, action_id)
    except KeyError:
        raise Gone(f"There is no {action_id} in block {block_id} any more") from None


def held_at(slack: Slack, place: Place) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what every input of a place holds."""
    return values(blocks_at(slack, place), holder(slack, place).state)


def keep(slack: Slack, place: Place, block_id: str, action_id: str, chosen: dict[str, Any]) -> None:
    """Let an input hold something else; what is no input holds nothing."""
    _, element = element_at(slack, place, block_id, action_id)
    if element["type"] in VALUES:
        state = holder(slack, place).state.setdefault(block_id, {})
        state[action_id] = {"type": element["type"], **chosen}
        slack.changes.happened()


def described(slack: Slack, person: Person, place: Place) -> dict[str, Any]:
    """Return what an interaction says of where it happened."""
    if isinstance(place, InView):
        return interactions.in_view(slack, view_at(slack, place.view_id))
    return interactions.in_message(slack, person, *message_at(slack, place))
