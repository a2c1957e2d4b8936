"""Teams, and what Slack's user groups give their members."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import ruling, seeing, workspace
from bot.commands.people import listing
from bot.commands.people.refusals import NameTooLong, PartOfItself
from bot.lines import orders, staffing
from bot.lines.options import NotUnderstood
from bot.lines.staffing import NONE, UNDER, Order
from bot.locale import sentence
from bot.question import Question, Reply
from bot.telling.blocks import escaped
from bot.views.groups import Mapped, groups
from storage import audit, roster, teams
from storage.tables import SlackGroup

MOST = 60

GIFTS = {word: staffing.KEYWORDS[word] for word in ("role", "team", "角色", "团队")}
GIVEN = sentence("Members of @{group} get that within a minute.")
TAKEN = sentence("@{group} gives nothing any more: its members lose what they had by it within a minute.")


def team(question: Question, order: Order) -> Reply:
    """Show a team; make it where there is none, or put it under another; without words show all."""
    name, under = _cut(order)
    with question.sessions() as session:
        seeing.may(session, question, Ask.PEOPLE)
        is_shown = not name or (not under and teams.named(session, name) is not None)
    if not is_shown:
        with question.sessions() as session, session.begin():
            roster.wait_for_turn(session)
            ruling.rules(session, question)
            _place(session, question, name, under)
    return listing.everybody(question, Order("list", ("team", name) if is_shown and name else ()))


def group(question: Question, order: Order) -> Reply:
    """Say what a user group gives its members; without words show what all give."""
    if not order.words:
        return _shown(question)
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        ruling.rules_all(session, question)
        found = workspace.group(session, order.first)
        rest = order.words[1:]
        is_none = len(rest) == 1 and rest[0].casefold() in NONE
        said = {} if is_none else dict(orders.pairs(rest, GIFTS, usage=staffing.GROUP))
        if not (said or is_none):
            raise NotUnderstood(order.first, nearest=None, usage=staffing.GROUP)
        _give(session, question, found, said)
        told = question.language.say(TAKEN if is_none else GIVEN, group=escaped(found.handle))
    return _shown(question, told=told)


def _cut(order: Order) -> tuple[str, str]:
    """Return the name of a team, and that of the one it is to be under."""
    place = next((place for place, word in enumerate(order.words) if place and word.casefold() in UNDER), None)
    if place is None:
        return " ".join(order.words), ""
    name, under = " ".join(order.words[:place]), " ".join(order.words[place + 1 :])
    if not under:
        raise NotUnderstood(order.words[place], nearest=None, usage=staffing.TEAM)
    return name, under


def _place(session: Session, question: Question, name: str, under: str) -> None:
    """Make a team, or move one."""
    if len(name) > MOST:
        raise NameTooLong(MOST)
    parent = workspace.team(session, under) if under else None
    try:
        found = teams.place(session, name, ruling.deed(question), under=parent)
        if under and parent is None:
            teams.move(session, found, None, ruling.deed(question))
    except teams.Circular:
        raise PartOfItself(name) from None


def _give(session: Session, question: Question, found: SlackGroup, said: dict[str, str]) -> None:
    """Let a user group give what was said and nothing else, and have its members read."""
    given = workspace.team(session, said["team"]) if "team" in said else None
    before = {"role": found.role, "team_id": found.team_id}
    found.role = staffing.role(said["role"], usage=staffing.GROUP) if "role" in said else None
    found.team_id, found.read_at = given.id if given else None, None
    after = {"role": found.role, "team_id": found.team_id}
    subject = f"group:{found.slack_id}"
    audit.add(session, action="team.changed", subject=subject, before=before, after=after, **ruling.deed(question))


def _shown(question: Question, *, told: str = "") -> Reply:
    """Show what user groups give."""
    with question.sessions() as session:
        ruling.rules(session, question)
        every = session.scalars(select(SlackGroup).order_by(SlackGroup.handle)).all()
        names = {one.id: one.name for one in teams.every(session)}
    mapped = [
        Mapped(one.handle, one.role, names.get(one.team_id or 0), one.read_at is not None)
        for one in every
        if one.role or one.team_id
    ]
    unmapped = [one.handle for one in every if not (one.role or one.team_id)]
    return groups(question.language, mapped, unmapped=unmapped[:20], told=told)
