"""Commands made for tests: one that says back what was asked, careless ones, broken ones, slow ones."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from bot.answering import Command
from bot.errors import BotError
from bot.question import Block, File, Question, Reply
from bot.telling import blocks


class NoSuchCustomer(BotError):
    """A customer nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__("There is no customer called {name}.", name=name)


def echo(question: Question) -> Reply:
    """Say back what was asked, by whom."""
    asker = f"{question.asker.name or 'stranger'} {question.asker.id} {question.asker.slack_id}"
    return Reply(f"[{question.words}] {asker} {question.language.code} {question.time_zone} {question.channel_id}")


def careless(question: Question) -> Reply:
    """Say back what was asked without escaping it, and let it be shared."""
    section: Block = {"type": "section", "text": {"type": "mrkdwn", "text": question.words}}
    return Reply(question.words, (section, *END), again=f"/careless {question.words}")


def missing(question: Question) -> Reply:
    """Know nobody."""
    raise NoSuchCustomer(question.words)


def broken(question: Question) -> Reply:
    """Fail with something private in hand."""
    raise RuntimeError(f"secret margin of {question.words}")


def unsendable(_: Question) -> Reply:
    """Answer with what JSON cannot hold."""
    return Reply("fine", ({"type": "section", "text": object()},))


def listing(question: Question) -> Reply:
    """Hand over a file."""
    return Reply("Here is the list.", file=File("list.csv", "List", question.words.encode()))


def standing(question: Question) -> Reply:
    """Say how often this was asked, for others to see as well."""
    answer = blocks.paragraph(f"asked {next(ASKED)} times")
    reply = blocks.reply(f"{question.words} is MVC", answer, blocks.buttons({"Why?": "/echo why"}), blocks.remark(DATE))
    return replace(reply, again="/standing Acme", file=None if question.public else File("a.csv", "A", b"a"))


def once(question: Question) -> Reply:
    """Answer as long as nobody asks for everybody to see it."""
    return missing(question) if question.public else replace(standing(question), again=f"/once {question.words}")


def offering(question: Question) -> Reply:
    """Offer what was typed as a question: a button asks it, and a choice; another button asks nothing."""
    return Reply("What now?", (offer(question.words),))


def refused(question: Question) -> Reply:
    """Answer with what the bot takes for right, and Slack does not."""
    above = (blocks.paragraph(f"Acme is MVC {question.words}".strip()), blocks.buttons({"Why?": "/echo why"}))
    shown = (*map(blocks.rendered, above), {"type": "hologram"}, *END)
    return Reply("Acme is MVC", shown, again="/refused")


def offer(line: str) -> Block:
    """Return a button that asks a line, a choice that does, and a button that asks nothing."""
    return {
        "type": "actions",
        "elements": [
            _element("button", "ask_1", text=_plain("Ask"), value=line),
            _element("static_select", "ask_2", options=[{"text": _plain("Acme"), "value": line}]),
            _element("button", "open", text=_plain("Open"), url="https://example.com"),
        ],
    }


def _element(kind: str, action_id: str, **more: object) -> dict[str, object]:
    """Return something to press."""
    return {"type": kind, "action_id": action_id, **more}


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}


ASKED = count(1)
DATE = "Data as of today."
END = (blocks.rendered(blocks.remark(DATE)),)
COMMANDS: Mapping[str, Command] = {
    f"/{command.__name__}": command
    for command in (echo, careless, missing, broken, unsendable, listing, standing, once, offering, refused)
}
