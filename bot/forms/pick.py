"""Picking a customer from suggestions, and what to know about them, for whoever is not sure of a name."""

from collections.abc import Mapping

from bot.asking import seeing
from bot.locale import Language, sentence
from bot.question import Form, Question
from bot.telling import fields
from bot.telling.controls import told_apart
from storage import customers
from storage.customers import Found

ORDERS = {
    "card": sentence("The card"),
    "tier": sentence("The tier, and the way to the next"),
    "why": sentence("Why these labels"),
    "visits": sentence("The visits of a year"),
    "history": sentence("What changed"),
}
"""What can be asked about a customer, in the words of the form."""

SUGGESTED = 20
PATIENCE_SECONDS = 1.0
"""How long suggestions wait for the names of a large business; people go on typing meanwhile."""


def draw(question: Question) -> Form:
    """Return the form, with the order chosen that the question names."""
    with question.sessions() as session:
        seeing.sight(session, question)
    say = question.language.say
    orders = {say(text): order for order, text in ORDERS.items()}
    chosen = question.words if question.words in ORDERS else "card"
    return Form(
        title=say("Pick a customer"),
        send=say("Ask"),
        cancel=say("Cancel"),
        fields=(
            fields.suggested("customer", say("Customer"), say("Type part of a name")),
            fields.one_of("order", say("What do you want to know?"), orders, chosen=chosen),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return customers whose names have to do with what is typed, as `id:NUMBER` by what tells them apart."""
    with question.sessions() as session:
        sees = seeing.sight(session, question)
        page = customers.find(session, question.words, sight=sees, limit=SUGGESTED, patience=PATIENCE_SECONDS)
    return told_apart((_described(question.language, found), f"id:{found.id}") for found in page.customers)


def line(values: Mapping[str, str], _words: str) -> str:
    """Return the line that the filled-in form asks."""
    return f"/customer {values['order']} {values['customer']}"


def _described(language: Language, found: Found) -> str:
    """Return a name with what tells it from others of that name."""
    beside = [part for part in (found.city or found.region, found.owner) if part]
    return language.say("{name} ({beside})", name=found.name, beside=language.listed(beside)) if beside else found.name
