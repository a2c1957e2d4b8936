"""What somebody could type and press who wants to see the bot fall, or talk: generated, the same for the same seed."""

import inspect
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.answering import Command
from bot.forms import FORMS
from bot.slack.sharing import SHARE
from bot.telling.controls import FORM, KEPT

NASTY = (
    *(
        "<!channel>",
        "<!here|here>",
        "<!everyone>",
        "<!subteam^S1>",
        "<@U1>",
        "<@U999|x>",
        "&lt;!channel&gt;",
        "<#C1|x>",
    ),
    *(
        "'; DROP TABLE customers; --",
        '" OR 1=1 --',
        "%s%n",
        "{0.__class__}",
        "{names}",
        "{ticked}",
        "\\",
        "\x00",
        "\r\n",
    ),
    *("\u202e", "\ufeff", "🍕" * 30, "é" * 200, "中成", "“", "”", '"', "'", "*_~`", "```", "x" * 4000, "-" * 50),
    *(
        "id:",
        "id:0",
        "id:-1",
        "id:99999999999999999999",
        "id:٣",
        "9" * 40,
        "-1",
        "1e999",
        "NaN",
        "0x10",
        "v0",
        "v999999999",
    ),
    *(
        "99999-99-99",
        "0000-00-00",
        "2025-02-30",
        "31/12/1969",
        "tomorrow",
        "friday",
        "next month",
        "form_pick",
        "/",
        "@",
        "#",
    ),
    *(
        "because",
        "to",
        "from",
        "of",
        "by",
        "until",
        "all",
        "team",
        "mine",
        "csv",
        "page",
        "owner",
        "region",
        "..",
        "null",
    ),
)
NUMBER = re.compile(r"\d+")
"""What stands for a number in a usage."""

DAYS = ("2026-12-24", "1970-01-01", "9999-12-31")

TICKS: Mapping[str, Any] = {"type": "checkboxes", "selected_options": [{"value": "17"}, {"value": "20"}]}


@dataclass(frozen=True)
class Sender:
    """Somebody, and where their account is."""

    slack_id: str
    workspace: str = "T1"


@dataclass(frozen=True)
class Sent:
    """What Slack delivers: from whom, and whether Slack itself could have written it."""

    sender: Sender
    body: str
    line: str = ""
    is_well_formed: bool = True


class Attacker:
    """Makes up what people send; `opened` are views that the bot has shown, to be filled in."""

    def __init__(
        self, commands: Mapping[str, Command], senders: Sequence[Sender], words: Sequence[str], *, seed: int, sink: str
    ) -> None:
        self._chance = random.Random(seed)
        self._commands = commands
        self._senders = senders
        self._words = words
        self._sink = sink
        self._usages = [usage for command in commands.values() for usage in usages(command)]
        self._count = 0
        self.opened: list[Mapping[str, Any]] = []

    def sends(self, count: int) -> Iterator[Sent]:
        """Yield so many requests."""
        kinds: Mapping[Callable[[Sender], Sent], int] = {
            self._command: 100,
            self._press: 5,
            self._share: 2,
            self._opening: 3,
            self._typing: 20,
            self._sending: 3,
            self._opens_home: 1,
            self._garbage: 66,
        }
        for self._count in range(count):
            (make,) = self._chance.choices(list(kinds), list(kinds.values()))
            yield make(self._chance.choice(self._senders))

    def line(self) -> str:
        """Return a line: a usage with its words changed, or words in any order behind a command."""
        if self._chance.random() < 0.7:
            return " ".join(self._changed(word) for word in self._chance.choice(self._usages).split(" "))
        words = [self._word() for _ in range(self._chance.randrange(6))]
        return " ".join([self._chance.choice([*self._commands, "/regulars", "/nonsense"]), *words])

    def _word(self) -> str:
        """Return a word that means something, or one that should mean nothing."""
        kind = self._chance.random()
        if kind < 0.4:
            return self._chance.choice(self._words)
        return str(self._chance.randrange(60)) if kind < 0.6 else self._chance.choice(NASTY)

    def _changed(self, word: str) -> str:
        """Return a word of a usage as it is, or another one in its place."""
        if word.startswith("/") and self._chance.random() < 0.95:
            return word
        if NUMBER.fullmatch(word):
            return str(self._chance.randrange(40))
        is_placeholder = word.isupper() or word.startswith("@")
        return self._word() if is_placeholder or self._chance.random() < 0.15 else word

    def _command(self, sender: Sender) -> Sent:
        """Type a line in some channel."""
        command, _, words = self.line().partition(" ")
        channel = self._channel()
        body = {
            "command": command,
            "text": words,
            "user_id": sender.slack_id,
            "user_name": self._word(),
            "channel_id": channel["id"],
            "channel_name": channel["name"],
            "team_id": sender.workspace,
            "response_url": f"{self._sink}/respond",
            "trigger_id": str(self._count),
        }
        return Sent(sender, urlencode(body), f"{command} {words}")

    def _press(self, sender: Sender) -> Sent:
        """Press a button, or choose from a menu, with a line that it never carried."""
        line, name = self.line(), self._chance.choice(("ask_1", f"{KEPT}2", "ask_0"))
        chosen = {"value": line} if self._chance.random() < 0.7 else {"selected_option": {"value": line}}
        return self._pressed(sender, {"action_id": name, **chosen}, line)

    def _share(self, sender: Sender) -> Sent:
        """Share an answer that was never given."""
        line = self.line()
        return self._pressed(sender, {"action_id": SHARE, "value": line}, line)

    def _opening(self, sender: Sender) -> Sent:
        """Open a form, telling it what no button tells."""
        words = " ".join(self._word() for _ in range(self._chance.randrange(1, 4)))
        if self._chance.random() < 0.6:
            words = f"{self._chance.randrange(40)} v{self._chance.randrange(3)}"
        line = f"{FORM}{self._chance.choice(list(FORMS))} {words}"
        return self._pressed(sender, {"action_id": "ask_1", "value": line}, line)

    def _pressed(self, sender: Sender, action: Mapping[str, Any], line: str) -> Sent:
        """Return a press as Slack delivers it."""
        container = {"type": "message", "message_ts": f"{self._count}.1", "is_ephemeral": self._chance.random() < 0.5}
        body = {
            "type": "block_actions",
            "user": self._user(sender),
            "channel": self._channel(),
            "container": container,
            "trigger_id": str(self._count),
            "response_url": f"{self._sink}/respond",
            "actions": [{"type": "button", "block_id": "b", **action}],
            "state": {"values": {"b": {"t": TICKS}}},
        }
        return self._payload(sender, body, line)

    def _typing(self, sender: Sender) -> Sent:
        """Type into a field that suggests."""
        value = self._word()[:100]
        view = {"callback_id": self._chance.choice(list(FORMS)), "private_metadata": "{}", "id": "V1"}
        body = {
            "type": "block_suggestion",
            "user": self._user(sender),
            "value": value,
            "view": view,
            "action_id": self._chance.choice(("customer", "customers", "person")),
            "block_id": "customer",
        }
        return self._payload(sender, body, value)

    def _sending(self, sender: Sender) -> Sent:
        """Send a form that the bot has shown to anybody, with what was never chosen."""
        if not self.opened:
            return self._command(sender)
        view = dict(self._chance.choice(self.opened))
        values = {
            block["block_id"]: {block["element"]["action_id"]: self._filled(block)}
            for block in view["blocks"]
            if block["type"] == "input"
        }
        view |= {"id": f"V{self._count}", "state": {"values": values}}
        return self._payload(sender, {"type": "view_submission", "user": self._user(sender), "view": view}, str(values))

    def _filled(self, block: Mapping[str, Any]) -> dict[str, Any]:
        """Return a field filled in: of choices one of those that there are, else anything; nothing if it may be."""
        element, kind = block["element"], block["element"]["type"]
        options = element.get("options") or ()
        is_empty = bool(block.get("optional")) and self._chance.random() < 0.3
        if kind == "datepicker":
            return {"type": kind, "selected_date": None if is_empty else self._chance.choice(DAYS)}
        if kind in {"checkboxes", "multi_static_select"}:
            return {"type": kind, "selected_options": self._chance.sample(options, min(2, len(options)))}
        if options or kind == "external_select":
            forged = {"text": {"type": "plain_text", "text": "x"}, "value": f"id:{self._chance.randrange(40)}"}
            return {"type": kind, "selected_option": None if is_empty else self._chance.choice(options or [forged])}
        if kind == "number_input":
            return {"type": kind, "value": str(self._chance.randrange(-5, 500))}
        return {"type": kind, "value": None if is_empty else self._word()[:3000]}

    def _opens_home(self, sender: Sender) -> Sent:
        """Open Home."""
        event = {"type": "app_home_opened", "user": sender.slack_id, "tab": "home", "channel": "D1"}
        body = {"type": "event_callback", "event_id": f"E{self._count}", "team_id": sender.workspace, "event": event}
        return Sent(sender, json.dumps(body))

    def _garbage(self, sender: Sender) -> Sent:
        """Send what Slack would never write, although it is signed."""
        sent = self._chance.choice((self._command, self._press, self._typing, self._opens_home))(sender)
        at, what = self._chance.randrange(len(sent.body)), self._chance.choice((*NASTY, "", "%", "{", "]", "&"))
        body = sent.body[:at] + what + sent.body[at + self._chance.randrange(200) :]
        return Sent(sender, f"{self._count}{body}", is_well_formed=False)

    def _payload(self, sender: Sender, body: Mapping[str, Any], line: str) -> Sent:
        """Return what Slack writes as JSON in a form."""
        return Sent(sender, urlencode({"payload": json.dumps({**body, "team": {"id": "T1"}})}), line)

    def _user(self, sender: Sender) -> Mapping[str, str]:
        """Return somebody as Slack describes who presses."""
        return {"id": sender.slack_id, "name": self._word(), "team_id": sender.workspace}

    def _channel(self) -> Mapping[str, str]:
        """Return a channel: direct, private, public, shared with another company, or one of which nothing is told."""
        kinds = {"D1": "directmessage", "G1": "privategroup", "C1": "general", "CSHARED": "partners", "CODD": "odd"}
        (channel,) = self._chance.choices(list(kinds), (6, 2, 4, 1, 1))
        return {"id": channel, "name": kinds[channel]}


def usages(command: Command) -> list[str]:
    """Return the lines that a command's help shows."""
    return list(getattr(inspect.getmodule(command), "HELP", {"/": ""}))
