"""People come, change, leave and return, by the word of whoever may say so."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.asking import ruling, seeing, staff, workspace
from bot.commands.people.refusals import AddressTaken, ByGroup, NeverOfTheTeam, OwnLead, Taken
from bot.lines import staffing
from bot.lines.options import NotUnderstood
from bot.lines.staffing import NONE, Order
from bot.locale import Language, sentence
from bot.question import Question, Reply
from bot.telling.blocks import NOTHING, escaped, plain
from bot.views.people import person as shown
from storage import admissions, matching, people, roster
from storage import staff as team_staff
from storage.holdings import holdings
from storage.staff import EMAIL, HAND, ROLES
from storage.tables import AccessRequest, Person, SlackGroup

LONGEST = 500
"""The most letters of a name, as in files."""

ADDED = sentence("{name} is of the sales team from now on.")
CHANGED = sentence("{name} is changed.")
UNCHANGED = sentence("That is how it was already.")
LEFT = sentence("{name} is of the sales team no more. Whoever leads them hears what is to be handed over.")
NAMESAKES = sentence("Somebody else has this name too: who is meant here is {called}.")
LEFT_NOTHING = sentence("{name} is of the sales team no more, and leaves no customers to hand over.")
BACK = sentence("{name} is of the sales team again.")


def add(question: Question, order: Order) -> Reply:
    """Let somebody of the workspace be of the team."""
    said, rest = staffing.whom(order.words)
    wanted = {"role": ROLES[0], **staffing.changes(rest, usage=staffing.ADD)}
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        role = staffing.role(wanted["role"], usage=staffing.ADD)
        ruling.rules_over(session, question, role=role)
        member = workspace.member(session, said)
        if not matching.is_welcome(member):
            raise NeverOfTheTeam(member.name)
        known = people.by_slack_id(session, member.slack_id)
        if known and known.active:
            raise Taken(member.handle, known.name)
        deed = ruling.deed(question)
        person = team_staff.admit(session, member, deed, matched_by=HAND, role=role)
        if asked := session.get(AccessRequest, member.slack_id):
            admissions.decide(session, asked, deed, granted=True)
        team_staff.change(session, person, deed, _values(session, person, wanted))
        return _shown(session, question, person, ADDED)


def change(question: Question, order: Order) -> Reply:
    """Change something about somebody of the team."""
    said, rest = staffing.whom(order.words)
    if not said or not rest:
        raise NotUnderstood(" ".join(order.words) or "set", nearest=None, usage=staffing.SET)
    wanted = staffing.changes(rest, usage=staffing.SET)
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        ruling.rules(session, question)
        person = workspace.person(session, said)
        role = staffing.role(wanted["role"], usage=staffing.SET) if "role" in wanted else person.role
        ruling.rules_over(session, question, person, role=role)
        changed = team_staff.change(session, person, ruling.deed(question), _values(session, person, wanted))
        return _shown(session, question, person, CHANGED if changed else UNCHANGED)


def leave(question: Question, order: Order) -> Reply:
    """Let somebody be of the team no more."""
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        ruling.rules(session, question)
        person = workspace.person(session, " ".join(order.words))
        ruling.rules_over(session, question, person)
        ruling.spare_the_last(session, person)
        left = person.active and team_staff.leave(session, person, ruling.deed(question), how=HAND)
        parting = LEFT if holdings(session, [person.id])[person.id].accounts else LEFT_NOTHING
        return _shown(session, question, person, parting if left else UNCHANGED)


def give_back(question: Question, order: Order) -> Reply:
    """Let somebody be of the team again."""
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        ruling.rules(session, question)
        person = workspace.person(session, " ".join(order.words))
        ruling.rules_over(session, question, person)
        back = not person.active and team_staff.give_back(session, person, ruling.deed(question))
        return _shown(session, question, person, BACK if back else UNCHANGED)


def _shown(session: Session, question: Question, person: Person, told: str) -> Reply:
    """Show somebody as they are now, below what came of it."""
    session.flush()
    who = seeing.circle(session, question)
    facts = staff.facts(session, person, who, question.place)
    language: Language = question.language
    heading = language.say(told, name=escaped(person.name))
    called = people.names(session, {person.id})[person.id]
    if person.active and called != person.name:
        heading += "\n" + language.say(NAMESAKES, called=escaped(called))
    return shown(language, facts, staff.asking(session, who, question.place), told=heading)


def _values(session: Session, person: Person, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Return what people typed as values of the person."""
    values: dict[str, Any] = {}
    for name, said in wanted.items():
        values |= READ[name](session, person, said)
    if values.get("role", person.role) != person.role:
        ruling.spare_the_last(session, person)
    return values


def _role(session: Session, person: Person, said: str) -> dict[str, Any]:
    """Return a role, which no group gives."""
    role = staffing.role(said, usage=staffing.SET)
    if role != person.role:
        _spare_groups(session, person, person.role_group)
    return {"role": role}


def _team(session: Session, person: Person, said: str) -> dict[str, Any]:
    """Return a place in a team, which no group gives."""
    found = workspace.team(session, said)
    team_id = found.id if found else None
    if team_id != person.team_id:
        _spare_groups(session, person, person.team_group)
    return {"team_id": team_id}


def _manager(session: Session, person: Person, said: str) -> dict[str, Any]:
    """Return whom somebody reports to: nobody who reports to them."""
    if said.casefold() in NONE:
        return {"manager_id": None}
    manager = workspace.person(session, said)
    chain, above = {person.id}, manager
    while above.id not in chain and above.manager_id is not None:
        chain.add(above.id)
        above = session.get_one(Person, above.manager_id)
    if above.id == person.id:
        raise OwnLead(person.name)
    return {"manager_id": manager.id}


def _email(session: Session, person: Person, said: str) -> dict[str, Any]:
    """Return an address that is nobody else's, or none; whoever was matched by another is looked for anew."""
    address = staffing.email(said)
    if address and address != person.email:
        _spare_addresses(session, person, address)
    let_go = {"slack_id": None, "matched_by": None} if person.matched_by == EMAIL and address != person.email else {}
    return {"email": address, **let_go}


def _spare_addresses(session: Session, person: Person, address: str) -> None:
    """Go on only if an address is nobody else's of the team."""
    for other in people.find(session, address):
        if other.active and other.id != person.id:
            raise AddressTaken(address, other.name)


def _slack(session: Session, person: Person, said: str) -> dict[str, Any]:
    """Return a Slack account that is nobody else's, or none."""
    if said.casefold() in NONE:
        return {"slack_id": None, "matched_by": None}
    member = workspace.member(session, said)
    if not matching.is_welcome(member):
        raise NeverOfTheTeam(member.name)
    known = people.by_slack_id(session, member.slack_id)
    if known and known.id != person.id:
        raise Taken(member.handle, known.name)
    return {"slack_id": member.slack_id, "matched_by": HAND}


def _name(_session: Session, _person: Person, said: str) -> dict[str, Any]:
    """Return a name, of which something is to be read."""
    if (name := plain(said, LONGEST)) == NOTHING:
        raise NotUnderstood("name", nearest=None, usage=staffing.SET)
    return {"name": name}


def _spare_groups(session: Session, person: Person, slack_id: str | None) -> None:
    """Go on only if no user group says it."""
    if slack_id:
        group = session.get(SlackGroup, slack_id)
        raise ByGroup(person.name, group.handle if group else slack_id)


READ: Mapping[str, Callable[[Session, Person, str], dict[str, Any]]] = {
    "role": _role,
    "team": _team,
    "manager": _manager,
    "email": _email,
    "slack": _slack,
    "name": _name,
}
"""How what is different about somebody is read."""
