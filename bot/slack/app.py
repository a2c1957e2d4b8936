"""Bolt in, questions out: the application, and which listener hears what.

Bolt runs with `process_before_response`: an acknowledgement leaves when the listener returns, and may carry the answer.
So a listener does nothing itself that can be slow. It gives the question to the threads of `Answering` and waits a
moment (`bot.slack.listeners`); what is ready by then goes out as the acknowledgement, anything else when it is done.
"""

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.answering import Command
from bot.settings import Settings
from bot.slack import happenings
from bot.slack.answering import Answering
from bot.slack.client import Identity, impatient_client, web_client
from bot.slack.delivery import deliver, hand_over
from bot.slack.fetching import fetch
from bot.slack.forms import Forms
from bot.slack.happenings import Happenings
from bot.slack.home import HOME, Homes
from bot.slack.inquiry import clicked
from bot.slack.listeners import Listeners
from bot.slack.manifest import SHORTCUTS
from bot.slack.places import Places
from bot.slack.publishing import publish
from bot.slack.seen import Seen
from bot.slack.sharing import SHARE
from bot.telling.controls import FORM
from storage.database import Sessions

ANSWERING_THREADS = 32
DELIVERY_THREADS = 8
HOME_THREADS = 8
PATIENCE_SECONDS = 0.4
REDELIVERED_SECONDS = 6 * 3600
"""How long events are remembered, so that each takes effect once."""

log = logging.getLogger(__name__)

ANYTHING = re.compile("")
Pool = Callable[[int, str], Executor]
"""Gives so many threads of such a name."""

ASKING = re.compile("^ask")
"""A button or menu whose `action_id` starts so asks a question: its value is the line, command first; or a form."""


def threads(most: int, name: str) -> Executor:
    """Return at most so many threads, started as they are needed."""
    return ThreadPoolExecutor(most, thread_name_prefix=name)


def build(
    *,
    commands: Mapping[str, Command],
    sessions: Sessions,
    settings: Settings,
    patience: float = PATIENCE_SECONDS,
    pool: Pool = threads,
) -> App:
    """Return the application: every command and every asking button, answered from `commands`.

    Args:
        patience: how many seconds an acknowledgement waits for an answer that is being worked on.
        pool: gives the threads in which everything is done.
    """
    client = web_client(settings.slack_bot_token, api_url=settings.slack_api_url)
    posting = pool(DELIVERY_THREADS, "deliver")
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
    places = Places(impatient_client(settings.slack_bot_token, api_url=settings.slack_api_url), identity)
    answering = Answering(
        commands,
        sessions,
        settings,
        pool(ANSWERING_THREADS, "answer"),
        places=places,
        fetch=partial(fetch, client),
        threads=ANSWERING_THREADS,
    )
    homes = Homes(
        client,
        pool(HOME_THREADS, "home"),
        question=answering.question,
        deliver=partial(deliver, client=client),
        language=settings.language,
    )
    forms = Forms(client, question=answering.question, perform=posting.submit, deliver=homes.bring)
    listeners = Listeners(
        answering,
        posting,
        deliver=homes.bring,
        hand_over=partial(hand_over, client=client),
        publish=partial(publish, client=client),
        mistakes=forms.mistakes,
        patience=patience,
    )
    app.error(refuse)
    app.use(_once(Seen(seconds=REDELIVERED_SECONDS)))
    _hear_people(app, listeners, forms, homes)
    _hear_events(app, homes, Happenings(sessions, settings, perform=posting.submit))
    return app


def _hear_people(app: App, listeners: Listeners, forms: Forms, homes: Homes) -> None:
    """Say who answers commands, buttons, shortcuts and forms; of several listeners that could, the first one hears."""
    app.command(ANYTHING)(listeners.command)
    app.action(ASKING, matchers=[opens_a_form])(forms.open)
    app.action(ASKING)(listeners.click)
    app.action(SHARE)(listeners.share)
    for shortcut in SHORTCUTS:
        app.shortcut(shortcut)(forms.shortcut)
    app.action(HOME)(homes.back)
    app.options(ANYTHING)(forms.suggest)
    app.view(ANYTHING)(listeners.submit)
    app.action(ANYTHING)(acknowledge)


def _hear_events(app: App, homes: Homes, heard: Happenings) -> None:
    """Say who is told of what happens in the workspace."""
    app.event("app_home_opened")(homes.opened)
    for event in happenings.PEOPLE:
        app.event(event)(heard.person)
    for event in happenings.GROUPS:
        app.event(event)(heard.group)
    app.event(happenings.JOINED)(heard.joined)
    app.event(ANYTHING)(acknowledge)


def opens_a_form(body: dict[str, Any]) -> bool:
    """Say whether what was pressed opens a form instead of asking."""
    return clicked(body, body["actions"][0]).line.startswith(FORM)


def acknowledge(ack: Ack) -> None:
    """Tell Slack that something has arrived that needs no answer."""
    ack()


def refuse(error: Exception) -> BoltResponse:
    """Refuse what Slack signed but does not look as Slack writes it: answering itself never fails."""
    log.error("A request could not be understood", exc_info=error)
    return BoltResponse(status=400)


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
