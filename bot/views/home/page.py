"""What stands above and below the sections of Home."""

from collections.abc import Sequence
from datetime import date

from bot.locale import Language
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.telling.controls import Button, Menu, opening, row
from bot.telling.happenings import last_minute
from storage.home.stand_in import StandIn


def above(language: Language, covers: Sequence[StandIn], *, away: StandIn | None) -> list[Part]:
    """Say for whom somebody stands in, and who stands in for them."""
    standing = ({"name": blocks.escaped(one.person), "moment": last_minute(one.ends_at)} for one in covers)
    lines = [language.say("You stand in for *{name}* until {moment}.", **told) for told in standing]
    if away:
        told = {"name": blocks.escaped(away.stand_in), "moment": last_minute(away.ends_at)}
        lines.append(language.say("*{name}* stands in for you until {moment}.", **told))
    return [blocks.paragraph(*lines)] if lines else []


def below(language: Language, *, with_settings: bool, as_of: date | None, today: date) -> list[Part]:
    """Offer what is asked for most, and the settings where they are not shown; say how far the data reaches."""
    say = language.say
    more = {
        say("Who is falling asleep"): "/dormant",
        say("All alerts"): "/alerts",
        say("My accounts"): "/accounts",
        say("What I can ask"): "/regulars",
    }
    settings = Button(say("Settings"), opening("hearing", "")) if with_settings else None
    controls = row(Menu(more, say("Ask…")), settings)
    return [*([controls] if controls else []), blocks.remark(blocks.reach(language, as_of=as_of, today=today))]
