"""Forms in Slack: opened by a button, helped by suggestions, and asking a question once they are filled in.

What Slack keeps with an open form (`private_metadata`) is where the answer goes: nobody but this bot is shown it.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.forms import FORMS
from bot.locale import sentence
from bot.question import Form, Question, Reply
from bot.slack import sending
from bot.slack.client import UNREACHABLE
from bot.slack.delivery import deliver
from bot.slack.inquiry import Answer, Inquiry, clicked
from bot.slack.messages import payload
from bot.telling.fields import options_of

PREFIX = "form_"
"""A button whose `action_id` starts so opens the form that is named behind; its value is what the form is told."""

log = logging.getLogger(__name__)


def view(kind: str, form: Form, inquiry: Inquiry) -> dict[str, Any]:
    """Return a form as Slack shows it, remembering where its answer goes."""
    where = {"channel": inquiry.channel_id, "answer": inquiry.response_url, "replaces": inquiry.replaces}
    return {
        "type": "modal",
        "callback_id": kind,
        "private_metadata": json.dumps(where),
        "title": _plain(form.title),
        "submit": _plain(form.send),
        "close": _plain(form.cancel),
        "blocks": list(form.fields),
    }


def filled_in(body: Mapping[str, Any]) -> Inquiry:
    """Return what a form asks that somebody has sent."""
    sent, user = body["view"], body["user"]
    where = json.loads(sent["private_metadata"])
    values = {name: _value(next(iter(field.values()))) for name, field in sent["state"]["values"].items()}
    return Inquiry(
        line=FORMS[sent["callback_id"]].line(values),
        slack_id=user["id"],
        name=user.get("name") or "",
        channel_id=where["channel"],
        response_url=where["answer"],
        replaces=where["replaces"],
    )


class Forms:
    """What Bolt calls: `perform` runs what needs the network, `question` makes a question of an inquiry."""

    def __init__(
        self, client: WebClient, *, question: Callable[[Inquiry], Question], perform: Callable[..., object]
    ) -> None:
        self._client = client
        self._question = question
        self._perform = perform

    def open(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Acknowledge a button, and open its form."""
        ack()
        self._perform(self._show, body["trigger_id"], action["action_id"].removeprefix(PREFIX), clicked(body, action))

    def suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge what is being typed with what fits."""
        asked = Inquiry(line=body["value"], slack_id=body["user"]["id"])
        try:
            fitting = FORMS[body["view"]["callback_id"]].suggest(self._question(asked))
        except Exception:
            log.exception("Suggestions failed")
            fitting = {}
        ack(options=[dict(option) for option in options_of(fitting)])

    def _show(self, trigger_id: str, kind: str, inquiry: Inquiry) -> None:
        """Open a form on the screen of whoever pressed the button."""
        question = self._question(inquiry)
        form = FORMS[kind].draw(question)
        try:
            self._client.views_open(trigger_id=trigger_id, view=view(kind, form, replace(inquiry, line="")))
        except UNREACHABLE as failure:
            log.warning("A form could not be opened: %s", sending.reason(failure))
            told = Answer(payload(Reply(question.language.say(TOO_LATE))))
            deliver(replace(inquiry, replaces=False), told, client=self._client, language=question.language)


TOO_LATE = sentence("That took too long for Slack. Please press the button again.")


def _value(field: Mapping[str, Any]) -> str:
    """Return what was chosen in a field, or typed."""
    chosen = field.get("selected_option") or {}
    return str(chosen.get("value") or field.get("value") or "")


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}
