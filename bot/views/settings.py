"""How somebody hears of alerts, and what has been changed about it."""

from collections.abc import Mapping

from bot.hearing import Hearing
from bot.locale import Language, sentence
from bot.question import Reply
from bot.routing import severity
from bot.telling import blocks, reasons
from bot.telling.choices import MODES, SCOPES, WEEKDAYS, in_words
from bot.telling.controls import Button, opening, row
from segmentation.rules import RULES

CLOSED: Mapping[str, str] = {
    "outsiders": sentence("<#{channel}> hears no alerts as long as somebody in it is not of the sales team."),
    "channel": sentence("<#{channel}> hears no alerts, as I cannot post there or see who reads it. Am I in it?"),
}
"""Why a channel hears nothing, by why its messages go to its lead."""


def settings(language: Language, hearing: Hearing, *, year: int) -> Reply:
    """Show how somebody hears of alerts, with the button that opens the form."""
    return _shown(language, hearing, year, language.say("How you hear of alerts"))


def settings_saved(language: Language, hearing: Hearing, *, year: int) -> Reply:
    """Show how somebody hears of alerts from now on."""
    return _shown(language, hearing, year, language.say("Saved. This is how you hear of alerts from now on"))


def muted(language: Language, rule: str, *, is_muted: bool) -> Reply:
    """Tell that a rule is muted, or not any more, with the way back."""
    title = reasons.title(language, rule)
    if is_muted:
        told = language.say("You hear no more of this kind: {title}. Others do.", title=title)
        back = Button(language.say("Undo"), f"/alerts unmute {rule}")
    else:
        told = language.say("You hear of this kind again: {title}.", title=title)
        back = Button(language.say("Mute it"), f"/alerts mute {rule}")
    return blocks.reply(told, blocks.paragraph(told), row(back, _change(language)))


def channel_named(language: Language, *, lead: str) -> Reply:
    """Tell a channel that a lead has named it."""
    told = language.say("{name} has the alerts of their team posted here from now on.", name=blocks.escaped(lead))
    return blocks.reply(told, blocks.paragraph(told))


def channel_closed(language: Language, channel: str, *, why: str) -> Reply:
    """Tell whoever has named a channel why it hears no alerts."""
    known = language.say(CLOSED.get(why, CLOSED["channel"]), channel=channel)
    after = language.say("Until then your team's alerts come to you.")
    return blocks.reply(f"{known} {after}", blocks.paragraph(known, after), row(_change(language)))


def _shown(language: Language, hearing: Hearing, year: int, heading: str) -> Reply:
    """Show everything under a heading."""
    lines = [*_rules(language, hearing), "", *_rest(language, hearing, year)]
    return blocks.reply(
        "\n".join([heading, *filter(None, lines)]), blocks.paragraph(f"*{heading}*", *lines), row(_change(language))
    )


def _change(language: Language) -> Button:
    """Return the button that opens the form."""
    return Button(language.say("Change…"), opening("hearing", ""))


def _rules(language: Language, hearing: Hearing) -> list[str]:
    """Say when each rule is heard."""
    return [
        language.say(
            "{title}: *{mode}*",
            title=reasons.title(language, rule),
            mode=in_words(language, MODES, hearing.mode(rule, severity(rule))),
        )
        for rule in RULES
    ]


def _rest(language: Language, hearing: Hearing, year: int) -> list[str]:
    """Say how many, when and whose."""
    works, say = hearing.working_time, language.say
    hours = {"first": f"{works.first_hour:02}:00", "last": f"{works.last_hour:02}:00"}
    named = language.listed([say(WEEKDAYS[str(day + 1)]) for day in sorted(works.week(year))])
    return [
        say("At most {n} a day, the others in the digest.", n=language.number(hearing.daily_limit)),
        say("Digest at {hour}.", hour=f"{hearing.digest_hour:02}:00") if hearing.digest else say("No digest."),
        say("A line when there is nothing to report.") if hearing.quiet_line else "",
        say("Work: {first} to {last}, {days}, {zone}.", **hours, days=named, zone=works.zone.key),
        say("Public holidays: {country}.", country=works.country) if works.country else say("Public holidays: none."),
        say("Whose: {scope}.", scope=in_words(language, SCOPES, hearing.scope)),
        say("The team's channel: <#{channel}>.", channel=hearing.channel) if hearing.channel else "",
    ]
