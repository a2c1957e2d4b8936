"""The sales team, team by team; and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.blocks import escaped
from bot.telling.choices import in_words
from bot.telling.controls import Button, Menu, opening, row
from bot.telling.roles import MATCHES, ROLES

SHOWN = 40
"""How many people a page has."""


@dataclass(frozen=True)
class Line:
    """Somebody on the list; `is_near` says that whoever asks may know more than a name.

    `handle` is that of their Slack account, None where they have none that counts.
    """

    id: int
    name: str
    role: str
    manager: str | None = None
    handle: str | None = None
    is_near: bool = True


@dataclass(frozen=True)
class Part:
    """A team with whoever is in it; without a name it is those who are in none."""

    name: str | None
    depth: int
    people: Sequence[Line]


@dataclass(frozen=True)
class Facts:
    """One of the team, with all that whoever asks may know."""

    line: Line
    is_active: bool
    team: str | None
    email: str | None
    matched_by: str | None
    territory: str | None
    role_group: str | None
    team_group: str | None
    accounts: int


@dataclass(frozen=True)
class Asking:
    """What whoever looks may ask next: whether they may change people, and how many wait to be let in."""

    changes: bool = False
    requests: int = 0


def people(
    language: Language, parts: Sequence[Part], asking: Asking, *, total: int, words: str, page: int, pages: int
) -> Reply:
    """Show a page of the sales team, team by team, with the way to each of them.

    Args:
        total: how many people there are on all pages.
        words: the line that asks for this list, without the page.
    """
    say = language.say
    heading = language.count("The sales team: {n} person", "The sales team: {n} people", total)
    where = say("Page {page} of {pages}.", page=language.number(page), pages=language.number(pages))
    near = [one for part in parts for one in part.people if one.is_near]
    turning = [
        Button(say("Previous page"), f"{words} page {page - 1}") if page > 1 else None,
        Button(say("Next page"), f"{words} page {page + 1}") if page < pages else None,
    ]
    return blocks.reply(
        heading,
        blocks.paragraph(f"*{heading}*"),
        *(one for part in parts for one in blocks.paragraphs(*_part(language, part))),
        row(
            *turning,
            Menu({one.name: f"/people show id:{one.id}" for one in near}, say("Look at…")) if near else None,
            Button(say("Add somebody…"), opening("newcomer", "")) if asking.changes else None,
            _waiting(language, asking),
        ),
        blocks.remark(where) if pages > 1 else None,
    )


def person(language: Language, facts: Facts, asking: Asking, *, told: str = "") -> Reply:
    """Show somebody of the team, below what has been `told` of them, and what can be done."""
    say, line = language.say, facts.line
    heading = f"*{escaped(line.name)}*" if facts.is_active else say("*{name}* has left", name=escaped(line.name))
    values = {
        say("Role"): _by(language, in_words(language, ROLES, line.role), facts.role_group),
        say("Team"): _by(language, escaped(facts.team) if facts.team else blocks.NOTHING, facts.team_group),
        say("Reports to"): escaped(line.manager) if line.manager else blocks.NOTHING,
        say("Slack account"): _account(language, facts),
        say("E-mail"): escaped(facts.email) if facts.email else blocks.NOTHING,
        say("Territory"): escaped(facts.territory) if facts.territory else blocks.NOTHING,
        say("Accounts"): language.number(facts.accounts),
    }
    return blocks.reply(
        f"{told} {heading}".strip(),
        blocks.paragraph(told) if told else None,
        blocks.paragraph(heading),
        blocks.facts(values),
        row(*_ways(language, facts, asking)),
    )


def _called(language: Language, part: Part) -> str:
    """Return a team's name."""
    return f"*{escaped(part.name)}*" if part.name is not None else language.say("In no team")


def _part(language: Language, part: Part) -> list[str]:
    """Return a team, line by line."""
    inset = "    " * part.depth
    return [f"{inset}{_called(language, part)}", *(f"{inset}• {_line(language, one)}" for one in part.people)]


def _line(language: Language, one: Line) -> str:
    """Return somebody on the list."""
    if not one.is_near:
        return escaped(one.name)
    beside = [
        in_words(language, ROLES, one.role),
        language.say("reports to {name}", name=escaped(one.manager)) if one.manager else "",
        "" if one.handle else language.say("not in Slack"),
    ]
    told = language.listed([word for word in beside if word])
    return language.say("{name} ({beside})", name=escaped(one.name), beside=told)


def _by(language: Language, value: str, group: str | None) -> str:
    """Return a value, with the user group that it comes from."""
    return language.say("{value}, by @{group}", value=value, group=escaped(group)) if group else value


def _account(language: Language, facts: Facts) -> str:
    """Return somebody's Slack account, with how it was found."""
    if facts.line.handle is None:
        return blocks.NOTHING
    how = in_words(language, MATCHES, facts.matched_by) if facts.matched_by else ""
    handle = f"@{escaped(facts.line.handle)}"
    return language.say("{name} ({beside})", name=handle, beside=how) if how else handle


def _ways(language: Language, facts: Facts, asking: Asking) -> list[Button | None]:
    """Return what can be done about somebody."""
    say, who = language.say, f"id:{facts.line.id}"
    leaving = Button(say("Has left"), f"/people leave {who}") if facts.is_active else None
    returning = None if facts.is_active else Button(say("Is back"), f"/people return {who}")
    changing = Button(say("Change…"), opening("person", who)) if facts.is_active else None
    ways = [changing, leaving, returning] if asking.changes else []
    return [*ways, Button(say("The whole team"), "/people list")]


def _waiting(language: Language, asking: Asking) -> Button | None:
    """Return the way to those who wait to be let in."""
    if not (asking.changes and asking.requests):
        return None
    label = language.count("{n} request for access", "{n} requests for access", asking.requests)
    return Button(label, "/people requests")
