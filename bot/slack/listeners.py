"""What Bolt calls: each listener returns as soon as it has acknowledged, and never does anything slow itself."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltRequest

from bot import clock
from bot.question import Reply
from bot.slack.answering import Answering
from bot.slack.forms import filled_in
from bot.slack.inquiry import Answer, Ticket, clicked, commanded, shared
from bot.slack.messages import payload
from bot.slack.seen import Seen

SHARED_SECONDS = 6 * 3600
"""How long presses of Share are remembered, so that each takes effect once."""

STALE_SECONDS = 2
"""Slack listens for 3 s after sending; its time stamps are whole seconds, and some patience must be left."""


class Listeners:
    """The listeners, with what they hand the work to."""

    def __init__(
        self,
        answering: Answering,
        posting: Executor,
        *,
        deliver: Callable[..., None],
        hand_over: Callable[..., None],
        publish: Callable[..., None],
        mistakes: Callable[[Mapping[str, Any]], Mapping[str, str]],
        patience: float,
    ) -> None:
        self._answering = answering
        self._posting = posting
        self._deliver = deliver
        self._hand_over = hand_over
        self._publish = publish
        self._mistakes = mistakes
        self._patience = patience
        self._shared = Seen(seconds=SHARED_SECONDS)

    def command(self, ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        """Acknowledge a slash command: with the answer if it is ready soon, else with the promise of one."""
        ticket = self._answering.begin(commanded(body))
        if _is_stale(request):
            ack()
            self._when_ready(ticket, self._deliver)
            return
        try:
            answer = ticket.answer.result(timeout=self._patience if ticket.at_once else 0)
        except TimeoutError:
            ack(payload(Reply(ticket.language.say("Working on it…"))))
            self._when_ready(ticket, self._deliver)
        else:
            ack(answer.body)
            if answer.file:
                self._perform(self._hand_over, ticket.inquiry, answer.file, language=ticket.language)

    def click(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Acknowledge a button or a choice, and answer it where it was pressed."""
        ticket = self._answering.begin(clicked(body, action))
        ack()
        self._when_ready(ticket, self._deliver)

    def share(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Acknowledge Share, and have the answer found anew and posted for everybody, once for all presses."""
        inquiry = shared(body, action)
        ack()
        if not self._shared.again(inquiry.button):
            may_press_again = partial(self._shared.forget, inquiry.button)
            self._when_ready(self._answering.begin(inquiry), partial(self._publish, failed=may_press_again))

    def submit(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge a form, which closes it, and answer what it asks where it was opened; or say what is wrong."""
        if mistakes := self._mistakes(body):
            ack(response_action="errors", errors=dict(mistakes))
            return
        ack()
        self._when_ready(self._answering.begin(filled_in(body)), self._deliver)

    def _when_ready(self, ticket: Ticket, bring: Callable[..., None]) -> None:
        """Have the answer brought, once, when there is one."""

        def begin(answer: Future[Answer]) -> None:
            if not answer.result().silent:
                self._perform(bring, ticket.inquiry, answer.result(), language=ticket.language)

        ticket.answer.add_done_callback(begin)

    def _perform(self, work: Callable[..., None], *arguments: object, **named: object) -> None:
        """Do what needs the network in a thread for that; while the process stops there are none, so do it here."""
        try:
            self._posting.submit(work, *arguments, **named)
        except RuntimeError:
            work(*arguments, **named)


def _is_stale(request: BoltRequest) -> bool:
    """Say whether Slack has stopped, or is about to stop, waiting for the acknowledgement."""
    (sent,) = request.headers.get("x-slack-request-timestamp", ["inf"])[:1]
    return clock.by_machine().timestamp() - float(sent) > STALE_SECONDS
