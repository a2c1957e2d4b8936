"""`/audit`: the record of what people did through the bot, for managers and administrators."""

from dataclasses import replace
from datetime import datetime, time

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import members, seeing
from bot.asking.choosing import NotSure
from bot.lines import auditing
from bot.lines.auditing import Search
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.audit import ROWS, as_file
from bot.views.audit import audit as audit_view
from bot.views.candidates import candidates
from bot.views.usage import usage
from storage import audit as record
from storage import customers, entries, runs
from storage.entries import Wanted

TITLE = sentence("Who did what, and when")

HELP = {
    "/audit": sentence("what people did through me, the newest first"),
    "/audit @name": sentence("what somebody did, what was done for them, and what is about them"),
    "/audit customer NAME": sentence("what was done about a customer; `alert 17`, `handover 3`"),
    "/audit action accounts": sentence("only accounts that changed hands; also `cover`, `person`, `choice` and more"),
    "/audit since 7d": sentence("from a day on: `2026-11-01`, `7d`; `page 2`"),
    "/audit csv": sentence("as a file for a spreadsheet"),
}

MOST = 10_000
"""The most rows in a file; all of them are in `regulars audit export`."""


def audit(question: Question) -> Reply:
    """Show what is on the record."""
    with question.sessions() as session:
        seeing.may(session, question, Ask.AUDIT)
        if auditing.is_help(question.words):
            run = runs.latest_classification(session)
            return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today)
        search = auditing.understood(question.words, today=question.today)
        try:
            wanted = _wanted(session, question, search)
        except NotSure as unsure:
            if not (unsure.resolution.candidates or unsure.resolution.nearest):
                raise
            return _candidates(session, question, search, unsure)
        if search.csv:
            found = entries.find(session, wanted, limit=MOST)
            file = as_file(question.language, found, today=question.today, zone=question.time_zone) if found else None
            return audit_view(question.language, found, page=1, turns={}, file=file)
        found = entries.find(session, wanted, limit=ROWS + 1, offset=(search.page - 1) * ROWS)
    return audit_view(question.language, found, page=search.page, turns=_turns(question, search, len(found)))


def _wanted(session: Session, question: Question, search: Search) -> Wanted:
    """Return which rows are asked for.

    Raises:
        UnknownPerson, NotSure: nobody is called so, or several are.
    """
    person = members.meant(session, search.by, me=question.asker.id) if search.by else None
    midnight = datetime.combine(search.since, time.min, question.time_zone) if search.since else None
    return Wanted(
        person_id=person.id if person else None,
        subject=record.customer(_customer(session, search.customer)) if search.customer else search.subject,
        since=midnight,
        actions=(search.action,) if search.action else (),
    )


def _customer(session: Session, name: str) -> int:
    """Return the customer that is meant."""
    resolution = customers.resolve(session, name)
    if resolution.customer is None:
        raise NotSure(name, resolution)
    return resolution.customer.id


def _candidates(session: Session, question: Question, search: Search, unsure: NotSure) -> Reply:
    """Offer the customers that may have been meant: each button asks the same about one of them."""
    found = unsure.resolution
    meant = {f"{place}. {one.name}": f"id:{one.id}" for place, one in enumerate(found.candidates, start=1)}
    named = meant or {name: name for name in found.nearest}
    offers = {label: f"/audit {replace(search, customer=name).words()}" for label, name in named.items()}
    run = runs.latest_classification(session)
    as_of = run.as_of if run else None
    return candidates(question.language, unsure.name, found.candidates, offers, as_of=as_of, today=question.today)


def _turns(question: Question, search: Search, found: int) -> dict[str, str]:
    """Return the questions that turn the page, or give all as a file."""
    say, page = question.language.say, search.page
    turns = {
        say("Previous page"): replace(search, page=page - 1) if page > 1 else None,
        say("Next page"): replace(search, page=page + 1) if found > ROWS else None,
        say("As a file"): replace(search, page=1, csv=True) if found else None,
    }
    return {label: f"/audit {turn.words()}" for label, turn in turns.items() if turn}
