"""How much work a book is."""

import pytest

from bot.books import load
from storage.books import book
from tests.bot.books.accounts import account


@pytest.mark.parametrize(
    ("tier", "stage", "contacts"),
    [
        ("MVC", "normal", 6),
        ("MVC", "shock", 7),
        ("MVC", "buried", 6),
        ("MGC", "normal", 3),
        ("standard", "normal", 1),
        ("standard", "dormant", 2),
        ("standard", "dead", 0),
        ("BZ", "normal", 1),
        (None, None, 1),
        ("of another time", "unheard of", 1),
    ],
)
def test_an_account_is_as_much_work_as_the_contacts_that_it_deserves(
    tier: str | None, stage: str | None, contacts: int
) -> None:
    assert load.contacts(tier, stage) == contacts
    assert load.load(book([account(1, tier=tier, stage=stage), account(2, tier=tier, stage=stage)])) == 2 * contacts


def test_the_usual_load_is_that_in_the_middle_of_those_who_have_accounts() -> None:
    books = [book([account(n) for n in range(size)]) for size in (0, 1, 2, 9)]

    assert load.usual(books) == 2
    assert load.usual([]) == 0
    assert (load.against(9, 2), load.against(1, 2), load.against(1, 0)) == (3.5, -0.5, None)
