"""What covers the screen: modals, and Home."""

from dataclasses import dataclass
from typing import Any

from playground import acting, places
from playground.places import InView
from playground.testing.choosing import Wanted
from playground.testing.surfaces import Surface
from playground.workspace import View


@dataclass(frozen=True)
class Home(Surface):
    """The bot's Home, as one person sees it."""

    @property
    def view(self) -> View:
        """What Slack knows of it.

        Raises:
            Gone: it has been closed.
        """
        assert isinstance(self.place, InView)  # noqa: S101 - for the type checker
        return self.running.look(places.view_at, self.running.slack, self.place.view_id)


@dataclass(frozen=True)
class Modal(Home):
    """A modal, as long as it is open."""

    @property
    def is_open(self) -> bool:
        """Whether it still is on the screen."""
        return any(self._is(view) for view in self.running.slack.workspace.modals.get(self.person, ()))

    @property
    def title(self) -> str:
        """What it is called."""
        return _plain(self.view.content["title"])

    @property
    def callback_id(self) -> str:
        """What the bot knows it by."""
        return str(self.view.content.get("callback_id", ""))

    @property
    def warning(self) -> str:
        """What Slack says if the bot did not take the submission."""
        return self.view.warning

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with the last submission, by label."""
        view = self.view
        labels = {block["block_id"]: _plain(block.get("label")) for block in view.content["blocks"]}
        return {labels.get(block_id) or block_id: sentence for block_id, sentence in view.errors.items()}

    def fill(self, label: str, *wanted: Wanted, typed: str | None = None) -> "Modal":
        """Type into an input or choose in it, and return the modal: an option by what it reads, a person by name, …."""
        self.field(label).fill(*wanted, typed=typed)
        return self

    def submit(self) -> None:
        """Submit it, and wait for the acknowledgement."""
        self.running.do(acting.submits(self.running.slack, self.person, self.view.id))

    def close(self, *, everything: bool = False) -> None:
        """Close it, back to the one below, or with `everything` all of them."""
        self.running.do(acting.closes(self.running.slack, self.person, self.view.id, everything=everything))

    def _is(self, view: View) -> bool:
        """Whether a view is this one."""
        return self.place == InView(view.id)


def _plain(text: Any) -> str:
    """Return what a text object reads."""
    return str(text["text"]) if text else ""
