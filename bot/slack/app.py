"""Bolt in, questions out: the only file that knows how Bolt listens and acknowledges.

Bolt runs with `process_before_response`: an acknowledgement leaves when the listener returns, and may carry the answer.
So a listener does nothing itself that can be slow. It gives the question to the threads of `Answering` and waits a
moment; what is ready by then goes out as the acknowledgement, anything else by `bot.slack.delivery` when it is done.
"""

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot import clock
from bot.answering import Command
from bot.question import Reply
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.client import Identity, web_client
from bot.slack.delivery import deliver, hand_over
from bot.slack.inquiry import Answer, Ticket, clicked, commanded, shared
from bot.slack.messages import payload
from bot.slack.publishing import publish
from bot.slack.seen import Seen
from bot.slack.sharing import SHARE
from storage.database import Sessions

PATIENCE_SECONDS = 0.4
"""How long an acknowledgement waits for an answer that is being worked on."""

STALE_SECONDS = 2
"""Slack listens for 3 s after sending; its time stamps are whole seconds, and some patience must be left."""

DELIVERY_THREADS = 8
REMEMBERED_SECONDS = 6 * 3600
"""How long events and presses of Share are remembered, so that each takes effect once."""

log = logging.getLogger(__name__)

ANYTHING = re.compile("")
ASKING = re.compile("^ask")
"""A button or select whose `action_id` starts so asks a question: its value is the line, command first."""


def build(*, commands: Mapping[str, Command], sessions: Sessions, settings: Settings) -> App:
    """Return the application: every command and every asking button, answered from `commands`."""
    client = web_client(settings.slack_bot_token, api_url=settings.slack_api_url)
    posting = ThreadPoolExecutor(DELIVERY_THREADS, thread_name_prefix="deliver")
    identity = Identity(client, posting)
    identity.known()
    app = App(
        name="regulars",
        logger=_discreet(),
        client=client,
        authorize=_authorize(identity, settings.slack_bot_token),
        signing_secret=settings.slack_signing_secret or "",
        process_before_response=True,
        token_verification_enabled=False,
        listener_executor=posting,
    )
    listeners = Listeners(
        Answering(commands, sessions, settings),
        posting,
        deliver=partial(deliver, client=client),
        hand_over=partial(hand_over, client=client),
        publish=partial(publish, client=client),
    )
    app.error(refuse)
    app.use(_once(Seen(seconds=REMEMBERED_SECONDS)))
    app.command(ANYTHING)(listeners.command)
    app.action(ASKING)(listeners.click)
    app.action(SHARE)(listeners.share)
    app.action(ANYTHING)(acknowledge)
    app.event(ANYTHING)(acknowledge)
    return app


class Listeners:
    """What Bolt calls: each returns as soon as it has acknowledged."""

    def __init__(
        self,
        answering: Answering,
        posting: Executor,
        *,
        deliver: Callable[..., None],
        hand_over: Callable[..., None],
        publish: Callable[..., None],
    ) -> None:
        self._answering = answering
        self._posting = posting
        self._deliver = deliver
        self._hand_over = hand_over
        self._publish = publish
        self._shared = Seen(seconds=REMEMBERED_SECONDS)

    def command(self, ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        """Acknowledge a slash command: with the answer if it is ready soon, else with the promise of one."""
        ticket = self._answering.begin(commanded(body))
        if _is_stale(request):
            ack()
            self._when_ready(ticket, self._deliver)
            return
        try:
            answer = ticket.answer.result(timeout=PATIENCE_SECONDS if ticket.at_once else 0)
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

    def _when_ready(self, ticket: Ticket, bring: Callable[..., None]) -> None:
        """Have the answer brought, once, when there is one."""

        def begin(answer: Future[Answer]) -> None:
            self._perform(bring, ticket.inquiry, answer.result(), language=ticket.language)

        ticket.answer.add_done_callback(begin)

    def _perform(self, work: Callable[..., None], *arguments: object, **named: object) -> None:
        """Do what needs the network in a thread for that; while the process stops there are none, so do it here."""
        try:
            self._posting.submit(work, *arguments, **named)
        except RuntimeError:
            work(*arguments, **named)


def acknowledge(ack: Ack) -> None:
    """Tell Slack that something has arrived that needs no answer."""
    ack()


def refuse(error: Exception) -> BoltResponse:
    """Refuse what Slack signed but does not look as Slack writes it: answering itself never fails."""
    log.error("A request could not be understood", exc_info=error)
    return BoltResponse(status=400)


def _is_stale(request: BoltRequest) -> bool:
    """Say whether Slack has stopped, or is about to stop, waiting for the acknowledgement."""
    (sent,) = request.headers.get("x-slack-request-timestamp", ["inf"])[:1]
    return clock.by_machine().timestamp() - float(sent) > STALE_SECONDS


def _once(seen: Seen) -> Callable[..., BoltResponse | None]:
    """Return the middleware that lets each event in once, however often Slack delivers it."""

    def once(body: dict[str, Any], next_: Callable[[], None]) -> BoltResponse | None:
        if (event_id := body.get("event_id")) and seen.again(event_id):
            return BoltResponse(status=200, body="")
        next_()
        return None

    return once


def _authorize(identity: Identity, token: str | None) -> Callable[..., AuthorizeResult]:
    """Return Bolt's question who we are here, answered without asking Slack before an acknowledgement."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        known = identity.known()
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=known.get("bot_id"),
            bot_user_id=known.get("user_id"),
            bot_token=token,
        )

    return authorize


def _discreet() -> logging.Logger:
    """Return a logger for Bolt that keeps what it would tell about requests to itself: their bodies are private."""
    logger = logging.getLogger("bot.bolt")
    logger.setLevel(logging.ERROR)
    return logger
