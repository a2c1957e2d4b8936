"""What is wished for, made a proposal: which accounts, to whom; shown with what it would do, to be confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy.orm import Session

from bot.asking import choosing, dealing, handing, members, seeing
from bot.asking.choosing import Chosen, NotSure
from bot.asking.dealing import TERRITORY, Deal
from bot.commands.assign import listing, showing
from bot.errors import BotError
from bot.lines.assigning import Wish
from bot.lines.meaning import NOBODY, Accounts, Which
from bot.locale import Language
from bot.question import Question, Reply
from bot.telling import blocks, heeding, wording
from bot.views.candidates import candidates
from bot.views.receivers import receivers as receivers_view
from storage import runs
from storage.handovers import proposal, words
from storage.handovers.refusals import Refused


class NobodyThere(BotError):
    """Accounts are to go to whoever looks after their regions, and nobody does."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody who could get them looks after the region of any of these accounts: name who gets them, or split "
            "them `by value`. Territories come with the people file."
        )


def propose(question: Question, wish: Wish) -> Reply:
    """Propose a handover, and show what it would do; or ask for what is not clear yet."""
    try:
        with question.sessions() as session, session.begin():
            me = seeing.known(session, question)
            wish = _as_called(session, question, wish)
            if wish.accounts.which in {Which.LINES, Which.FILE}:
                deal = listing.dealt(session, question, wish)
            else:
                chosen = choosing.chosen(session, question, wish.accounts)
                if not wish.to and wish.by != TERRITORY:
                    return _to_whom(session, question, wish, chosen)
                deal = _dealt(session, question, wish, chosen.ids)
            if not deal.moves and deal.left_out:
                raise NobodyThere
            made = proposal.propose(
                session,
                deal.moves,
                by=me.id,
                now=question.now,
                kind=_kind(session, question, wish, deal),
                reason=wish.because,
                due_at=_due_at(question, wish),
                request=question.request,
            )
            session.flush()
            standing = handing.stand(session, question, made.id)
            so_already = heeding.so_already(question.language, len(deal.moves) - standing.found.accounts)
            beside = "\n".join([*_left_out(question.language, deal.left_out), *so_already])
            return showing.shown(session, question, standing, beside=beside)
    except NotSure as unsure:
        return _candidates(question, wish, unsure)
    except Refused as refused:
        raise handing.told(question, refused) from None


def _as_called(session: Session, question: Question, wish: Wish) -> Wish:
    """Return a wish for the customer who is called just so as the whole line, `to` or 给 in the name or not."""
    if wish.accounts.which is Which.NAMED and wish.to and choosing.is_name(session, question, question.words):
        return Wish(Accounts(Which.NAMED, (question.words.strip(),)))
    return wish


def _dealt(session: Session, question: Question, wish: Wish, ids: Sequence[int]) -> Deal:
    """Deal accounts out to those who are to get them."""
    to = members.all_there(session, wish.to, me=question.asker.id)
    return dealing.deal(session, ids, [one.id for one in to], by=wish.by)


def _kind(session: Session, question: Question, wish: Wish, deal: Deal) -> str:
    """Return what kind of handover it is."""
    of = wish.accounts.of
    if wish.accounts.which is Which.ALL and of not in {None, NOBODY}:
        owner = members.meant(session, of or "", me=question.asker.id)
        if not owner.active:
            return words.DEPARTURE
    return words.SPLIT if len(set(deal.moves.values())) > 1 else words.MOVE


def _due_at(question: Question, wish: Wish) -> datetime | None:
    """Return when the accounts move: when the day begins where the asker is; None for at once."""
    if wish.since is None or wish.since == question.today:
        return None
    return datetime.combine(wish.since, time(), question.time_zone)


def _left_out(language: Language, regions: Mapping[str, int]) -> list[str]:
    """Say which accounts nobody could be found for."""
    if not regions:
        return []
    named = [
        language.say("{name} ({beside})", name=name, beside=language.number(count))
        for region, count in sorted(regions.items(), key=lambda one: -one[1])
        for name in [blocks.escaped(region, 30) if region else language.say("no region")]
    ]
    return [
        language.count(
            "{n} account is left out, as nobody looks after its region: {regions}.",
            "{n} accounts are left out, as nobody looks after their regions: {regions}.",
            sum(regions.values()),
            regions=wording.first(language, named),
        )
    ]


def _to_whom(session: Session, question: Question, wish: Wish, chosen: Chosen) -> Reply:
    """Show which accounts are meant, and ask who is to get them."""
    accounts = wish.accounts if chosen.name is None else Accounts(Which.NAMED, (f"id:{chosen.ids[0]}",))
    run = runs.latest_classification(session)
    return receivers_view(
        question.language,
        listing.by_owner(session, chosen.ids),
        name=chosen.name,
        words=replace(wish, accounts=accounts).words(),
        by_territory=accounts.which is Which.MISPLACED,
        as_of=run.as_of if run else None,
        today=question.today,
    )


def _candidates(question: Question, wish: Wish, unsure: NotSure) -> Reply:
    """Offer the customers that may have been meant: each button wishes for the same with one of them."""
    offers = {
        f"{place}. {found.name}": f"/assign {_with(wish, unsure, f'id:{found.id}').words()}"
        for place, found in enumerate(unsure.resolution.candidates, start=1)
    }
    nearby = {name: f"/assign {_with(wish, unsure, name).words()}" for name in unsure.resolution.nearest}
    with question.sessions() as session:
        run = runs.latest_classification(session)
    return candidates(
        question.language,
        unsure.name,
        unsure.resolution.candidates,
        offers or nearby,
        as_of=run.as_of if run else None,
        today=question.today,
    )


def _with(wish: Wish, unsure: NotSure, instead: str) -> Wish:
    """Return the same wish with another name in the place of the one that is not clear."""
    names = tuple(instead if one == unsure.name else one for one in unsure.names)
    return replace(wish, accounts=replace(wish.accounts, names=names))
