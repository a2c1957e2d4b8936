"""The rules: what fires when, and when whoever asks hears of it."""

from collections.abc import Mapping
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, reasons
from bot.telling.choices import MODES, in_words
from bot.telling.controls import Button, opening, row
from segmentation.profile import Policy


def alert_rules(
    language: Language, policy: Policy, modes: Mapping[str, str], *, as_of: date | None, today: date
) -> Reply:
    """Explain each rule, with the thresholds in force; `modes` says when whoever asks hears of it."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    heading = language.say("What fires when")
    lines = [
        language.say(
            "*{title}* (`{rule}`, you hear it {mode}): {fires}.",
            title=reasons.title(language, rule),
            rule=rule,
            mode=in_words(language, MODES, mode).lower(),
            fires=reasons.fires(language, policy, rule),
        )
        for rule, mode in modes.items()
    ]
    once = language.say("Each speaks once, until what it saw is over and begins anew.")
    return blocks.reply(
        "\n".join([heading, *lines, reach]),
        blocks.paragraph(f"*{heading}*", once),
        *blocks.paragraphs(*lines),
        row(Button(language.say("Settings"), opening("hearing", ""))),
        blocks.remark(reach),
    )
