"""What whoever is not of the team sees: what this is, and how to be let in. Nothing of any customer."""

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.controls import Button, row
from bot.views.home.layout import heading


def stranger(language: Language) -> Reply:
    """Say what this is, and offer to ask for access."""
    say = language.say
    what = say("I tell a sales team which of their customers are regulars, who is slipping away, and whom to call.")
    who = say(
        "I show customers to the sales team only, and I do not know you as one of it. If you are, ask for access: "
        "an administrator is told and decides."
    )
    return blocks.reply(
        f"{what} {who}",
        heading(say("Welcome")),
        blocks.paragraph(what),
        blocks.paragraph(who),
        row(Button(say("Ask for access"), "/people ask", primary=True)),
    )
