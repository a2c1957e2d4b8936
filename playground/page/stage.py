"""Where blocks are drawn: before whom, in which message or view, with what has been entered there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground import acting
from playground.acting import Gone, Place, Trouble
from playground.page.reader import Reader
from playground.slack import Slack

Json = Mapping[str, Any]

USUAL = {
    "overflow": "More",
    "datepicker": "Select a date",
    "timepicker": "Select a time",
    "datetimepicker": "Select a date and time",
}
"""What elements are called to which the bot gives no name; all others wait for an item to be selected."""


@dataclass(frozen=True)
class Stage:
    """A message or a view on somebody's screen; `place` is None where nothing can be pressed."""

    slack: Slack
    reader: Reader
    place: Place | None
    say: Callable[[str], None]
    """Tells the person what has no place of its own."""
    values: Mapping[str, Json] = field(default_factory=dict)
    """What its inputs hold: by block id and action id."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with inputs, by block id."""
    warnings: Mapping[str, str] = field(default_factory=dict)
    """What went wrong with elements, by action id."""


@dataclass(frozen=True)
class Spot:
    """One interactive element on a stage."""

    stage: Stage
    block_id: str
    element: Json
    is_quiet: bool = False
    """Whether the bot hears of it with the submission only: in an input block."""
    label: str = ""
    """What it asks for, where nothing in itself says so."""

    @property
    def action_id(self) -> str:
        """The element's id."""
        return str(self.element.get("action_id", ""))

    @property
    def key(self) -> str:
        """What it is found by when it is drawn again."""
        return f"{self.stage.place} {self.block_id} {self.action_id}"

    @property
    def value(self) -> Json:
        """What it holds now."""
        value: Json = self.stage.values.get(self.block_id, {}).get(self.action_id, {})
        return value

    @property
    def name(self) -> str:
        """What a screen reader calls it."""
        placeholder = self.element.get("placeholder", {}).get("text", "")
        usual = USUAL.get(self.element.get("type", ""), "Select an item")
        return self.element.get("accessibility_label") or self.label or placeholder or self.stage.reader.says(usual)

    async def choose(self, **chosen: Any) -> None:
        """Take what the person chose, and tell the bot unless it waits for the submission."""
        stage = self.stage
        if stage.place is None:
            return
        try:
            await acting.acts(stage.slack, stage.reader.id, stage.place, self.block_id, self.action_id, chosen)
        except (Gone, Trouble) as trouble:
            stage.say(str(trouble))

    def enter(self, **chosen: Any) -> None:
        """Keep what is being typed, and tell nobody."""
        stage = self.stage
        if stage.place is None:
            return
        try:
            acting.enters(stage.slack, stage.reader.id, stage.place, self.block_id, self.action_id, chosen)
        except Gone as gone:
            stage.say(str(gone))
