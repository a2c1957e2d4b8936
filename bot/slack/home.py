"""Home in Slack: published when somebody opens it, and anew after whatever they do on it.

One person's Homes are made and published one after the other, so that what is published is always newer than what it
replaces: no `hash` is needed, and none can be stale. What was done shows above Home, and in it; what was looked up
takes its place until somebody goes back.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from threading import Lock
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.home import home
from bot.locale import Language, sentence
from bot.question import Block, Question
from bot.slack import plainly, sending
from bot.slack.answering import apology
from bot.slack.client import UNREACHABLE
from bot.slack.delivery import hand_over
from bot.slack.inquiry import Answer, Inquiry, workspace
from bot.slack.messages import silenced
from bot.telling import blocks

HOME = "home_again"
"""The `action_id` of the button that leads back to Home."""

BACK = sentence("Back to Home")

MOST = 100
"""The blocks that Slack takes on Home."""

NOT_ON_HOME = frozenset({"data_visualization"})
"""Blocks that stand in messages only: on Home they are told in words."""

NOT_TAKEN = frozenset({"invalid_arguments", "invalid_blocks", "view_too_large"})
"""What Slack says of a view that it does not take."""

LOCKS = 64

log = logging.getLogger(__name__)


class Homes:
    """Publishes Homes in threads of its own; `question` makes a question of an inquiry."""

    def __init__(
        self,
        client: WebClient,
        threads: Executor,
        *,
        question: Callable[[Inquiry], Question],
        deliver: Callable[..., None],
        language: Language,
    ) -> None:
        """Publish with `client`; what was not asked on Home is brought by `deliver`; `language` is the usual one."""
        self._client = client
        self._threads = threads
        self._question = question
        self._deliver = deliver
        self._language = language
        self._turns = [Lock() for _ in range(LOCKS)]
        self._opening: set[str] = set()

    def opened(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Acknowledge that somebody opens the app, and publish their Home, once for all the times they have."""
        ack()
        slack_id = event["user"]
        if event.get("tab") == "home" and slack_id not in self._opening:
            self._opening.add(slack_id)
            self._threads.submit(self._show, Inquiry("", slack_id, workspace=workspace(body), home=True))

    def back(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge that somebody goes back, and publish their Home."""
        ack()
        self._threads.submit(self._show, Inquiry("", body["user"]["id"], workspace=workspace(body), home=True))

    def bring(self, inquiry: Inquiry, answer: Answer, *, language: Language) -> None:
        """Bring an answer to where it was asked: to Home, which is made anew, or to anywhere else."""
        if not inquiry.home:
            self._deliver(inquiry, answer, language=language)
            return
        self._show(inquiry, answer)
        if answer.file:
            hand_over(inquiry, answer.file, client=self._client, language=language)

    def _show(self, inquiry: Inquiry, answer: Answer | None = None) -> None:
        """Make somebody's Home, with an answer if there is one, and publish it when it is their turn."""
        with self._turns[hash(inquiry.slack_id) % LOCKS]:
            self._opening.discard(inquiry.slack_id)
            language = self._language
            try:
                question = self._question(inquiry)
                language = question.language
                shown = _page(question, answer)
            except Exception:
                shown = _told(apology(language).body)
            publish(self._client, inquiry.slack_id, shown)


def publish(client: WebClient, slack_id: str, shown: Sequence[Block]) -> None:
    """Publish a Home, and once more in plain sections if Slack does not take its blocks."""
    refusal = _published(client, slack_id, shown)
    if refusal in NOT_TAKEN:
        log.error("Slack did not take a Home, and gets it in plain text: %s", refusal)
        plain = plainly.plain({"text": "", "blocks": list(shown)})
        refusal = _published(client, slack_id, plain.get("blocks", ()))
    if refusal:
        log.warning("A Home could not be published: %s", refusal)


def _published(client: WebClient, slack_id: str, shown: Sequence[Block]) -> str | None:
    """Publish a Home; return None if Slack took it, else why not."""
    try:
        client.views_publish(user_id=slack_id, view=silenced({"type": "home", "blocks": list(shown)}))
    except UNREACHABLE as failure:
        return sending.reason(failure)
    return None


def _page(question: Question, answer: Answer | None) -> Sequence[Block]:
    """Return Home, with what was done above it, or instead of it what was looked up."""
    if answer is None:
        return home(question).blocks
    told = _told(answer.body)
    if answer.beside or answer.done:
        return (*told, DIVIDER, *home(question).blocks)[:MOST]
    return (_back(question.language), DIVIDER, *told)[:MOST]


def _told(body: Mapping[str, Any]) -> Sequence[Block]:
    """Return a message as it stands on Home: what may not stand there in words."""
    if "blocks" not in body:
        return [blocks.rendered(part) for part in blocks.paragraphs(body["text"])]
    return [shown for block in body["blocks"] for shown in _on_home(block)]


def _on_home(block: Block) -> Sequence[Block]:
    """Return a block as it may stand on Home."""
    if block["type"] not in NOT_ON_HOME:
        return [block]
    return [blocks.rendered(part) for part in blocks.paragraphs(*plainly.LINES[block["type"]](block))]


def _back(language: Language) -> Block:
    """Return the button that leads back to Home."""
    return {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": HOME, "text": {"type": "plain_text", "text": f"← {language.say(BACK)}"}}
        ],
    }


DIVIDER: Block = {"type": "divider"}
