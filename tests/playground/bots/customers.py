"""A small app about customers: it offers names, opens a form, finds it wrong, and tells what came of it."""

import os
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

TIERS = {"ACME": "MVC", "Aurora": "growth", "Bella": "normal"}

app = App(token=os.environ["SLACK_BOT_TOKEN"], signing_secret=os.environ["SLACK_SIGNING_SECRET"])


def plain(text: str) -> dict[str, str]:
    """Return text without formatting."""
    return {"type": "plain_text", "text": text}


def section(text: str, accessory: dict[str, Any]) -> dict[str, Any]:
    """Return a section with something to use at its side."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": accessory}


@app.command("/customer")
def ask_which(ack: Ack) -> None:
    """Ask which customer is meant."""
    which = {"type": "external_select", "action_id": "which", "placeholder": plain("A customer"), "min_query_length": 1}
    ack(text="Which customer?", blocks=[section("*Which customer?*", which)])


@app.options("which")
def offer(ack: Ack, payload: dict[str, Any]) -> None:
    """Offer the names that begin as was typed."""
    found = [name for name in TIERS if name.casefold().startswith(payload["value"].casefold())]
    ack(options=[{"text": plain(name), "value": name} for name in found])


@app.action("which")
def tell_tier(ack: Ack, action: dict[str, Any], respond: Respond) -> None:
    """Tell the customer's tier, with a button that records a visit."""
    ack()
    name = action["selected_option"]["value"]
    visit = {"type": "button", "action_id": "visit", "text": plain("Record a visit"), "value": name}
    respond(text=f"{name} is {TIERS[name]}.", blocks=[section(f"*{name}* is {TIERS[name]}.", visit)])


@app.action("visit")
def open_form(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
    """Ask what was spent."""
    ack()
    spent = {"type": "plain_text_input", "action_id": "spent"}
    label = {"type": "input", "block_id": "amount", "label": plain("Spent"), "element": spent}
    view = {"type": "modal", "callback_id": "visit", "title": plain("Record a visit"), "submit": plain("Save")}
    content = {**view, "private_metadata": action["value"], "blocks": [label]}
    client.views_open(trigger_id=body["trigger_id"], view=content)


@app.view("visit")
def record(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    """Take an amount, or say why not."""
    spent = view["state"]["values"]["amount"]["spent"]["value"]
    if not spent.isdecimal():
        ack(response_action="errors", errors={"amount": f"{spent} is not an amount"})
        return
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"{view['private_metadata']} has spent *{spent}*.")


@app.event("app_home_opened")
def show_home(event: dict[str, Any], client: WebClient) -> None:
    """Show what can be asked."""
    blocks = [{"type": "header", "text": plain("Good morning")}]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


@app.shortcut("greet")
def greet(ack: Ack, client: WebClient) -> None:
    """Say hello to everybody."""
    ack()
    client.chat_postMessage(channel="#general", text="Hello, everybody!")


@app.shortcut("thank")
def thank(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
    """Thank for a message, beneath it."""
    ack()
    channel, ts = shortcut["channel"]["id"], shortcut["message"]["ts"]
    client.chat_postMessage(channel=channel, thread_ts=ts, text="Thank you!")


if __name__ == "__main__":
    app.start(port=int(os.environ["PORT"]))
