"""Handing accounts over: which ones, unless the button says that, who gets them, from when on, and why."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import choosing, members, seeing
from bot.errors import BotError
from bot.lines import assigning
from bot.lines.assigning import Wish
from bot.lines.days import LONGEST
from bot.lines.words import quoted
from bot.locale import sentence
from bot.question import Block, Form, Question
from bot.telling import blocks, fields
from bot.telling.controls import told_apart
from storage import customers as named

SUGGESTED = 30
PATIENCE_SECONDS = 1.0
"""How long suggestions wait for the names of a large business; people go on typing meanwhile."""

LINES = 3_000
"""The longest list that is pasted, in characters."""

FILES = ("csv", "tsv", "txt", "xlsx", "xls")

WAYS = {
    "value": sentence("Even in value"),
    "count": sentence("Even in number"),
    "region": sentence("Whole regions"),
    "territory": sentence("By territory"),
}
"""How accounts are split among several."""

NOTHING = sentence("Choose customers here, or add a list below.")
TWICE = sentence("You have said already which accounts: use one of customers, file or lines.")
NOBODY = sentence("Choose who gets them; only a list may say that itself.")
PAST = sentence("That day is not one of the next twelve months.")


class WhichAccounts(BotError):
    """What a button says is no accounts."""

    def __init__(self) -> None:
        super().__init__("I do not know which accounts are meant. Please open the form again.")


def draw(question: Question) -> Form:
    """Return the form, for whoever may give accounts away; which ones, the button may have said."""
    say = question.language.say
    with question.sessions() as session:
        seeing.may(session, question, Ask.ASSIGN)
        told = [fields.note(_said(session, question))] if question.words else _which(question)
    return Form(
        title=say("Hand accounts over"),
        send=say("Look at it"),
        cancel=say("Cancel"),
        fields=(
            *told,
            fields.several_suggested("people", say("Who gets them?"), say("A name"), letters=0, optional=True),
            fields.menu("by", say("Among several"), _ways(question), hint=say("Even in value, if you do not say.")),
            fields.day("since", say("From"), hint=say("Leave it empty for at once.")),
            fields.text("because", say("Reason"), hint=say("Both salespeople and whoever approves it read it.")),
        ),
    )


def customers(question: Question) -> Mapping[str, str]:
    """Return customers whose names have to do with what is typed, of those that the asker may give away."""
    with question.sessions() as session:
        sees = seeing.may(session, question, Ask.ASSIGN)
        page = named.find(session, question.words, sight=sees, limit=SUGGESTED, patience=PATIENCE_SECONDS)
    return told_apart((_described(question, found), f"id:{found.id}") for found in page.customers)


def people(question: Question) -> Mapping[str, str]:
    """Return those of the team whose names fit what is typed, everybody where nothing is."""
    with question.sessions() as session:
        seeing.may(session, question, Ask.ASSIGN)
        return members.offered(session, question.words, most=SUGGESTED)


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what lacks, and what is wrong with the day."""
    found: dict[str, str] = {}
    said = [name for name in ("customers", "list", "lines") if values.get(name, "").strip()]
    is_list = bool({"list", "lines"} & {*said})
    if not (question.words or said):
        found["customers"] = question.language.say(NOTHING)
    if len(said) > 1:
        found[said[-1]] = question.language.say(TWICE)
    if not (values["people"] or values["by"] == "territory" or is_list):
        found["people"] = question.language.say(NOBODY)
    since = date.fromisoformat(values["since"]) if values["since"] else question.today
    if not timedelta(0) <= since - question.today <= LONGEST:
        found["since"] = question.language.say(PAST)
    return found


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    parts = (
        (True, words or _accounts(values)),
        (values["people"], f"to {values['people']}"),
        (values["by"], f"by {values['by']}"),
        (values["since"], f"from {values['since']}"),
        (values["because"].strip(), f"because {quoted(values['because'])}"),
    )
    return f"/assign {' '.join(said for chosen, said in parts if chosen)}"


def _accounts(values: Mapping[str, str]) -> str:
    """Return the words for the accounts: those chosen, of the file, or of the lines, which may be cells of a sheet."""
    if values["customers"]:
        return values["customers"]
    if values["list"]:
        return "file"
    lines = (one.strip().replace("\t", " → ") for one in values["lines"].splitlines())
    return f"lines {' '.join(quoted(one) for one in lines if one)}"


def _which(question: Question) -> list[Block]:
    """Return the fields that say which accounts are meant."""
    say = question.language.say
    return [
        fields.several_suggested("customers", say("Customers"), say("Type part of a name"), optional=True),
        fields.file(
            "list",
            say("Or a list"),
            kinds=FILES,
            hint=say("A column for the customer (id or name), and if you like one for the new owner."),
        ),
        fields.text(
            "lines",
            say("Or pasted lines"),
            hint=say("One customer a line; behind a comma, who gets it."),
            lines=True,
            most=LINES,
        ),
    ]


def _said(session: Session, question: Question) -> str:
    """Say which accounts the button meant."""
    wish = assigning.understood(question.words, today=question.today)
    if not isinstance(wish, Wish):
        raise WhichAccounts
    found = choosing.chosen(session, question, wish.accounts)
    if found.name:
        return f"*{blocks.escaped(found.name)}*"
    return question.language.count("*{n} account*", "*{n} accounts*", len(found.ids))


def _ways(question: Question) -> dict[str, str]:
    """Return the ways to split accounts, by what they read."""
    return {question.language.say(text): way for way, text in WAYS.items()}


def _described(question: Question, found: named.Found) -> str:
    """Return a name with what tells it from others of that name."""
    beside = [part for part in (found.city or found.region, found.owner) if part]
    if not beside:
        return found.name
    return question.language.say("{name} ({beside})", name=found.name, beside=question.language.listed(beside))
