"""Among whose customers a list looks: an owner's, a region's, everybody's."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.asking import members, seeing
from bot.errors import BotError
from bot.lines.options import Options
from bot.question import Question
from bot.telling.blocks import plain
from storage import dormant
from storage.dormant import Scope
from storage.sight import Sight
from storage.tables import Person
from storage.territories import folded


class UnknownRegion(BotError):
    """No customer is in the region that was typed."""

    def __init__(self, region: str, *, known: Sequence[str]) -> None:
        if known:
            super().__init__(
                "No customer is in region “{region}”. There are: {known}.",
                region=plain(region),
                known=", ".join(map(plain, known)),
            )
        else:
            super().__init__("No customer has a region.")


def owner(session: Session, question: Question, options: Options) -> Person | None:
    """Return whose customers are asked for; None for everybody's."""
    if options.mine:
        return session.get_one(Person, seeing.known(session, question).id)
    if options.owner is None:
        return None
    return members.meant(session, options.owner, me=question.asker.id)


def scope(session: Session, options: Options, owner: Person | None, sight: Sight) -> Scope:
    """Return among whose customers in sight the top is taken; a region is known by its name in any capitals."""
    named = regions(session, options.region, sight) if options.region is not None else ()
    return Scope(owner.id if owner else None, named, sight)


def regions(session: Session, said: str, sight: Sight) -> tuple[str, ...]:
    """Return the regions in sight that are called so, however each writes its capitals.

    Raises:
        UnknownRegion: there is none.
    """
    known = dormant.regions(session, sight)
    named = tuple(region for region in known if folded(region) == folded(said))
    if not named:
        raise UnknownRegion(said, known=known[:20])
    return named
