"""`/customer`: the card of a customer, its tier, the reasons, its visits and its history.

Where the words can be read in two ways (`bot.lines.readings`), the one that names a customer more surely wins, the
order before the name on equal terms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import choosing, seeing
from bot.lines.readings import Reading, is_order, order, order_meant, readings
from bot.locale import sentence
from bot.question import Question, Reply
from bot.telling import controls, distance, wording
from bot.views.candidates import candidates, found_list
from bot.views.customer_card import customer_card
from bot.views.history import history as history_view
from bot.views.tier import tier as tier_view
from bot.views.usage import usage
from bot.views.visits import visits as visits_view
from bot.views.whose import whose
from bot.views.why import why as why_view
from storage import audit, cards, covers, customers, entries, runs
from storage.cards import Card
from storage.customers import Found, Resolution
from storage.entries import Entry, Wanted
from storage.sight import Sight
from storage.tables import Person, Profile, Run

TITLE = sentence("What I know about a customer")

HELP = {
    "/customer NAME": sentence("the card: tier, stage, last visit, spend, owner"),
    "/customer tier NAME": sentence("the tier, since when, and how far to the next and the previous one"),
    "/customer why NAME": sentence("the figures, lines and rules behind every label"),
    "/customer visits NAME": sentence("twelve months as a chart, and the last ten visits"),
    "/customer history NAME": sentence("what changed, when and why, and what was done"),
    "/customer find TEXT": sentence("whose name has to do with the text"),
    '/customer "NAME"': sentence("a customer whose name looks like one of these words"),
}

CHANGES = 20
DONE = 5
FOUND = 20


def customer(question: Question) -> Reply:
    """Answer a question about one customer."""
    first, *others = readings(question.words)
    with question.sessions() as session:
        asker = replace(question, public=False)
        sees, names = seeing.sight(session, asker), seeing.names(session, asker)
        run = runs.latest_classification(session)
        as_of = run.as_of if run else None
        if first.verb == "help":
            return _help(question, as_of)
        if first.verb == "find":
            return _find(session, question, first.name, sees, names, as_of)
        chosen, resolution = _surest(session, [first, *others], names)
        if resolution.customer is None and is_order(question.words):
            return _help(question, as_of)
        if resolution.customer is None:
            offered = replace(resolution, candidates=_by_name_only(resolution.candidates, sees))
            return _candidates(session, question, chosen, offered, names, as_of)
        if not sees.covers(resolution.customer.owner_id):
            return _whose(session, question, resolution.customer, as_of)
        seeing.show(session, question, Ask.CUSTOMER, resolution.customer.owner_id)
        reply = _answer(session, question, chosen.verb, resolution.customer.id, run)
        return replace(reply, again=f"/customer {chosen.verb} id:{resolution.customer.id}")


def _help(question: Question, as_of: date | None) -> Reply:
    """Say what can be asked, and offer to pick a customer instead of typing a name."""
    opening = controls.opening("pick", order(question.words))
    button = controls.row(controls.Button(question.language.say("Pick a customer"), opening))
    return usage(question.language, TITLE, HELP, as_of=as_of, today=question.today, beside=button)


def _surest(session: Session, ways: list[Reading], names: Sight) -> tuple[Reading, Resolution]:
    """Return the reading that names a customer most surely, the first of equals."""
    resolved: list[tuple[Reading, Resolution]] = []
    for way in ways:
        resolved.append((way, customers.resolve(session, way.name, sight=names)))
        if resolved[-1][1].exact:
            break
    return min(resolved, key=lambda pair: _doubt(pair[1]))


def _doubt(resolution: Resolution) -> int:
    """Return how far a resolution is from certain."""
    if resolution.exact:
        return 0
    return 1 if resolution.customer else 2 if resolution.candidates else 3


def _by_name_only(found: Sequence[Found], sees: Sight) -> tuple[Found, ...]:
    """Return customers with nothing but name and owner of those that the asker may not see."""
    return tuple(
        one if sees.covers(one.owner_id) else Found(one.id, one.name, owner=one.owner, owner_id=one.owner_id)
        for one in found
    )


def _candidates(
    session: Session, question: Question, reading: Reading, resolution: Resolution, names: Sight, as_of: date | None
) -> Reply:
    """Offer whom may have been meant: candidates, or names nearby, or a misspelt order."""
    offers = {
        f"{place}. {found.name}": f"/customer {reading.verb} id:{found.id}"
        for place, found in enumerate(resolution.candidates, start=1)
    }
    nearby = {name: f"/customer {reading.verb} {name}" for name in resolution.nearest}
    return candidates(
        question.language,
        reading.name,
        resolution.candidates,
        offers or _order_meant(session, question.words, names) or nearby,
        as_of=as_of,
        today=question.today,
    )


def _order_meant(session: Session, words: str, names: Sight) -> Mapping[str, str]:
    """Return the question that was meant if the first word is a misspelt order and the rest names a customer."""
    meant = order_meant(words)
    if meant is None or not customers.resolve(session, meant.name, sight=names).customer:
        return {}
    question = f"/customer {meant.verb} {meant.name}"
    return {question: question}


def _find(session: Session, question: Question, text: str, sees: Sight, names: Sight, as_of: date | None) -> Reply:
    """List whose names have to do with a text."""
    page = customers.find(session, text, sight=names, limit=FOUND)
    shown = _by_name_only(page.customers, sees)
    return found_list(question.language, text, shown, total=page.total, as_of=as_of, today=question.today)


def _whose(session: Session, question: Question, found: Found, as_of: date | None) -> Reply:
    """Say whom to ask about a customer: who looks after it, or stands in for them."""
    owner = session.get(Person, found.owner_id) if found.owner_id else None
    instead = covers.running(session, question.now).get(owner.id) if owner else None
    stand_in = session.get(Person, instead) if instead else None
    return whose(
        question.language,
        found.name,
        owner=owner.name if owner and owner.active else None,
        stand_in=stand_in.name if stand_in else None,
        as_of=as_of,
        today=question.today,
    )


def _answer(session: Session, question: Question, verb: str, customer_id: int, run: Run | None) -> Reply:
    """Answer about a customer; before the first classification there is only a card."""
    card = cards.of(session, customer_id)
    if card.profile is None or run is None or verb == "card":
        return customer_card(
            question.language,
            question.policy,
            card,
            to_give=customer_id in choosing.to_give(session, question, [customer_id]),
            as_of=run.as_of if run else None,
            today=question.today,
        )
    return ANSWERS[verb](session, question, card, card.profile, run)


def _tier(session: Session, question: Question, card: Card, profile: Profile, run: Run) -> Reply:
    """Show the tier and the way to others."""
    lines = (run.cutpoints or {}).get("value_group", {})
    return tier_view(
        question.language,
        question.policy,
        card.customer,
        profile,
        since=cards.since(session, profile, "tier"),
        up=distance.up(profile, lines),
        down=distance.down(profile, lines, stay=question.policy.value_group.stay),
        today=question.today,
    )


def _why(session: Session, question: Question, card: Card, profile: Profile, run: Run) -> Reply:
    """Show the reasons for the labels."""
    return why_view(
        question.language,
        question.policy,
        card.customer,
        profile,
        lines=run.cutpoints or {},
        since={label: cards.since(session, profile, label) for label in wording.MAIN_LABELS},
        today=question.today,
    )


def _visits(session: Session, question: Question, card: Card, profile: Profile, _run: Run) -> Reply:
    """Show a year of visits, and the last ones."""
    return visits_view(
        question.language,
        card.customer,
        months=cards.months(session, card.customer.id, as_of=profile.as_of),
        last=cards.last_visits(session, card.customer.id, as_of=profile.as_of),
        as_of=profile.as_of,
        today=question.today,
    )


def _history(session: Session, question: Question, card: Card, profile: Profile, _run: Run) -> Reply:
    """Show what changed, and what was done."""
    changes = cards.changes(session, card.customer.id, wording.MAIN_LABELS, at_most=CHANGES + 1)
    return history_view(
        question.language,
        question.policy,
        card.customer,
        profile,
        changes[:CHANGES],
        done=_done(session, question, card),
        more=len(changes) > CHANGES,
        today=question.today,
    )


def _done(session: Session, question: Question, card: Card) -> list[Entry]:
    """Return what was done about a customer: whose it became, and what was done to alerts that the asker may see."""
    looks_after = not question.public and seeing.may(session, question, Ask.ALERTS).covers(card.customer.owner_id)
    wanted = Wanted(subject=audit.customer(card.customer.id), actions=() if looks_after else ("accounts",))
    return entries.find(session, wanted, limit=DONE)


ANSWERS: Mapping[str, Callable[[Session, Question, Card, Profile, Run], Reply]] = {
    "tier": _tier,
    "why": _why,
    "visits": _visits,
    "history": _history,
}
