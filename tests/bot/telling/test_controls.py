"""Buttons and menus, and what they read."""

from sqlalchemy import Engine

from bot.forms import pick
from bot.telling.controls import told_apart
from tests.business import customer, question, remember


def test_what_reads_the_same_is_numbered_and_each_line_is_offered_once() -> None:
    lines = [("王女士", "/card 1"), ("Acme", "/card 3"), ("王女士", "/card 2"), ("王女士", "/card 1")]
    assert told_apart(lines) == {"王女士": "/card 1", "Acme": "/card 3", "王女士 (2)": "/card 2"}


def test_a_number_that_is_part_of_a_name_already_is_given_to_nobody_else() -> None:
    lines = [("Shop", "/card 1"), ("Shop", "/card 2"), ("Shop (2)", "/card 3")]
    assert list(told_apart(lines).values()) == ["/card 1", "/card 2", "/card 3"]


def test_customers_of_one_name_and_place_are_each_suggested(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, *(customer(number, "王女士", region="East") for number in (1, 2)))
    assert sorted(pick.suggest(question(sqlite_engine, "王女士")).values()) == ["id:1", "id:2"]
