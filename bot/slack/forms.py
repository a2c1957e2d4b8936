"""Forms in Slack: opened by a button or a menu, helped by suggestions, and asking a question once they are filled in.

What Slack keeps with an open form (`private_metadata`) is where the answer goes, and what the button told the form:
nobody but this bot is shown it.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import answering
from bot.asking import seeing
from bot.errors import BotError
from bot.forms import FORMS
from bot.locale import sentence
from bot.question import Form, Place, Question, Reply
from bot.slack import sending
from bot.slack.answering import apology
from bot.slack.client import UNREACHABLE
from bot.slack.inquiry import Answer, Inquiry, clicked, workspace
from bot.slack.messages import payload
from bot.telling.controls import FORM
from bot.telling.fields import options_of

log = logging.getLogger(__name__)


def view(kind: str, form: Form, inquiry: Inquiry) -> dict[str, Any]:
    """Return a form as Slack shows it, remembering what the inquiry that opened it told, and where its answer goes."""
    remembered = {
        "words": inquiry.line,
        "channel": inquiry.channel_id,
        "place": inquiry.place,
        "answer": inquiry.response_url,
        "replaces": inquiry.replaces,
        "kept": inquiry.kept,
        "home": inquiry.home,
    }
    return {
        "type": "modal",
        "callback_id": kind,
        "private_metadata": json.dumps(remembered, ensure_ascii=False),
        "title": _plain(form.title),
        "submit": _plain(form.send),
        "close": _plain(form.cancel),
        "blocks": list(form.fields),
    }


def filled_in(body: Mapping[str, Any]) -> Inquiry:
    """Return what a form asks that somebody has sent."""
    sent, user = body["view"], body["user"]
    remembered = json.loads(sent["private_metadata"])
    return Inquiry(
        line=FORMS[sent["callback_id"]].line(_values(sent), remembered["words"]),
        slack_id=user["id"],
        name=user.get("name") or "",
        channel_id=remembered["channel"],
        place=Place(remembered["place"]) if remembered.get("place") else None,
        workspace=workspace(body),
        response_url=remembered["answer"],
        replaces=remembered["replaces"],
        kept=remembered["kept"],
        home=remembered["home"],
        request=sent["id"],
        file=_file(sent),
    )


class Forms:
    """What Bolt calls: `perform` runs what needs the network, `deliver` tells why a form does not open.

    `question` makes a question of an inquiry.
    """

    def __init__(
        self,
        client: WebClient,
        *,
        question: Callable[[Inquiry], Question],
        perform: Callable[..., object],
        deliver: Callable[..., None],
    ) -> None:
        self._client = client
        self._question = question
        self._perform = perform
        self._deliver = deliver

    def open(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Acknowledge a button or a choice, and open its form."""
        ack()
        inquiry = clicked(body, action)
        kind, _, words = inquiry.line.removeprefix(FORM).partition(" ")
        self._perform(self._show, body["trigger_id"], kind, replace(inquiry, line=words))

    def shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge a shortcut that belongs to nothing, and open its form."""
        ack()
        user = body["user"]
        inquiry = Inquiry("", user["id"], user.get("name") or "", workspace=workspace(body))
        self._perform(self._show, body["trigger_id"], body["callback_id"], inquiry)

    def suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge what is being typed with what fits."""
        asked = Inquiry(line=body["value"], slack_id=body["user"]["id"], workspace=workspace(body))
        try:
            fitting = FORMS[body["view"]["callback_id"]].suggested(self._question(asked), into=body["action_id"])
        except BotError:
            fitting = {}
        except Exception:
            log.exception("Suggestions failed")
            fitting = {}
        ack(options=[dict(option) for option in options_of(fitting)])

    def mistakes(self, body: Mapping[str, Any]) -> Mapping[str, str]:
        """Return what is wrong with a form that somebody has sent, by field."""
        sent = body["view"]
        words = json.loads(sent["private_metadata"])["words"]
        asked = Inquiry(line=words, slack_id=body["user"]["id"], workspace=workspace(body))
        return FORMS[sent["callback_id"]].mistakes(self._question(asked), _values(sent))

    def _show(self, trigger_id: str, kind: str, inquiry: Inquiry) -> None:
        """Open a form on the screen of whoever pressed the button, or say why not."""
        question = self._question(inquiry)
        try:
            seeing.admit(question)
            form = FORMS[kind].draw(question)
            self._client.views_open(trigger_id=trigger_id, view=view(kind, form, inquiry))
        except BotError as refusal:
            told = Answer(payload(answering.refused(question, refusal)), beside=True)
        except UNREACHABLE as failure:
            log.warning("A form could not be opened: %s", sending.reason(failure))
            told = Answer(payload(Reply(question.language.say(TOO_LATE))), beside=True)
        except Exception:
            told = apology(question.language)
        else:
            return
        self._deliver(inquiry, told, language=question.language)


TOO_LATE = sentence("That took too long for Slack. Please press the button again.")


def _values(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what each field of a form holds that somebody has sent."""
    return {name: _value(next(iter(field.values()))) for name, field in sent["state"]["values"].items()}


def _value(field: Mapping[str, Any]) -> str:
    """Return what was chosen in a field, or typed; of several choices all, with blanks between; of a file its name."""
    if "selected_options" in field:
        return " ".join(option["value"] for option in field["selected_options"])
    if files := field.get("files"):
        return str(files[0].get("name") or "file")
    chosen = field.get("selected_option") or {}
    return next((str(field[name]) for name in CHOSEN if field.get(name)), str(chosen.get("value") or ""))


def _file(sent: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the name and address of the file that somebody has put into a form; the first of several."""
    fields = (next(iter(field.values())) for field in sent["state"]["values"].values())
    files = [file for field in fields for file in field.get("files") or ()]
    return next(((str(file.get("name") or "file"), str(file["url_private_download"])) for file in files), None)


CHOSEN = ("value", "selected_date", "selected_user", "selected_conversation")
"""Under which name Slack sends what was typed, or chosen in what has no options of its own."""


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}
