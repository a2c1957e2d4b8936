"""The app of Bolt's own introduction: `python greeting.py` takes requests, `python greeting.py socket` connects."""

import os
import sys
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler

app = App(token=os.environ["SLACK_BOT_TOKEN"], signing_secret=os.environ["SLACK_SIGNING_SECRET"])


@app.message("hello")
def say_hello(message: dict[str, Any], say: Say) -> None:
    """Answer, with a button."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Click Me"}, "action_id": "button_click"}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Hey there"}, "accessory": button}
    say(blocks=[section], text=f"Hey there <@{message['user']}>!")


@app.action("button_click")
def answer_click(ack: Ack, context: BoltContext, say: Say) -> None:
    """Tell everybody."""
    ack()
    say(f"<@{context.user_id}> clicked the button")


@app.command("/greet")
def greet(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
    """Answer twice: at once, and by the response URL."""
    ack("One moment")
    respond(f"Good day, {command['text']}!")


if __name__ == "__main__":
    if "socket" in sys.argv:
        SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]
    else:
        app.start(port=int(os.environ.get("PORT", "3000")))
