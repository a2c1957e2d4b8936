"""Being let in: who asks for it, what administrators decide, and what those hear who have asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.blocks import escaped
from bot.telling.controls import Button, row
from bot.telling.happenings import moment

LISTED = 8
"""How many requests are shown at once, each with its buttons."""


@dataclass(frozen=True)
class Alike:
    """One of the team who has no Slack account yet, and may be who asks."""

    id: int
    name: str
    accounts: int


@dataclass(frozen=True)
class Request:
    """Somebody who asks to be let in; `handle` and `email` as Slack tells them.

    `granted` is None while nobody has decided; `by` is who has, None for the operator.
    """

    slack_id: str
    name: str
    handle: str | None
    email: str | None
    asked_at: datetime
    granted: bool | None = None
    by: str | None = None
    decided_at: datetime | None = None
    alike: Sequence[Alike] = ()

    @property
    def version(self) -> str:
        """What tells this request from others of the same person."""
        return f"v{self.asked_at:%y%m%d%H%M}"


def access_request(language: Language, request: Request) -> Reply:
    """Tell an administrator who asks to be let in, with what can be decided, or what was."""
    told = _told(language, request)
    if request.granted is not None:
        return blocks.reply(told, blocks.paragraph(told))
    hint = language.say("Granted, they see what a salesperson may see. Grant only whom you know.")
    return blocks.reply(told, blocks.paragraph(told), blocks.remark(hint), row(*_ways(language, request), kept=True))


def requests(language: Language, open_: Sequence[Request], *, told: str = "") -> Reply:
    """List who waits to be let in, below what has been `told`."""
    say = language.say
    heading = language.count("{n} request for access", "{n} requests for access", len(open_))
    if not open_:
        heading = say("Nobody waits to be let in.")
    shown = open_[:LISTED]
    parts = [part for one in shown for part in (blocks.paragraph(_told(language, one)), row(*_ways(language, one)))]
    return blocks.reply(
        f"{told} {heading}".strip(), blocks.paragraph(told) if told else None, blocks.paragraph(f"*{heading}*"), *parts
    )


def asked(language: Language, deciders: Sequence[str], *, again: bool) -> Reply:
    """Tell whoever has asked who decides; `again` says that they have asked already today."""
    names = language.listed([escaped(name) for name in deciders])
    if again:
        told = language.say("You have asked already. {names} can let you in; ask again tomorrow.", names=names)
    else:
        told = language.say("I have asked {names} to let you in. You will hear from me.", names=names)
    return blocks.reply(told, blocks.paragraph(told))


def decided(language: Language, *, granted: bool, by: str | None) -> Reply:
    """Tell whoever has asked what was decided."""
    who = escaped(by) if by else language.say("An administrator")
    if granted:
        told = language.say("{name} has let you in. Type `/customer help` to begin.", name=who)
    else:
        told = language.say("{name} has not let you in. Ask them if that is a mistake.", name=who)
    return blocks.reply(told, blocks.paragraph(told))


def _told(language: Language, request: Request) -> str:
    """Say who asks, and what was decided."""
    beside = [part for part in (request.handle and f"@{request.handle}", request.email) if part]
    who = f"*{escaped(request.name)}*"
    if beside:
        who = language.say("{name} ({beside})", name=who, beside=language.listed([escaped(part) for part in beside]))
    if request.granted is None:
        return language.say("{who} asks to be let in.", who=who)
    name = escaped(request.by) if request.by else language.say("An administrator")
    at = moment(request.decided_at or request.asked_at)
    if request.granted:
        return language.say("{who} was let in by {name}, {at}.", who=who, name=name, at=at)
    return language.say("{who} was not let in by {name}, {at}.", who=who, name=name, at=at)


def _ways(language: Language, request: Request) -> list[Button]:
    """Return what can be decided; somebody of the team may turn out to be who asks."""
    say, whom = language.say, f"{request.slack_id} {request.version}"
    return [
        Button(say("Let in as salesperson"), f"/people grant {whom}", primary=True),
        *(Button(say("It is {name}", name=one.name), f"/people grant {whom} as id:{one.id}") for one in request.alike),
        Button(say("Refuse"), f"/people refuse {whom}"),
    ]
