"""Somebody who does things in a workspace."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playground import acting, happenings, messaging, uploading
from playground.places import InMessage, InView
from playground.slack import Slack
from playground.testing.hearing import Ears, Heard, newly_heard, remember
from playground.testing.running import Running
from playground.testing.views import Home, Modal
from playground.testing.waiting import quiet, until
from playground.workspace import Channel, Notice, Person


@dataclass(frozen=True)
class Actor:
    """A person, and what they have heard so far."""

    running: Running
    person: Person
    ears: Ears = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """Their id."""
        return self.person.id

    def types(self, text: str, *, channel: str = "general", thread: Heard | str | None = None) -> None:
        """Send a message, or run a slash command and wait for its acknowledgement.

        Args:
            channel: a channel's name or id, or `@name` for a direct message.
            thread: the message to answer in a thread.
        """
        slack, thread_ts = self.running.slack, thread.ts if isinstance(thread, Heard) else thread

        async def type_() -> None:
            where = channel_called(slack, self.id, channel)
            await acting.types(slack, self.id, where.id, text, thread_ts=thread_ts)

        self.running.do(type_())

    def reacts(self, name: str, to: Heard) -> None:
        """Put an emoji under a message, or take it back."""
        self._does(messaging.reacts, to.place, name)

    def edits(self, text: str, *, channel: str = "general") -> None:
        """Write their last message in a channel anew."""
        self._does(messaging.edits, self._last(channel), text)

    def deletes(self, *, channel: str = "general") -> None:
        """Take their last message in a channel away."""
        self._does(messaging.deletes, self._last(channel))

    def uploads(self, name: str, content: bytes) -> None:
        """Have a file ready, so that `modal.fill(label, name)` can put it into a `file_input`."""
        self.running.look(uploading.uploads, self.running.slack, self.id, name, content)

    def hears(self, *, at_least: int = 1) -> list[Heard]:
        """Return what they have newly heard, waiting for it.

        Raises:
            Silence: there is not so much of it, however long one waits.
        """
        return self.running.do(self._hears(at_least))

    def hears_nothing(self) -> None:
        """Wait for quiet.

        Raises:
            AssertionError: they have heard something.
        """
        heard = self.running.do(self._quiet())
        assert not heard, f"{self.person.name} hears {[one.words for one in heard]}"  # noqa: S101 - it is for tests

    @property
    def modal(self) -> Modal:
        """The modal on top, waiting for one."""
        slack, patience = self.running.slack, self.running.patience

        async def top() -> Modal:
            stack = slack.workspace.modals
            wanted = f"{self.person.name} sees no modal"
            await until(slack, lambda: stack.get(self.id), wanted=wanted, patience=patience)
            await quiet(slack, settle=self.running.settle, patience=patience)
            return self._modals()[-1]

        return self.running.do(top())

    @property
    def modals(self) -> list[Modal]:
        """The modals on their screen now, the topmost last."""
        return self.running.look(self._modals)

    @property
    def home(self) -> Home:
        """The bot's Home, which they look at, waiting for the bot to fill it."""
        slack, patience = self.running.slack, self.running.patience

        async def look() -> Home:
            await acting.opens_home(slack, self.id)
            homes, wanted = slack.workspace.homes, f"{self.person.name} sees no Home"
            view = await until(slack, lambda: homes.get(self.id), wanted=wanted, patience=patience)
            await quiet(slack, settle=self.running.settle, patience=patience)
            return Home(self.running, self.id, InView(view.id))  # type: ignore[union-attr]

        return self.running.do(look())

    @property
    def notices(self) -> list[Notice]:
        """What has popped up on their phone, all of it."""
        return self.running.look(lambda: [one for one in self.running.slack.workspace.notices if one.person == self.id])

    def uses(self, callback_id: str, on: Heard | None = None) -> None:
        """Use a shortcut, of a message or of none, and wait for its acknowledgement."""
        place = on.place if on and isinstance(on.place, InMessage) else None
        self.running.do(acting.uses(self.running.slack, self.id, callback_id, place))

    def _does(self, what: Callable[..., None], *to: object) -> None:
        """Have something done on the loop."""
        self.running.look(what, self.running.slack, self.id, *to)

    def _last(self, name: str) -> InMessage:
        """Return the message that they wrote last in a channel."""
        channel = self.running.look(channel_called, self.running.slack, self.id, name)
        return InMessage(channel.id, next(one.ts for one in reversed(channel.messages) if one.author == self.id))

    def _modals(self) -> list[Modal]:
        """Return the modals on the screen."""
        stack = self.running.slack.workspace.modals.get(self.id, ())
        return [Modal(self.running, self.id, InView(view.id)) for view in stack]

    async def _hears(self, at_least: int) -> list[Heard]:
        """Wait until there is enough to hear, and it is quiet."""
        running = self.running

        def is_enough() -> bool:
            return len(newly_heard(running, self.id, self.ears)) >= at_least

        wanted = f"{self.person.name} does not hear {at_least}"
        await until(running.slack, is_enough, wanted=wanted, patience=running.patience)
        return await self._quiet()

    async def _quiet(self) -> list[Heard]:
        """Wait for quiet, and return what has been heard until then."""
        running = self.running
        await quiet(running.slack, settle=running.settle, patience=running.patience)
        heard = newly_heard(running, self.id, self.ears)
        remember(running.slack, heard, self.ears)
        return heard


def channel_called(slack: Slack, person: str, name: str) -> Channel:
    """Return a channel by name or id, or a person's direct message with `@name`."""
    if name.startswith("@"):
        return happenings.direct(slack, person, slack.workspace.named(name).id)
    return slack.workspace.channel_named(name)
